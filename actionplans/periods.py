"""Periods of the overview: a calendar quarter, a half-year, a Japanese fiscal year."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from django.db import models
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

APRIL, MONTHS = 4, 12
ROMAN = ("I", "II", "III", "IV")


class Kind(models.TextChoices):
    """How long a period is and where it begins."""

    QUARTER = "quarter", gettext_lazy("calendar quarter")
    HALF_YEAR = "half_year", gettext_lazy("half-year")
    JAPANESE = "japanese_fiscal_year", gettext_lazy("Japanese fiscal year (April to March)")


LENGTH = {Kind.QUARTER: 3, Kind.HALF_YEAR: 6, Kind.JAPANESE: 12}


def begins(kind: str, day: date) -> date:
    """The first day of the period of this kind in which a day lies."""
    if kind == Kind.JAPANESE:
        return date(day.year - (day.month < APRIL), APRIL, 1)
    length = LENGTH[Kind(kind)]
    return date(day.year, (day.month - 1) // length * length + 1, 1)


def ends(kind: str, starts_on: date) -> date:
    """The last day of the period that begins on a day."""
    last = starts_on.month + LENGTH[Kind(kind)] - 1
    year, month = starts_on.year + (last > MONTHS), last - MONTHS * (last > MONTHS)
    return date(year, month, monthrange(year, month)[1])


def last_ended(kind: str, today: date) -> date:
    """The first day of the latest period of this kind that is over."""
    return begins(kind, begins(kind, today) - timedelta(days=1))


def ended(kind: str, today: date, count: int) -> list[date]:
    """The first days of the latest periods that are over, the newest first."""
    found = [last_ended(kind, today)]
    while len(found) < count:
        found.append(last_ended(kind, found[-1]))
    return found


def say_month(day: date) -> str:
    """A month in the reader's words; only English writes it with a capital letter."""
    said = date_format(day, "F Y")
    return said if get_language() == "en" else said.lower()


def say_period(kind: str, starts_on: date, ends_on: date) -> str:
    """A period in the reader's words."""
    if kind == Kind.JAPANESE:
        return _("fiscal year %(year)d (Japan): %(start)s – %(end)s") % {
            "year": starts_on.year,
            "start": date_format(starts_on, "DATE_FORMAT"),
            "end": date_format(ends_on, "DATE_FORMAT"),
        }
    return say_half_year(starts_on) if kind == Kind.HALF_YEAR else say_quarter(starts_on)


def say_half_year(day: date) -> str:
    """The half-year in which a day lies."""
    half = ROMAN[(day.month - 1) // LENGTH[Kind.HALF_YEAR]]
    return _("half-year %(half)s of %(year)d") % {"half": half, "year": day.year}


def say_quarter(day: date) -> str:
    """The quarter in which a day lies."""
    quarter = ROMAN[(day.month - 1) // LENGTH[Kind.QUARTER]]
    return _("quarter %(quarter)s of %(year)d") % {"quarter": quarter, "year": day.year}
