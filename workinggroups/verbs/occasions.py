"""Dates of the region that everybody may know: the secretariat keeps them, each with its source."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from coalition import clock
from coalition.errors import Conflict
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


@transaction.atomic
def correct_occasion(occasion: Occasion, *, by: User, version: int, **said: Any) -> Occasion:
    """Correct a date, its words or its source; calendars that follow it change with it."""
    require(by, "administer", Place.coalition())
    fresh = Occasion.objects.select_for_update().get(pk=occasion.pk)
    if fresh.version != version:
        rows = [(_("Event"), fresh.name, str(said.get("names", {}).get("ru", "")))]
        raise Conflict(at=fresh.changed_at, rows=rows, keep={"version": fresh.version})
    changed = {name for name, value in said.items() if getattr(fresh, name) != value}
    if not changed:
        return fresh
    for name in changed:
        setattr(fresh, name, said[name])
    return _changed(fresh, by, "occasion.corrected", changed=sorted(changed))


@transaction.atomic
def take_off_occasion(occasion: Occasion, *, by: User) -> Occasion:
    """Take a date off the calendar; it can be put back."""
    require(by, "administer", Place.coalition())
    fresh = Occasion.objects.select_for_update().get(pk=occasion.pk)
    if fresh.taken_off_at is not None:
        return fresh
    fresh.taken_off_at = clock.now()
    return _changed(fresh, by, "occasion.taken_off")


@transaction.atomic
def put_back_occasion(occasion: Occasion, *, by: User) -> Occasion:
    """Show a date again that was taken off."""
    require(by, "administer", Place.coalition())
    fresh = Occasion.objects.select_for_update().get(pk=occasion.pk)
    if fresh.taken_off_at is None:
        return fresh
    fresh.taken_off_at = None
    return _changed(fresh, by, "occasion.put_back")


def _changed(occasion: Occasion, by: User, deed: str, **details: Any) -> Occasion:
    occasion.version, occasion.changed_at = occasion.version + 1, clock.now()
    occasion.full_clean()
    occasion.save()
    record(deed, by=by, subject=occasion, place=Place.coalition(), **details)
    return occasion
