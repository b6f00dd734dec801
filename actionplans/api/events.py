"""events/: public meetings of groups and dates of the region, as the calendar shows them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Router

from actionplans.api.answers import Refused
from actionplans.api.conditions import unknown
from actionplans.api.paging import After, Limit
from actionplans.api.readers import reader
from actionplans.api.said import say_meeting, say_occasion
from actionplans.api.schemas import Event, Page
from coalition.http import moment, whole
from workinggroups.happenings import MEETING, kinds
from workinggroups.models import Meeting, Occasion

router = Router(tags=["events"])
YEARS = range(1990, 2101)


@router.get("events/", response=Page[Event], url_name="events")
def events(
    request: HttpRequest, year: str = "", kind: str = "", after: After = "", limit: Limit = 100
) -> Any:
    """Meetings everybody may know of and dates of the region, the earliest first.

    A yearly date stands once, on its day in the year since which it is known. A year counts in UTC.
    """
    reader(request)
    if kind and kind not in dict(kinds()):
        raise unknown({"kind": kind})
    if year and whole(year) not in YEARS:
        raise unknown({"year": year})
    here = Spot.read(after) if after else None
    rows = [*_meetings(here, year, kind)[: limit + 1], *_occasions(here, year, kind)[: limit + 1]]
    found = sorted(rows, key=lambda row: Spot.of(row).order)
    following = Spot.of(found[limit - 1]).words if len(found) > limit else None
    items = [say_meeting(one) if isinstance(one, Meeting) else say_occasion(one) for one in found]
    return {"items": items[:limit], "next": following}


@dataclass(frozen=True)
class Spot:
    """Where a row stands in the list: its beginning, meetings before dates, its number."""

    at: datetime
    dated: bool
    pk: int

    @classmethod
    def of(cls, row: Meeting | Occasion) -> Spot:
        if isinstance(row, Meeting):
            return cls(row.starts_at, False, row.pk)
        return cls(begins(row.starts_on), True, row.pk)

    @classmethod
    def read(cls, text: str) -> Spot:
        """The place that an address names; refused when it is none of this list."""
        at, _comma, rest = text.partition(",")
        found, number = moment(at), whole(rest[1:])
        if found is None or number is None or rest[:1] not in ("m", "d"):
            sentence = _("This is not a `next` of this list.")
            raise Refused(422, sentence, {"after": [sentence]})
        return cls(found, rest[0] == "d", number)

    @property
    def order(self) -> tuple[datetime, bool, int]:
        return self.at, self.dated, self.pk

    @property
    def words(self) -> str:
        return f"{self.at:%Y-%m-%dT%H:%M:%S.%fZ},{'d' if self.dated else 'm'}{self.pk}"


def begins(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _meetings(here: Spot | None, year: str, kind: str) -> Any:
    rows = Meeting.objects.public().select_related("city", "group").order_by("starts_at", "pk")
    if kind not in ("", MEETING):
        return rows.none()
    if year:
        rows = rows.filter(
            starts_at__gte=begins(date(int(year), 1, 1)),
            starts_at__lt=begins(date(int(year) + 1, 1, 1)),
        )
    if here is None:
        return rows
    later = Q(starts_at__gt=here.at)
    if not here.dated:
        later |= Q(starts_at=here.at, pk__gt=here.pk)
    return rows.filter(later)


def _occasions(here: Spot | None, year: str, kind: str) -> Any:
    rows = Occasion.objects.order_by("starts_on", "pk")
    if kind:
        rows = rows.filter(kind=kind)
    if year:
        rows = rows.filter(starts_on__year=int(year))
    if here is None:
        return rows
    day = here.at.date()
    later = Q(starts_on__gt=day)
    if begins(day) == here.at:
        later |= Q(starts_on=day, pk__gt=here.pk if here.dated else 0)
    return rows.filter(later)
