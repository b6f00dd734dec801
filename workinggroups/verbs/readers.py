"""What readers leave behind: how far they have come, what they have begun to write."""

from __future__ import annotations

import json
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from coalition import clock
from coalition.errors import Conflict
from coalition.models import User
from coalition.permissions import require
from workinggroups.models import Draft, Thread, ThreadUser

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
    return reader


@transaction.atomic
def follow_thread(thread: Thread, *, by: User, volume: str) -> ThreadUser:
    """Choose whether news of a thread comes by letter."""
    require(by, "see_inside", thread)
    if volume not in ThreadUser.Volume.values:
        raise ValidationError(_("There is no such choice."))
    reader, _new = ThreadUser.objects.get_or_create(thread=thread, user=by)
    reader.volume, reader.lettered_seq = volume, reader.last_read_seq
    reader.save(update_fields=["volume", "lettered_seq"])
    return reader


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
