"""Lines of people's own centres that are read, and what is forgotten with time."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from coalition import clock
from coalition.models import Letter, Notification, User
from coalition.signals import notified

LETTER_DAYS, LINE_DAYS = 30, 365  # how long a letter that left, and a line that was read, are kept


@transaction.atomic
def read_line(line: Notification, *, by: User) -> Notification:
    """Take a line of one's own centre as read; a line read before keeps its moment."""
    if line.user_id != by.pk:
        raise PermissionDenied
    _take_as_read(by, pk=line.pk)
    line.refresh_from_db()
    return line


@transaction.atomic
def read_lines(*, by: User, subject: str = "") -> int:
    """Take one's lines as read: all of them, or those about one subject that was just seen."""
    return _take_as_read(by, **({"subject": subject} if subject else {}))


def _take_as_read(by: User, **which: Any) -> int:
    """How many lines there were to read; the person's open tabs hear of it."""
    read = Notification.objects.unread().filter(user=by, **which).update(read_at=clock.now())
    if read:
        told = partial(notified.send, sender=Notification, users=[by.pk])
        transaction.on_commit(told, robust=True)
    return read


@transaction.atomic
def forget_old_news(*, by: User) -> int:
    """Remove letters that left long ago, and lines read long ago; done daily by the platform."""
    if not by.is_system:
        raise PermissionDenied
    sent = Letter.objects.filter(sent_at__lt=timezone.now() - timedelta(days=LETTER_DAYS))
    read = Notification.objects.filter(read_at__lt=clock.now() - timedelta(days=LINE_DAYS))
    return sent.delete()[0] + read.delete()[0]
