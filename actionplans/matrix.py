"""The matrix of the desk: cities side by side, each figure a link to the measures it counts.

Read from the kept figures: two queries for any number of cities. Cities stand in columns, so many
to a page, in the order of the Declaration; the last column adds up all of them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple, Self

from django.db.models import F
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from actionplans.figures import ALL, COUNTED, OTHER, SCHEMES, kept
from actionplans.gaps import GAPS
from actionplans.models import Contribution, Goal
from actionplans.review import direction_name, shows_examples
from actionplans.timeliness import Signal
from cities.models import City
from coalition.models.terms import term_name, terms

COLUMNS = 8
OF_PLANS = (F("plan__city").asc(nulls_last=True), "plan", "position")
UNSAID = "unsaid"  # what the first reports do not say
AXES = ("status", "direction", "goal", "hazard", "sendai", "gap")
SCHEME_OF = {"direction": "directions", **{axis: scheme for scheme, axis in SCHEMES.items()}}


@dataclass
class Cell:
    """One figure: how many, how many of them done, late, at risk, silent, and the list behind.

    `why` says why there is a dash in its place. `url` ends so that a condition can follow.
    """

    url: str
    why: str = ""
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
    lang: str = ""  # of the name, where it is a city's own words


class Head(NamedTuple):
    """The head of a column: the city, what its name leads to, what else is to be known."""

    city: City
    url: str = ""
    note: str = ""


class CityGoals(NamedTuple):
    """The goals of one city, or why there are none."""

    city: City
    why: str
    lines: list[Line]


@dataclass
class Matrix:
    """The columns of one page, and what the lines are laid from."""

    cities: Sequence[City]
    number: int
    today: date
    columns: int = COLUMNS

    @classmethod
    def of(
        cls, cities: Sequence[City], today: date, number: int | None = 1, columns: int = COLUMNS
    ) -> Self:
        """The matrix with its page of columns; a page that is not there gives the first."""
        pages = max(1, -(-len(cities) // columns))
        return cls(cities, number if number and number <= pages else 1, today, columns)

    @property
    def shown(self) -> Sequence[City]:
        """The cities of this page."""
        return self.cities[(self.number - 1) * self.columns : self.number * self.columns]

    @property
    def before(self) -> int | None:
        return self.number - 1 or None

    @property
    def following(self) -> int | None:
        return self.number + 1 if self.number * self.columns < len(self.cities) else None

    def figures(self, axis: str) -> dict[int, dict[str, list[int]]]:
        """{city: {key: counted}} of one axis."""
        return kept([city.pk for city in self.cities], self.today, f"lines__{axis}")

    @cached_property
    def everything(self) -> dict[int, list[int]]:
        """{city: counted} of all measures; a city without figures is not there."""
        return {city: lines[ALL] for city, lines in self.figures(ALL).items() if lines}

    def why_none(self, city: City) -> str:
        """Why there are no figures of a city; nothing where there are."""
        return "" if city.pk in self.everything else _("no adopted plan yet")

    def address(self, city: City | None, chosen: Mapping[str, str]) -> str:
        """The list behind a figure, of one city or of all."""
        where = reverse("review_city", args=[city.slug]) if city else reverse("review_measures")
        return f"{where}?{urlencode(chosen)}"

    @property
    def heads(self) -> list[Head]:
        """The columns of this page."""
        return [Head(one, reverse("review_city", args=[one.slug])) for one in self.shown]

    @property
    def is_example(self) -> bool:
        """Whether invented plans are among what is counted."""
        return shows_examples(self.cities)

    def desk(self, axis: str) -> str:
        """The matrix itself."""
        return f"{reverse('review')}?{urlencode({'by': axis})}"

    def source(self, city: City) -> str:
        """What a column is counted from, as a file says it."""
        return self.why_none(city) or _("adopted plan and approved reports of progress")

    def lines(self, axis: str) -> list[Line]:
        """The lines of one axis in the order of its vocabulary."""
        found = self.figures(axis)
        keys = {key for lines in found.values() for key in lines}
        return [
            self.line(key, name, {axis: key},
                      {city: lines[key] for city, lines in found.items() if key in lines})
            for key, name in named(axis) if axis == "status" or key in keys
        ]  # fmt: skip

    def signals(self) -> list[Line]:
        """How many measures each signal stands beside."""
        return [
            self.line(signal, str(label), {"signal": str(signal)},
                      {city: [counted[COUNTED.index(signal)]]
                       for city, counted in self.everything.items()})
            for signal, label in Signal.choices
        ]  # fmt: skip

    def gaps(self) -> list[Line]:
        """How many measures have each gap."""
        ids = [city.pk for city in self.cities]
        found: dict[int, dict[str, int]] = kept(ids, self.today, "gaps")
        return [
            self.line(key, str(gap.label), {"gap": key},
                      {city: [gaps[key]] for city, gaps in found.items() if gaps})
            for key, gap in GAPS.items()
        ]  # fmt: skip

    def goals(self) -> list[CityGoals]:
        """Each city's own goals with their figures; goals of different cities are not compared."""
        figures = self.figures("goal")
        names = self.names_of_goals(
            {key for city in self.shown for key in figures.get(city.pk, {})}
        )
        return [
            CityGoals(city, self.why_none(city), [
                Line(key, name, [], Cell(self.address(city, {"goal": key}), "",
                                         *figures[city.pk][key]), lang)
                for key, (name, lang) in names.items() if key in figures.get(city.pk, {})
            ])
            for city in self.shown
        ]  # fmt: skip

    def names_of_goals(self, keys: Collection[str]) -> dict[str, tuple[str, str]]:
        """Goals in words and their language, in the order of plans; joint plans are named so."""
        rows = Goal.objects.filter(pk__in=map(int, keys)).select_related("plan")
        rows = rows.prefetch_related("translations").order_by(*OF_PLANS)
        return {str(one.pk): (name_of_goal(one), one.said_in) for one in rows}

    def line(
        self, key: str, name: str, chosen: Mapping[str, str], counted: Mapping[int, Sequence[int]]
    ) -> Line:
        """A line with {city: counted} laid into the columns."""
        cells = [
            Cell(self.address(city, chosen), self.why_none(city), *counted.get(city.pk, ()))
            for city in self.shown
        ]
        sums = [sum(column) for column in zip(*counted.values(), strict=True)]
        return Line(key, name, cells, Cell(self.address(None, chosen), "", *sums))


def name_of_goal(goal: Goal) -> str:
    """A goal with its number, and whether it is of a joint plan."""
    joint = f" ({_('joint plan')})" if goal.plan.is_joint else ""
    return f"{goal.code}. {goal.say('title')}{joint}"


def named(axis: str) -> list[tuple[str, Any]]:
    """The keys of an axis with their names, in order."""
    if axis == "status":
        return [(key, str(label)) for key, label in Contribution.Status.choices]
    if axis == "direction":
        found = [(key, direction_name(key)) for key in (*terms("directions"), OTHER)]
    else:
        scheme = SCHEME_OF[axis]
        prefix = "{}. " if axis == "sendai" else ""
        found = [(key, prefix.format(key) + term_name(scheme, key)) for key in terms(scheme)]
    return [*found, (UNSAID, _("The report does not say"))]
