"""What readers leave behind: how far they have come, what they have begun to write."""

from __future__ import annotations

import json
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from coalition import clock
from coalition.errors import Conflict
from coalition.models import User
from coalition.permissions import require
from coalition.verbs import read_lines
from workinggroups.models import Draft, Post, Thread, ThreadUser, Volume, WorkingGroup

LARGEST = 100_000  # bytes of one draft


@transaction.atomic
def mark_read(thread: Thread, *, by: User, seq: int) -> ThreadUser:
    """Note how far a person has read; a slower tab never takes it back."""
    require(by, "see_inside", thread)
    reader, _new = ThreadUser.objects.get_or_create(thread=thread, user=by)
    head = Thread.objects.values_list("head", flat=True).get(pk=thread.pk)
    seq = min(seq, head)
    ThreadUser.objects.filter(pk=reader.pk, last_read_seq__lt=seq).update(last_read_seq=seq)
    reader.refresh_from_db()
    if reader.last_read_seq == head:
        read_lines(by=by, subject=f"thread:{thread.pk}")
    return reader


@transaction.atomic
def follow_thread(thread: Thread, *, by: User, volume: str) -> ThreadUser:
    """Choose which letters come of one thread; an empty choice is that of the group."""
    require(by, "see_inside", thread)
    if volume and volume not in Volume.Level.values:
        raise ValidationError(_("Choose from the list."))
    reader, _new = ThreadUser.objects.get_or_create(thread=thread, user=by)
    reader.volume = volume
    reader.save(update_fields=["volume"])
    return reader


@transaction.atomic
def choose_volume(group: WorkingGroup, *, by: User, level: str) -> Volume:
    """Choose which letters come of a group; threads with a choice of their own keep it."""
    require(by, "see_inside", group)
    if level not in Volume.Level.values:
        raise ValidationError(_("Choose from the list."))
    volume, _new = Volume.objects.update_or_create(group=group, user=by, defaults={"level": level})
    return volume


@transaction.atomic
def keep_draft(key: str, *, by: User, sequence: int, data: dict[str, Any]) -> Draft:
    """Keep what a person has begun to write; refused when a newer saving is already here."""
    if len(json.dumps(data)) > LARGEST:
        raise ValidationError(_("The draft is too long."))
    draft, new = Draft.objects.get_or_create(
        user=by, key=key, defaults={"sequence": sequence, "data": data}
    )
    if not new and not Draft.objects.filter(pk=draft.pk, sequence__lt=sequence).update(
        sequence=sequence, data=data, changed_at=clock.now()
    ):
        raise Conflict(at=draft.changed_at)
    draft.refresh_from_db()
    return draft


@transaction.atomic
def mark_unread(post: Post, *, by: User) -> ThreadUser:
    """Put the person's place before a post, to come back to it; only they see this."""
    require(by, "see_inside", post)
    reader, _new = ThreadUser.objects.get_or_create(thread=post.thread, user=by)
    before = post.seq_created - 1
    ThreadUser.objects.filter(pk=reader.pk, last_read_seq__gt=before).update(last_read_seq=before)
    reader.refresh_from_db()
    return reader


@transaction.atomic
def mark_group_read(group: WorkingGroup, *, by: User) -> int:
    """Note that a person has read all there is in a group; returns in how many threads."""
    require(by, "see_inside", group)
    unread = list(Thread.objects.filter(group=group).with_read_by(by).filter(head__gt=F("read_to")))
    ThreadUser.objects.bulk_create(
        [ThreadUser(thread=thread, user=by) for thread in unread], ignore_conflicts=True
    )
    for thread in unread:
        ThreadUser.objects.filter(
            thread=thread, user=by, last_read_seq__lt=thread.head
        ).update(last_read_seq=thread.head)  # fmt: skip
        read_lines(by=by, subject=f"thread:{thread.pk}")
    return len(unread)
