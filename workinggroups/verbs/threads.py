"""Opening and closing threads, and the one way in which something enters their log."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from coalition import clock
from coalition.models import User
from coalition.models.journal import record
from coalition.permissions import forget_rights, require
from coalition.text import tidy
from workinggroups.live import announce
from workinggroups.models import (
    Decision,
    Post,
    ShownThread,
    Thread,
    ThreadEvent,
    ThreadUser,
    WorkingGroup,
)
from workinggroups.signals import thread_changed

MOVING = ("head", "post_count", "last_post_at", "closed_at", "group_id")


class ThreadClosed(Exception):
    """The thread takes no more posts; what was typed stays with its author."""


@transaction.atomic
def open_thread(  # noqa: PLR0913 -- a thread has a question, a purpose, a kind and a language
    group: WorkingGroup,
    *,
    by: User,
    title: str,
    purpose: str = "",
    kind: str = Thread.Kind.DISCUSSION,
    lang: str = "ru",
) -> Thread:
    """Begin a discussion of one question in a group."""
    require(by, "post", group)
    if group.archived:
        raise ValidationError(_("The group has finished its work; it can only be read."))
    thread = Thread(
        group=group, kind=kind, title=tidy(title), purpose=tidy(purpose), lang=lang, opened_by=by,
        last_post_at=clock.now(),
    )  # fmt: skip
    thread.full_clean()
    thread.save()
    ThreadUser.objects.create(thread=thread, user=by, takes_part=True)
    record("thread.opened", by=by, subject=thread, place=group.place)
    return thread


@transaction.atomic
def close_thread(thread: Thread, *, by: User, words: str = "") -> Thread:
    """End the discussion; it stays readable, with what was concluded at its end.

    Refused while the cities are still being asked in it.
    """
    require(by, "moderate", thread)
    closed = Thread.objects.filter(pk=thread.pk, closed_at=None).update(
        closed_at=clock.now(), closed_by=by, closing_words=tidy(words)
    )
    if closed:
        if Decision.objects.filter(thread=thread, state=Decision.State.OPEN).exists():
            raise ValidationError(
                _("A question to the cities is open here; wait for its end or withdraw it.")
            )
        enter(thread, ThreadEvent.Kind.THREAD_CLOSE, by=by, words=tidy(words))
        record("thread.closed", by=by, subject=thread, place=thread.group.place)
        thread_changed.send(sender=Thread, thread=thread)
    thread.refresh_from_db()
    return thread


@transaction.atomic
def reopen_thread(thread: Thread, *, by: User) -> Thread:
    """Take up a closed discussion again."""
    require(by, "moderate", thread)
    opened = Thread.objects.filter(pk=thread.pk, closed_at__isnull=False).update(
        closed_at=None, closed_by=None, closing_words=""
    )
    if opened:
        ShownThread.objects.filter(thread=thread).update(result="")  # no longer a result
        enter(thread, ThreadEvent.Kind.THREAD_REOPEN, by=by)
        record("thread.reopened", by=by, subject=thread, place=thread.group.place)
        thread_changed.send(sender=Thread, thread=thread)
    thread.refresh_from_db()
    return thread


def take_number(thread: Thread, *, by: User, right: str, posted_at: datetime | None = None) -> None:
    """Lock the thread by moving its head, then ask again whether `by` may still do this.

    The lock is the row itself, so numbers have no gaps and nobody released meanwhile slips in.
    """
    step: dict[str, Any] = {"head": F("head") + 1}
    if posted_at:
        step |= {"post_count": F("post_count") + 1, "last_post_at": posted_at}
    moved = Thread.objects.filter(pk=thread.pk, closed_at=None).update(**step)
    now = Thread.objects.filter(pk=thread.pk).values(*MOVING, "group__archived").get()
    known, is_archived = thread.group_id, now.pop("group__archived")
    for name, value in now.items():
        setattr(thread, name, value)
    if thread.group_id != known:  # the thread has gone to another group in between
        thread.group = WorkingGroup.objects.select_related("place").get(pk=thread.group_id)
    group = thread.group
    if not moved or is_archived:
        raise ThreadClosed
    forget_rights(by)
    try:
        require(by, right, group)
    except PermissionDenied:
        forget_rights(by)
        raise


def enter(
    thread: Thread,
    kind: str,
    *,
    by: User,
    post: Post | None = None,
    numbered: bool = False,
    **data: Any,
) -> ThreadEvent:
    """Write one event into the log of a thread and tell its readers after the commit."""
    if not numbered:
        Thread.objects.filter(pk=thread.pk).update(head=F("head") + 1)
        thread.refresh_from_db(fields=["head"])
    new = kind == ThreadEvent.Kind.POST_NEW
    event = ThreadEvent(
        thread=thread, seq=thread.head, kind=kind, post=post, actor=by, data=data,
        city=post.city if post else None, at=post.created_at if post and new else clock.now(),
    )  # fmt: skip
    event.save()
    announce(thread.pk, event.seq)
    return event
