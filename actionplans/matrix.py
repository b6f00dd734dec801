"""The matrix of the desk: cities side by side, each figure a link to the measures it counts.

Read from the kept figures: two queries for any number of cities. Cities stand in columns, so many
to a page, in the order of the Declaration; the last column adds up all of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode

from actionplans.figures import ALL, COUNTED, OTHER, SCHEMES, kept
from actionplans.gaps import GAPS
from actionplans.models import Contribution, Goal
from actionplans.review import direction_name
from actionplans.timeliness import Signal
from cities.models import City
from coalition.models.terms import term_name, terms

COLUMNS = 8
AXES = ("status", "direction", "goal", "hazard", "sendai", "gap")
SCHEME_OF = {"direction": "directions", **{axis: scheme for scheme, axis in SCHEMES.items()}}


@dataclass
class Cell:
    """One figure: how many, how many of them done, late, at risk, silent, and the list behind."""

    url: str
    has_plan: bool = True
    total: int = 0
    done: int = 0
    late: int = 0
    risk: int = 0
    stale: int = 0


@dataclass
class Line:
    """One line of the matrix."""

    key: str
    name: str
    cells: list[Cell]
    total: Cell


@dataclass
class Matrix:
    """The columns of one page, and what the lines are laid from."""

    cities: Sequence[City]
    number: int
    today: date
    known: Mapping[int, bool] = field(default_factory=dict)

    @classmethod
    def of(cls, cities: Sequence[City], number: int | None, today: date) -> Matrix:
        """The matrix with its page of columns; a page that is not there gives the first."""
        pages = max(1, -(-len(cities) // COLUMNS))
        return cls(cities, number if number and number <= pages else 1, today)

    @property
    def shown(self) -> Sequence[City]:
        """The cities of this page."""
        return self.cities[(self.number - 1) * COLUMNS : self.number * COLUMNS]

    @property
    def before(self) -> int | None:
        return self.number - 1 or None

    @property
    def following(self) -> int | None:
        return self.number + 1 if self.number * COLUMNS < len(self.cities) else None

    def figures(self, axis: str) -> dict[int, dict[str, list[int]]]:
        """{city: {key: counted}} of one axis."""
        return kept([city.pk for city in self.cities], self.today, f"lines__{axis}")

    def lines(self, axis: str) -> list[Line]:
        """The lines of one axis in the order of its vocabulary."""
        found = self.figures(axis)
        if axis == "status":
            everything = self.figures(ALL)
            self.known = {city: bool(lines) for city, lines in everything.items()}
        else:
            self.known = {city: bool(lines) for city, lines in found.items()}
        keys = {key for lines in found.values() for key in lines}
        return [
            self.line(key, name, urlencode({axis: key}),
                      {city: lines[key] for city, lines in found.items() if key in lines})
            for key, name in named(axis) if axis == "status" or key in keys
        ]  # fmt: skip

    def signals(self) -> list[Line]:
        """How many measures each signal stands beside."""
        found = self.figures(ALL)
        self.known = {city: bool(lines) for city, lines in found.items()}
        return [
            self.line(signal, str(label), f"signal={signal}",
                      {city: [lines[ALL][COUNTED.index(signal)]]
                       for city, lines in found.items() if lines})
            for signal, label in Signal.choices
        ]  # fmt: skip

    def gaps(self) -> list[Line]:
        """How many measures have each gap."""
        ids = [city.pk for city in self.cities]
        found: dict[int, dict[str, int]] = kept(ids, self.today, "gaps")
        self.known = {city: bool(gaps) for city, gaps in found.items()}
        return [
            self.line(key, str(gap.label), f"gap={key}",
                      {city: [gaps[key]] for city, gaps in found.items() if gaps})
            for key, gap in GAPS.items()
        ]  # fmt: skip

    def goals(self) -> list[tuple[City, list[tuple[Goal, Cell]]]]:
        """Each city's own goals with their figures; goals of different cities are not compared."""
        figures = self.figures("goal")
        pages = {city.pk: figures.get(city.pk, {}) for city in self.shown}
        ids = [int(key) for lines in pages.values() for key in lines]
        goals = Goal.objects.filter(pk__in=ids).prefetch_related("translations")
        known = {str(goal.pk): goal for goal in goals.order_by("plan", "position")}
        return [
            (city, [
                (goal, Cell(f"{address(city)}?goal={key}", True, *pages[city.pk][key]))
                for key, goal in known.items() if key in pages[city.pk]
            ])
            for city in self.shown
        ]  # fmt: skip

    def line(
        self, key: str, name: str, condition: str, counted: Mapping[int, Sequence[int]]
    ) -> Line:
        """A line with {city: counted} laid into the columns."""
        cells = [
            Cell(f"{address(city)}?{condition}", self.known.get(city.pk, False),
                 *counted.get(city.pk, ()))
            for city in self.shown
        ]  # fmt: skip
        sums = [sum(column) for column in zip(*counted.values(), strict=True)]
        return Line(
            key, name, cells, Cell(f"{reverse('review_measures')}?{condition}", True, *sums)
        )


def address(city: City) -> str:
    """The list behind the figures of one city."""
    return reverse("review_city", args=[city.slug])


def named(axis: str) -> list[tuple[str, Any]]:
    """The keys of an axis with their names, in order."""
    if axis == "status":
        return [(key, str(label)) for key, label in Contribution.Status.choices]
    if axis == "direction":
        return [(key, direction_name(key)) for key in (*terms("directions"), OTHER)]
    scheme = SCHEME_OF[axis]
    prefix = "{}. " if axis == "sendai" else ""
    return [(key, prefix.format(key) + term_name(scheme, key)) for key in terms(scheme)]
