"""What the reviewers' desk reads: what consenting cities have approved, counted side by side.

Cities stand in the order of the Declaration and are never ranked. Nothing here is internal:
drafts, waiting updates and measures a city keeps to its own people are not read at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count, Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actionplans.choices import Choice, Option
from actionplans.filters import LABELS, Chip, Filter
from actionplans.models import Contribution, Executor, Measure
from actionplans.reading import listed
from actionplans.timeliness import OPEN, Signal, signalled
from cities.models import City
from coalition import clock
from coalition.models.terms import term_choices, term_name, terms
from coalition.permissions import Person

OTHER = "other"  # directions a city named itself, without a kind from the vocabulary
AXES = {"direction": ("directions", "measure__direction__key"),
        "hazard": ("hazards", "measure__terms__key")}  # fmt: skip


def reviewed_cities(person: Person) -> QuerySet[City]:
    """The cities that consent to the overview of progress and where this person reviews."""
    consenting = City.objects.members().filter(review_since__lte=clock.today())
    return consenting.with_right(person, "review")


def submitted(cities: Iterable[City]) -> QuerySet[Contribution]:
    """What these cities contribute to the public measures of plans in force."""
    return Contribution.objects.filter(city__in=[city.pk for city in cities], measure__in=listed())


def shows_examples(cities: Iterable[City]) -> bool:
    """Whether invented plans are among what is shown, so that the page says so."""
    return submitted(cities).filter(measure__plan__is_example=True).exists()


def due_soon(today: date) -> Q:
    """Not finished, and due within the limit of the signals."""
    until = today + timedelta(days=settings.SIGNAL_SOON_DAYS)
    return Q(status__in=OPEN, measure__due_on__range=(today, until))


def with_rows(parts: QuerySet[Contribution]) -> QuerySet[Contribution]:
    """Contributions with all that a row of a list tells, in the order of cities and plans."""
    leads = Executor.objects.filter(role=Executor.Role.LEAD)
    return (
        parts.select_related("city", "measure__plan__city", "measure__direction")
        .prefetch_related("measure__translations", Prefetch("measure__executors", leads))
        .order_by(*ORDER)
    )


ORDER = ("city__position", "city_id", "measure__plan_id", "measure__position", "pk")


def after(parts: QuerySet[Contribution], anchor: str) -> QuerySet[Contribution]:
    """The rows behind one; an anchor that is not there gives the beginning."""
    if not (anchor.isascii() and anchor.isdecimal() and len(anchor) < 16):  # noqa: PLR2004
        return parts
    names = [name.replace("pk", "id") for name in ORDER]
    there = Contribution.objects.filter(pk=int(anchor)).values_list(*names).first()
    if there is None:
        return parts
    behind, equal = Q(), Q()
    for name, value in zip(names, there, strict=True):
        behind |= equal & Q(**{f"{name}__gt": value})
        equal &= Q(**{name: value})
    return parts.filter(behind)


@dataclass(frozen=True)
class Asked:
    """The conditions of a list: those of every page, and the two only the desk's figures need."""

    filter: Filter
    direction: str = ""
    due: bool = False

    @classmethod
    def read(cls, params: Any, cities: Iterable[City]) -> Asked:
        """The conditions of an address."""
        names = {city.slug: city.name for city in cities}
        direction = params.get("direction", "")
        known = direction == OTHER or direction in terms("directions")
        return cls(
            Filter.read(params, cities=names, all_signals=True),
            direction if known else "",
            params.get("due") == "soon",
        )

    def apply(self, parts: QuerySet[Contribution], today: date) -> QuerySet[Contribution]:
        """The contributions that meet every condition themselves, not through another city's."""
        chosen = dict(self.filter.chosen)
        own = {name: chosen.pop(name, ()) for name in ("city", "status", "signal")}
        of_measure = replace(self.filter, chosen=chosen)
        if of_measure:
            parts = parts.filter(measure__in=of_measure.apply(Measure.objects.all(), today))
        if own["city"]:
            parts = parts.filter(city__slug__in=own["city"])
        if own["status"]:
            parts = parts.filter(status__in=own["status"])
        if own["signal"]:
            any_of = Q()
            for signal in own["signal"]:
                any_of |= signalled(signal, today)
            parts = parts.filter(any_of)
        if self.direction:
            of_list = Q(measure__direction__key__in=list(terms("directions")))
            named = Q(measure__direction__key=self.direction)
            parts = parts.filter(~of_list if self.direction == OTHER else named)
        return parts.filter(due_soon(today)) if self.due else parts

    def chips(self, path: str) -> list[Chip]:
        """Each condition in words with the address that drops it."""
        extra = self.extra()
        chips = []
        for label, url in self.filter.chips(path):
            joint = "&" if "?" in url else "?"
            chips.append(Chip(label, url + (joint + urlencode(extra) if extra else "")))
        for name in extra:
            rest = {key: value for key, value in extra.items() if key != name}
            query = self.filter.query(**rest)
            chips.append(Chip(self._said(name), f"{path}?{query}" if query else path))
        return chips

    def extra(self) -> dict[str, str]:
        """The desk's own conditions as parts of an address."""
        said = {"direction": self.direction, "due": "soon" if self.due else ""}
        return {name: value for name, value in said.items() if value}

    def _said(self, name: str) -> str:
        if name == "due":
            return _("Due within %(days)d days") % {"days": settings.SIGNAL_SOON_DAYS}
        return _("Direction: %(name)s") % {"name": row_name("direction", self.direction)}


@dataclass
class Cell:
    """One figure of the matrix: how many, how many of them done or late, and the list behind."""

    url: str
    has_plan: bool = True
    total: int = 0
    done: int = 0
    late: int = 0


@dataclass
class Line:
    """One line of the matrix: a status, a signal, a direction or a hazard."""

    key: str
    name: str
    cells: list[Cell]
    total: Cell


class Matrix:
    """The columns: cities side by side, those with something submitted, then all together."""

    def __init__(self, cities: Sequence[City], known: set[int]) -> None:
        self.columns = [
            (city.pk, reverse("review_city", args=[city.slug]), city.pk in known) for city in cities
        ]
        self.all = reverse("review_measures")

    def line(
        self, key: str, label: str, condition: str, figures: Mapping[int, tuple[int, int, int]]
    ) -> Line:
        """A line with {city: (total, done, late)} laid into the columns."""
        cells = [
            Cell(f"{path}?{condition}", known, *figures.get(city, (0, 0, 0)))
            for city, path, known in self.columns
        ]
        sums = [sum(values) for values in zip(*figures.values(), strict=True)] or [0, 0, 0]
        return Line(key, label, cells, Cell(f"{self.all}?{condition}", True, *sums))


def choices(asked: Asked, cities: Sequence[City]) -> list[Choice]:
    """The conditions a list offers, in the shape of every form of conditions."""
    soon = _("Due within %(days)d days") % {"days": settings.SIGNAL_SOON_DAYS}
    offered: list[tuple[str, Any, Iterable[tuple[str, Any]]]] = [
        ("status", LABELS["status"], Contribution.Status.choices),
        ("signal", LABELS["signal"], Signal.choices),
        ("city", LABELS["city"], [(city.slug, city.name) for city in cities]),
        ("direction", gettext_lazy("Direction"),
         [*term_choices("directions"), (OTHER, _("Other directions"))]),
        ("hazard", LABELS["hazard"], term_choices("hazards")),
        ("due", gettext_lazy("Due"), [("soon", soon)]),
    ]  # fmt: skip
    own = {name: (value,) for name, value in asked.extra().items()}
    chosen = {**asked.filter.chosen, **own}
    return [
        Choice(
            name,
            label,
            [Option(key, str(word), None, key in chosen.get(name, ())) for key, word in options],
        )
        for name, label, options in offered
        if name != "city" or len(cities) > 1
    ]


def row_name(axis: str, key: str) -> str:
    """What a line of the matrix is called."""
    return _("Other directions") if key == OTHER else term_name(AXES[axis][0], key)


def by_status(cities: Sequence[City], today: date) -> tuple[list[Line], list[Line]]:
    """Lines of statuses and lines of signals, in one query whatever the number of cities."""
    counted = {
        **{status: Count("pk", filter=Q(status=status)) for status in Contribution.Status.values},
        **{signal: Count("pk", filter=signalled(signal, today)) for signal in Signal.values},
    }
    rows: list[Any] = list(submitted(cities).order_by().values("city").annotate(**counted))
    matrix = Matrix(cities, {row["city"] for row in rows})

    def lines(name: str, choices: Iterable[tuple[str, Any]]) -> list[Line]:
        return [
            matrix.line(
                key, str(label), f"{name}={key}", {row["city"]: (row[key], 0, 0) for row in rows}
            )
            for key, label in choices
        ]

    return lines("status", Contribution.Status.choices), lines("signal", Signal.choices)


def by_axis(axis: str, cities: Sequence[City], today: date) -> list[Line]:
    """Lines of directions or hazards: of each city's measures, how many are done and late."""
    scheme, path = AXES[axis]
    parts = submitted(cities).order_by()
    matrix = Matrix(cities, set(parts.values_list("city", flat=True).distinct()))
    if axis == "hazard":
        parts = parts.filter(measure__terms__scheme="hazards")
    rows = parts.values_list("city", path).annotate(
        total=Count("pk"),
        done=Count("pk", filter=Q(status=Contribution.Status.COMPLETED)),
        late=Count("pk", filter=signalled(Signal.LATE, today)),
    )
    found: dict[str, dict[int, tuple[int, int, int]]] = {}
    for city, key, *figures in rows:
        line = found.setdefault(key if key in terms(scheme) else OTHER, {})
        so_far = line.get(city, (0, 0, 0))
        line[city] = tuple(map(sum, zip(so_far, figures, strict=True)))  # type: ignore[assignment]
    order = [key for key in (*terms(scheme), OTHER) if key in found]
    return [
        matrix.line(key, row_name(axis, key), urlencode({axis: key}), found[key]) for key in order
    ]
