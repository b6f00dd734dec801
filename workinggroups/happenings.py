"""The public calendar: meetings that everybody may know of, and dates of the region."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Max, Min, Prefetch, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from cities.models import City
from workinggroups.models import Meeting, MeetingInvitation, Occasion
from workinggroups.times import in_zone

MEETING = "meeting"
DAY = timedelta(days=1)


def kinds() -> list[tuple[str, str]]:
    """The kinds of events, in the reader's language."""
    return [(MEETING, _("meetings of groups")), *((k, str(v)) for k, v in Occasion.Kind.choices)]


@dataclass(frozen=True)
class Happening:
    """One line of the calendar; of a meeting its row, of a date of the region its own."""

    first: date
    last: date
    meeting: Meeting | None = None
    occasion: Occasion | None = None

    @property
    def kind(self) -> str:
        return self.occasion.kind if self.occasion else MEETING

    @property
    def title(self) -> str:
        return self.occasion.name if self.occasion else self.meeting.title  # type: ignore[union-attr]

    @property
    def is_vague(self) -> bool:
        """Whether only the year is known."""
        return self.occasion is not None and not self.occasion.day_known

    @property
    def cities(self) -> list[City]:
        """Those invited to a meeting."""
        return [one.city for one in self.meeting.invitations.all()] if self.meeting else []

    @property
    def has_minutes(self) -> bool:
        """Whether everybody reads the minutes of a meeting."""
        minutes = getattr(self.meeting, "minutes", None)
        return minutes is not None and minutes.released_at is not None

    @property
    def order(self) -> tuple[date, bool, int]:
        row = self.occasion or self.meeting
        first = self.last if self.is_vague else self.first  # behind what has its day in that year
        return first, self.occasion is not None, row.pk  # type: ignore[union-attr]

    @property
    def url(self) -> str:
        if self.meeting is None:
            return ""
        return reverse("public_meeting", args=[self.meeting.group.slug, self.meeting.pk])


def of_meeting(meeting: Meeting) -> Happening:
    """A meeting on the days its own city counts."""
    first, last = (in_zone(at, meeting.tz).date() for at in (meeting.starts_at, meeting.ends_at))
    return Happening(first, last, meeting=meeting)


def dated(
    kind: str = "", *, since: date | None = None, until: date | None = None
) -> list[Happening]:
    """What has one date of its own and touches these days; three queries."""
    days, around = Q(), Q()  # a day more around: a meeting counts its days by its own clock
    if since:
        days &= Q(ends_on__gte=since)
        around &= Q(ends_at__date__gte=since - DAY)
    if until:
        days &= Q(starts_on__lte=until)
        around &= Q(starts_at__date__lte=until + DAY)
    rows: list[Happening] = []
    if kind in ("", MEETING):
        meetings = Meeting.objects.public().filter(around)
        meetings = meetings.select_related("city", "group", "minutes")
        if since:  # of what is past nobody asks the hour any more
            invited = MeetingInvitation.objects.select_related("city")
            meetings = meetings.prefetch_related(Prefetch("invitations", queryset=invited))
        rows += [of_meeting(one) for one in meetings]
    occasions = Occasion.objects.dated().filter(days, **({"kind": kind} if kind else {}))
    rows += [Happening(one.starts_on, one.ends_on, occasion=one) for one in occasions]
    return [
        one
        for one in rows
        if (not since or one.last >= since) and (not until or one.first <= until)
    ]


def yearly(years: Iterable[int], kind: str = "") -> list[Happening]:
    """The days that come back, in these years; one query."""
    rows = list(Occasion.objects.recurring().filter(**({"kind": kind} if kind else {})))
    days = [(one, one.in_year(year)) for year in years for one in rows]
    return [
        Happening(day, day + (one.ends_on - one.starts_on), occasion=one)
        for one, day in days
        if day
    ]


def coming(today: date, kind: str = "") -> list[Happening]:
    """What is going on or lies ahead, the nearest first; each yearly day once, when it is next."""
    rows = dated(kind, since=today)
    next_of: dict[int, Happening] = {}
    for one in yearly((today.year, today.year + 1), kind):
        if one.last >= today:
            next_of.setdefault(one.occasion.pk, one)  # type: ignore[union-attr]
    return sorted([*rows, *next_of.values()], key=lambda one: one.order)


def past(today: date, kind: str = "") -> list[Happening]:
    """What is over, the latest first; yearly days are told as coming only."""
    rows = [one for one in dated(kind, until=today) if one.last < today]
    return sorted(rows, key=lambda one: one.order, reverse=True)


def in_year(year: int, kind: str = "") -> list[Happening]:
    """Everything of a year in its order, yearly days with it."""
    rows = dated(kind, since=date(year, 1, 1), until=date(year, 12, 31))
    return sorted(rows + yearly([year], kind), key=lambda one: one.order)


def years(today: date) -> list[int]:
    """The years there is something of, the latest first."""
    meetings = Meeting.objects.public().aggregate(first=Min("starts_at"), last=Max("ends_at"))
    dates = Occasion.objects.aggregate(first=Min("starts_on"), last=Max("ends_on"))
    known = [day.year for day in (*meetings.values(), *dates.values()) if day] + [today.year]
    return list(range(max(known), min(known) - 1, -1))
