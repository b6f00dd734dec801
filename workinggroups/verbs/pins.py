"""Keeping the posts that matter in sight of the group."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from coalition import clock
from coalition.models import User
from coalition.models.journal import record
from coalition.permissions import require
from workinggroups.models import Post, Thread, ThreadEvent
from workinggroups.verbs.threads import enter

MOST_PINS = 7  # more would push the talk itself out of sight


@transaction.atomic
def pin_post(post: Post, *, by: User) -> Post:
    """Keep a post at the head of its thread; the chair does this. Pinned twice, it is pinned."""
    fresh = _locked(post, by)
    if not fresh.has_words:
        raise ValidationError(_("This post has been withdrawn or moved."))
    if fresh.pinned_at:
        return fresh
    if fresh.thread.posts.filter(pinned_at__isnull=False).count() >= MOST_PINS:
        raise ValidationError(
            _("There are %(count)d pinned posts already. Unpin one first.") % {"count": MOST_PINS}
        )
    fresh.pinned_at, fresh.pinned_by = clock.now(), by
    return _told(fresh, ThreadEvent.Kind.PIN, by)


@transaction.atomic
def unpin_post(post: Post, *, by: User) -> Post:
    """Let a post stand in its place alone."""
    fresh = _locked(post, by)
    if not fresh.pinned_at:
        return fresh
    fresh.pinned_at = fresh.pinned_by = None
    return _told(fresh, ThreadEvent.Kind.UNPIN, by)


def _locked(post: Post, by: User) -> Post:
    """The post as it is now, the thread locked before it as everywhere."""
    require(by, "moderate", post)
    Thread.objects.select_for_update().get(pk=post.thread_id)
    return Post.objects.select_for_update(of=("self",)).select_related("thread__group").get(
        pk=post.pk
    )  # fmt: skip


def _told(post: Post, kind: str, by: User) -> Post:
    post.save(update_fields=["pinned_at", "pinned_by"])
    enter(post.thread, kind, by=by, post=post)
    record(f"post.{kind}", by=by, subject=post, place=post.thread.group.place)
    return post
