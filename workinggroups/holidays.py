"""Public holidays of the five states on fixed days; movable feasts are not known here."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import NamedTuple

import yaml

SOURCE = Path(__file__).with_name("holidays.yaml")


class Holiday(NamedTuple):
    """A day on which offices of some states are closed."""

    day: date
    countries: list[str]


@cache
def _fixed() -> tuple[int, dict[tuple[int, int], list[str]]]:
    """The year the table was written down, and {(month, day): countries}."""
    table = yaml.safe_load(SOURCE.read_text("utf-8"))
    as_of: int = table.pop("as_of")
    found: dict[tuple[int, int], list[str]] = {}
    for country, entry in table.items():
        for month, day in entry["days"]:
            found.setdefault((month, day), []).append(country)
    return as_of, found


def as_of() -> int:
    """The year in which the table was written down."""
    return _fixed()[0]


def holidays_between(first: date, last: date) -> list[Holiday]:
    """The fixed public holidays from one day to another, both included."""
    _year, known = _fixed()
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return [
        Holiday(day, known[day.month, day.day]) for day in days if (day.month, day.day) in known
    ]
