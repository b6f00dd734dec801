"""Asking that a post be read, and saying that one has read it."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from coalition import clock
from coalition.models import Membership, User
from coalition.models.journal import record
from coalition.notifications import notify
from coalition.permissions import may, require
from workinggroups.models import Ack, Post, Thread, ThreadEvent
from workinggroups.verbs.threads import enter


@transaction.atomic
def ask_to_confirm(post: Post, *, by: User) -> Post:
    """Ask the readers of a thread to confirm that they have read a post: its author, or the chair.

    Asked twice, it is asked once.
    """
    require(by, "post", post)
    if by.pk != post.author_id and not may(by, "moderate", post):
        raise PermissionDenied
    fresh = _locked(post)
    if not fresh.has_words:
        raise ValidationError(_("This post has been withdrawn or moved."))
    if fresh.ack_asked_at:
        return fresh
    fresh.ack_asked_at, fresh.ack_asked_by = clock.now(), by
    fresh.save(update_fields=["ack_asked_at", "ack_asked_by"])
    group = fresh.thread.group
    enter(fresh.thread, ThreadEvent.Kind.ACK, by=by, post=fresh, step="asked")
    record("post.ack_asked", by=by, subject=fresh, place=group.place)
    held = Membership.objects.filter(place=group.place_id).in_force(clock.today())
    notify(
        [one.user for one in held.select_related("user")], "ack", place=group.place,
        subject=f"post:{fresh.pk}", path=fresh.path, by=by, title=fresh.thread.title,
        number=fresh.number,
    )  # fmt: skip
    return fresh


def _locked(post: Post) -> Post:
    """The post as it is now, the thread locked before it as everywhere."""
    Thread.objects.select_for_update().get(pk=post.thread_id)
    rows = Post.objects.select_for_update(of=("self",)).select_related("thread__group__place")
    return rows.get(pk=post.pk)


@transaction.atomic
def confirm_read(post: Post, *, by: User) -> Ack:
    """Say that one has read a post, for oneself and the city one speaks for; once is enough."""
    require(by, "see_inside", post)
    fresh = _locked(post)
    if not fresh.ack_asked_at:
        raise ValidationError(_("Nobody asks to confirm this post."))
    city = fresh.thread.group.city_of(by)
    ack, new = Ack.objects.get_or_create(
        post=fresh, user=by, defaults={"city": city, "at": clock.now()}
    )
    if new:
        enter(fresh.thread, ThreadEvent.Kind.ACK, by=by, post=fresh, step="given")
        record("post.acknowledged", by=by, subject=fresh, place=fresh.thread.group.place)
    return ack


@transaction.atomic
def take_back_reading(post: Post, *, by: User) -> None:
    """Take back that one has read a post: it was said by mistake, or should be read again."""
    require(by, "see_inside", post)
    fresh = _locked(post)
    count, _each = Ack.objects.filter(post=fresh, user=by).delete()
    if count:
        enter(fresh.thread, ThreadEvent.Kind.ACK, by=by, post=fresh, step="taken_back")
        record("post.acknowledgement_taken_back", by=by, subject=fresh,
               place=fresh.thread.group.place)  # fmt: skip
