"""Dates of the region that everybody may know."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction

from coalition.models import Place, User
from coalition.models.journal import record
from coalition.permissions import require
from workinggroups.models import Occasion


@transaction.atomic
def note_occasion(
    key: str, *, by: User, starts_on: date, ends_on: date | None = None, **said: Any
) -> Occasion:
    """Put a date with its source into the calendar; one that is there stays as it is."""
    if not by.is_system:
        require(by, "administer", Place.coalition())
    found = Occasion.objects.filter(key=key).first()
    if found:
        return found
    occasion = Occasion(key=key, starts_on=starts_on, ends_on=ends_on or starts_on, **said)
    occasion.full_clean()
    occasion.save()
    record("occasion.noted", by=by, subject=occasion, place=Place.coalition())
    return occasion
