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


Days = dict[tuple[int, int], list[tuple[str, int]]]


@cache
def _fixed() -> tuple[int, Days]:
    """The oldest year of the lists, and {(month, day): [(country, the first year of it)]}."""
    table = yaml.safe_load(SOURCE.read_text("utf-8"))
    found: Days = {}
    for country, entry in table.items():
        for month, day, *since in entry["days"]:
            found.setdefault((month, day), []).append((country, since[0] if since else 0))
    return min(entry["year"] for entry in table.values()), found


def as_of() -> int:
    """The year for which all lists were compared with their sources."""
    return _fixed()[0]


def holidays_between(first: date, last: date) -> list[Holiday]:
    """The fixed public holidays from one day to another, both included."""
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    found = (Holiday(day, _closed_on(day)) for day in days)
    return [one for one in found if one.countries]


def _closed_on(day: date) -> list[str]:
    known = _fixed()[1].get((day.month, day.day), [])
    return [country for country, since in known if since <= day.year]
