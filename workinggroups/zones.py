"""One moment on the clocks of those who meet at it: «18:00 (Ош, UTC+6)», and on one's own."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cities.models import City


def offset_of(moment: datetime, zone: ZoneInfo) -> str:
    """How far a clock is from UTC at a moment: UTC+6, UTC+5:30."""
    away = moment.astimezone(zone).utcoffset()
    minutes = int(away.total_seconds() // 60) if away is not None else 0
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'-' if minutes < 0 else '+'}{hours}" + (f":{rest:02d}" if rest else "")


def on_the_clock_of(moment: datetime, city: City) -> str:
    """A moment with the city whose clock shows it: 12 December 2026, 18:00 (Osh, UTC+6)."""
    zone = ZoneInfo(city.timezone)
    said = date_format(moment.astimezone(zone), "DATETIME_FORMAT")
    return f"{said} ({city.name}, {offset_of(moment, zone)})"


def for_reader(moment: datetime, city: City, own: City | None) -> str:
    """The same, and what the reader's own clock shows where it shows something else."""
    said = on_the_clock_of(moment, city)
    if own is None:
        return said
    here, there = ZoneInfo(own.timezone), ZoneInfo(city.timezone)
    if moment.astimezone(here).utcoffset() == moment.astimezone(there).utcoffset():
        return said
    local = moment.astimezone(here)
    same_day = local.date() == moment.astimezone(there).date()
    mine = date_format(local, "TIME_FORMAT" if same_day else "DATETIME_FORMAT")
    return _("%(moment)s; for you %(own)s") % {"moment": said, "own": mine}


def in_utc(moment: datetime) -> str:
    """A moment in UTC, the same for everybody."""
    return f"{date_format(moment.astimezone(UTC), 'DATETIME_FORMAT')} UTC"


def moment_at(day: date, clock: time, city: City) -> datetime:
    """The moment at which the clock of a city shows this."""
    return datetime.combine(day, clock, tzinfo=ZoneInfo(city.timezone)).astimezone(UTC)
