"""Giving a thread another name, another group; parting it in two."""

from __future__ import annotations

import uuid
from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from coalition import clock
from coalition.attachments import owner_key
from coalition.models import Attachment, Notification, User
from coalition.models.journal import record
from coalition.permissions import require
from coalition.text import tidy
from workinggroups.models import Decision, Post, Thread, ThreadEvent, ThreadUser, WorkingGroup
from workinggroups.signals import thread_changed
from workinggroups.verbs.threads import enter, open_thread, take_number

MOST_POSTS = 200  # in one parting
TIED = (Thread.Kind.DECISION, Thread.Kind.MEETING)  # numbered and invited in their group


class AudienceChanged(Exception):
    """Somebody joined or left one of the groups since the list of readers was shown."""


@transaction.atomic
def rename_thread(thread: Thread, *, by: User, title: str, purpose: str = "") -> Thread:
    """Say the question of a thread, and what it is for, in other words; its chair does this."""
    require(by, "moderate", thread)
    fresh = Thread.objects.select_for_update(of=("self",)).select_related("group__place").get(
        pk=thread.pk
    )  # fmt: skip
    title, purpose = tidy(title), tidy(purpose)
    if (fresh.title, fresh.purpose) == (title, purpose):
        return fresh
    if fresh.kind == Thread.Kind.MEETING and fresh.title != title:
        raise ValidationError(_("The name of a meeting is changed on the page of the meeting."))
    was = fresh.title
    fresh.title, fresh.purpose = title, purpose
    fresh.full_clean(exclude=["closed_by"])
    fresh.save(update_fields=["title", "purpose"])
    enter(fresh, ThreadEvent.Kind.THREAD_RENAME, by=by)
    record("thread.renamed", by=by, subject=fresh, place=fresh.group.place, was=was)
    thread_changed.send(sender=Thread, thread=fresh)
    return fresh


def audience_of(thread: Thread, group: WorkingGroup, *, by: User) -> str:
    """A mark of who reads here and there now; another one means that the list has changed."""
    require(by, "moderate", thread)
    return f"{thread.group.acl_epoch}-{group.acl_epoch}"


@transaction.atomic
def move_thread(thread: Thread, *, by: User, group: WorkingGroup, audience: str) -> Thread:
    """Take a thread with all its posts and files into another group: from then on that group reads.

    The mover leads the group it leaves and writes in the one it comes to; `audience` is the mark
    of the list of readers that was confirmed. Whoever may not read it any more is sent nothing
    further: the new group's epoch stands above both, so every open page is asked again.
    """
    require(by, "moderate", thread)
    require(by, "post", group)
    fresh = Thread.objects.select_for_update(of=("self",)).get(pk=thread.pk)
    both = WorkingGroup.objects.select_for_update(of=("self",)).select_related("place")
    groups = both.order_by("pk").in_bulk([fresh.group_id, group.pk])
    old, new = groups[fresh.group_id], groups[group.pk]
    fresh.group = old
    if old.pk != thread.group_id or audience != audience_of(fresh, new, by=by):
        raise AudienceChanged
    _require_movable(fresh, old, new)
    epoch = max(old.acl_epoch, new.acl_epoch) + 1
    WorkingGroup.objects.filter(pk=new.pk).update(acl_epoch=epoch)
    Thread.objects.filter(pk=fresh.pk).update(group=new)
    fresh.group, new.acl_epoch = new, epoch
    _take_along(fresh, old)
    enter(fresh, ThreadEvent.Kind.THREAD_MOVE, by=by)
    record("thread.moved", by=by, subject=fresh, place=old.place, to=new.name)
    record("thread.moved", by=by, subject=fresh, place=new.place, was=old.name)
    thread_changed.send(sender=Thread, thread=fresh)
    return fresh


def _require_movable(thread: Thread, old: WorkingGroup, new: WorkingGroup) -> None:
    if new.pk == old.pk:
        raise ValidationError({"group": _("The thread is in this group already.")})
    if WorkingGroup.Kind.CONSULTATION in (old.kind, new.kind):
        raise ValidationError(
            _("What is said in a consultation stays with the cities that are named in it.")
        )
    if new.archived or old.archived:
        raise ValidationError(_("The group has finished its work; it can only be read."))
    if Decision.objects.filter(thread=thread).exists():
        raise ValidationError(
            _(
                "The cities of this group were asked in this thread: its decisions, their numbers "
                "and the positions of cities stay with it. Begin a new thread in the other group "
                "and refer to this one."
            )
        )
    if thread.kind in TIED:
        raise ValidationError(_("Decisions and meetings stay in the group that holds them."))


def _take_along(thread: Thread, old: WorkingGroup) -> None:
    """Files and lines of news belong to whoever reads the thread now."""
    posts = [owner_key(post) for post in thread.posts.only("pk")]
    place = thread.group.place
    Attachment.objects.filter(owner__in=posts).update(place=place)
    subjects = [f"thread:{thread.pk}"]
    subjects += [f"task:{pk}" for pk in thread.tasks.values_list("pk", flat=True)]
    subjects += [f"post:{key.rpartition(':')[2]}" for key in posts]
    Notification.objects.filter(subject__in=subjects, place=old.place).update(place=place)


@transaction.atomic
def split_thread(thread: Thread, *, by: User, numbers: Collection[int], title: str) -> Thread:
    """Go on with some posts in a thread of their own; under their old numbers a stub says where.

    Nothing is renumbered: what stays keeps its number, what moves is numbered anew in its order.
    Withdrawn posts stay where they are.
    """
    require(by, "moderate", thread)
    fresh = Thread.objects.select_for_update(of=("self",)).select_related("group__place").get(
        pk=thread.pk
    )  # fmt: skip
    chosen = list(
        Post.objects.select_for_update(of=("self",)).with_words()
        .filter(thread=fresh, number__in=numbers).order_by("number")[: MOST_POSTS + 1]
    )  # fmt: skip
    if not chosen:
        raise ValidationError({"numbers": _("Choose at least one post.")})
    if len(chosen) > MOST_POSTS:
        raise ValidationError(
            {"numbers": _("At most %(count)d posts at once.") % {"count": MOST_POSTS}}
        )
    new = open_thread(fresh.group, by=by, title=title, kind=Thread.Kind.DISCUSSION, lang=fresh.lang)
    went: dict[int, Post] = {}
    for stub in chosen:
        stub.thread = fresh
        went[stub.pk] = _move_post(stub, new, by=by, went=went)
    _keep_places(fresh, new)
    record("thread.split", by=by, subject=fresh, place=fresh.group.place, to=new.title,
           count=len(chosen))  # fmt: skip
    return new


def _move_post(stub: Post, to: Thread, *, by: User, went: dict[int, Post]) -> Post:
    """The same post in another thread; what stays under the old number is a stub."""
    post = Post(
        thread=to, author_id=stub.author_id, city_id=stub.city_id, body=stub.body, html=stub.html,
        folded=stub.folded, lang=stub.lang, key=uuid.uuid4(), payload_hash=stub.payload_hash,
        version=stub.version, created_at=stub.created_at, edited_at=stub.edited_at,
        ack_asked_at=stub.ack_asked_at, ack_asked_by_id=stub.ack_asked_by_id,
        untold=stub.untold,
        reply_to=went.get(stub.reply_to_id or 0) or stub.reply_to,  # quoted where it stays
    )  # fmt: skip
    take_number(to, by=by, right="moderate", posted_at=stub.created_at)
    post.number, post.seq_created = to.post_count, to.head
    post.save()
    for rows in (stub.revisions, stub.translations, stub.files, stub.mentions, stub.acks):
        rows.all().update(post=post)  # type: ignore[attr-defined]
    stub.tasks.update(post=post, thread=to)  # type: ignore[attr-defined]
    Attachment.objects.filter(owner=owner_key(stub)).update(owner=owner_key(post))
    stub.body = stub.html = stub.folded = ""
    stub.moved_to, stub.untold = post, False
    stub.pinned_at = stub.pinned_by = stub.ack_asked_at = stub.ack_asked_by = None
    stub.save()
    enter(to, ThreadEvent.Kind.POST_MOVE_IN, by=by, post=post, numbered=True)
    enter(stub.thread, ThreadEvent.Kind.POST_MOVE_OUT, by=by, post=stub, to=to.pk,
          number=post.number)  # fmt: skip
    return post


def _keep_places(old: Thread, new: Thread) -> None:
    """Who had read all of the old thread has read what went; its day is that of the last post."""
    last = new.posts.aggregate(last=Max("created_at"))["last"] or clock.now()
    Thread.objects.filter(pk=new.pk).update(last_post_at=last)
    moved = new.post_count
    readers = old.readers.filter(last_read_seq__gte=old.head - moved)
    ThreadUser.objects.bulk_create(
        [ThreadUser(thread=new, user_id=pk, last_read_seq=new.head)
         for pk in readers.values_list("user", flat=True)],
        ignore_conflicts=True,
    )  # fmt: skip
    readers.update(last_read_seq=old.head)
