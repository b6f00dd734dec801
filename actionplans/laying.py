"""Laying adopted values into rows: tables by id, the cities of a joint measure, its coordinator.

Only verbs call this, once they have asked who may.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from actionplans.models import (
    BudgetLine,
    Contribution,
    Coordination,
    Indicator,
    Measure,
    Milestone,
)
from actionplans.patches import Values, day_of
from cities.models import City
from coalition import clock

NUMBERS = ("amount", "secured", "baseline", "target")
DAYS = ("due_on", "done_on")


def as_day(said: Any) -> date | None:
    """A day of a patch as a date."""
    return date.fromisoformat(said) if isinstance(said, str) else said


def with_days(part: Contribution, rows: list[Values]) -> list[Values]:
    """Steps done by an approved report keep their day; a draft made before it does not know it."""
    told = part.milestones.filter(said_done__counted=True).values_list("pk", "done_on")
    days = {pk: day.isoformat() for pk, day in told if day}
    return [
        {**row, "done_on": row.get("done_on") or days.get(row.get("id", 0), "")} for row in rows
    ]


def write_rows(
    related: Any,
    model: type[Indicator | BudgetLine | Milestone],
    owner: dict[str, Any],
    rows: list[Values],
) -> None:
    """Rows of a table by id: known ones change, new ones come, absent ones go."""
    known = {one.pk: one for one in related.all()}
    kept = set()
    for position, row in enumerate(rows):
        one: Any = known.get(row.get("id")) or model(**owner)
        for name, said in row.items():
            if name == "id":
                continue
            value = said
            if name in NUMBERS:
                value = None if said in (None, "") else Decimal(str(said))
            elif name in DAYS:
                value = as_day(said or None)
            if value is None and name == "secured":
                value = Decimal(0)
            setattr(one, name, value)
        one.position = position
        one.full_clean(exclude=list(owner))
        one.save()
        kept.add(one.pk)
    gone = related.exclude(pk__in=kept)
    for told in ("readings", "spendings"):
        if hasattr(model, told) and gone.filter(**{f"{told}__isnull": False}).exists():
            raise ValidationError(
                _("Something has been reported for a row; it cannot be left out.")
            )
    gone.delete()


def write_together(measure: Measure, values: Values) -> None:
    """The cities of a joint measure and its coordinating city, as was agreed."""
    if "cities" in values:
        _write_cities(measure, values["cities"])
    if "coordinator" in values or "coordinator_until" in values:
        _write_coordinator(measure, values)


def _write_cities(measure: Measure, slugs: list[str]) -> None:
    now, today = clock.now(), clock.today()
    known = {part.city.slug: part for part in measure.contributions.select_related("city")}
    for city in City.objects.filter(slug__in=[one for one in slugs if one not in known]):
        Contribution.objects.create(measure=measure, city=city, lang=measure.lang, changed_at=now)
    for slug, part in known.items():
        stays = slug in slugs
        if stays != (part.left_on is None):
            leave_part(part, None if stays else today)


def leave_part(part: Contribution, left_on: date | None) -> None:
    """Mark a part as history from a day, or as standing again."""
    part.left_on, part.changed_at = left_on, clock.now()
    part.version += 1
    part.save(update_fields=["left_on", "changed_at", "version"])


def _write_coordinator(measure: Measure, values: Values) -> None:
    open_one = measure.coordinations.filter(ended_on=None).select_related("city").first()
    slug = values.get("coordinator", open_one.city.slug if open_one else "")
    until = day_of(values.get("coordinator_until")) or (open_one.until if open_one else None)
    end_coordination(measure)
    if slug and until:
        Coordination.objects.create(
            measure=measure, city=City.objects.get(slug=slug), since=clock.today(), until=until
        )


def end_coordination(measure: Measure, city: City | None = None) -> None:
    """Nobody coordinates from today; with a city, only if it is the one."""
    rows = measure.coordinations.filter(ended_on=None)
    if city is not None:
        rows = rows.filter(city=city)
    rows.update(ended_on=clock.today())
