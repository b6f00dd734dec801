"""Moments as people of several zones read them: the event's city first, then one's own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.functional import Promise, lazy
from django.utils.translation import gettext as _

from cities.models import City
from coalition import clock
from coalition.models import Membership, User
from coalition.models.terms import in_language
from workinggroups.models import Meeting


def moment_of(day: date, at: time, tz: str) -> datetime:
    """The moment a clock of this zone shows."""
    return datetime.combine(day, at, ZoneInfo(tz))


def end_of(day: date, tz: str) -> datetime:
    """The moment a day is over by the clock of this zone."""
    return moment_of(day + timedelta(days=1), time(), tz)


def last_day(moment: datetime, tz: str) -> date:
    """The last day of a term that ends at midnight of the next, in a zone."""
    return in_zone(moment, tz).date() - timedelta(days=1)


def in_zone(moment: datetime, tz: str) -> datetime:
    """The same moment as a clock of this zone shows it."""
    return moment.astimezone(ZoneInfo(tz))


def offset(moment: datetime, tz: str) -> str:
    """How far a zone is from Greenwich on that day: UTC+6, UTC+5:30."""
    seconds = int((in_zone(moment, tz).utcoffset() or timedelta()).total_seconds())
    hours, minutes = divmod(abs(seconds) // 60, 60)
    return f"UTC{'-' if seconds < 0 else '+'}{hours}" + (f":{minutes:02}" if minutes else "")


def days_words(first: date, last: date) -> str:
    """22 April 2026; 22–24 April 2026; 29 May – 1 June 2025."""
    if first == last:
        return date_format(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{date_format(last)}"
    begun = date_format(first, "MONTH_DAY_FORMAT" if first.year == last.year else "DATE_FORMAT")
    return f"{begun} – {date_format(last)}"


@dataclass(frozen=True)
class Told:
    """From when to when something is, in the zone of its city."""

    starts: datetime
    ends: datetime
    tz: str
    city: str | Promise  # said in the language of whoever reads it

    @classmethod
    def of(cls, meeting: Meeting) -> Told:
        name = lazy(in_language, str)(meeting.city.names)
        return cls(meeting.starts_at, meeting.ends_at, meeting.tz, name)

    @property
    def span(self) -> str:
        """3 December 2026, 11:00–13:00; with both days where it goes past midnight."""
        first, last = in_zone(self.starts, self.tz), in_zone(self.ends, self.tz)
        begun = f"{date_format(first, 'DATE_FORMAT')}, {first:%H:%M}"
        if first.date() == last.date():
            return f"{begun}–{last:%H:%M}"
        return f"{begun} – {date_format(last, 'DATE_FORMAT')}, {last:%H:%M}"

    @property
    def zone(self) -> str:
        """Whose time it is: Osh, UTC+6."""
        return f"{self.city}, {offset(self.starts, self.tz)}"

    @property
    def stamp(self) -> str:
        """For `<time datetime>`."""
        return in_zone(self.starts, self.tz).isoformat(timespec="minutes")

    def at(self, tz: str) -> str:
        """When it begins by a clock of another zone; nothing where that clock shows the same."""
        theirs, there = in_zone(self.starts, self.tz), in_zone(self.starts, tz)
        if theirs.replace(tzinfo=None) == there.replace(tzinfo=None):
            return ""
        if theirs.date() == there.date():
            return f"{there:%H:%M}"
        return f"{date_format(there, 'DATE_FORMAT')}, {there:%H:%M}"

    def elsewhere(self, cities: Iterable[City]) -> list[str]:
        """When it begins by the clocks that show otherwise: 10:00 Dushanbe, Namangan, UTC+5."""
        clocks: dict[tuple[str, str], list[str]] = {}
        for city in cities:
            if shown := self.at(city.timezone):
                clocks.setdefault((shown, offset(self.starts, city.timezone)), []).append(city.name)
        return [f"{shown} {', '.join(names)}, {utc}" for (shown, utc), names in clocks.items()]

    def words(self, tz: str = "") -> str:
        """The whole in one line: 3 December 2026, 11:00–13:00 Osh, UTC+6 · for you 10:00."""
        own = self.at(tz) if tz else ""
        said = f"{self.span} {self.zone}"
        return said + " · " + _("for you %(time)s") % {"time": own} if own else said


def city_of(user: User) -> City | None:
    """The city whose clock a person looks at: the first in which they have a role."""
    return cities_of([user]).get(user.pk)


def cities_of(users: list[User]) -> dict[int, City]:
    """{person: their city}, in one query."""
    held = Membership.objects.filter(user__in=users, place__kind="city").in_force(clock.today())
    rows = held.select_related("place__city__place").order_by("-place__city__position")
    return {one.user_id: one.place.city for one in rows}
