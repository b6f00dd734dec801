"""What the reviewers' desk lists: contributions of consenting cities behind every figure.

Cities stand in the order of the Declaration and are never ranked. Nothing here is internal:
drafts, waiting updates and measures a city keeps to its own people are not read at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actionplans.choices import Choice, Option
from actionplans.figures import OTHER, submitted
from actionplans.filters import LABELS, Chip, Filter
from actionplans.gaps import GAPS
from actionplans.models import BudgetLine, Contribution, Executor, Goal, Measure
from actionplans.reading import behind
from actionplans.timeliness import OPEN, Signal, due_where, signalled
from cities.models import City
from coalition import clock
from coalition.http import whole
from coalition.models.terms import term_choices, term_name, terms
from coalition.permissions import Person


def reviewed_cities(person: Person) -> QuerySet[City]:
    """The cities that consent to the overview of progress and where this person reviews."""
    consenting = City.objects.members().filter(review_since__lte=clock.today())
    return consenting.with_right(person, "review")


def shows_examples(cities: Iterable[City]) -> bool:
    """Whether invented plans are among what is shown, so that the page says so."""
    return submitted(cities).filter(measure__plan__is_example=True).exists()


def due_soon(today: date) -> Q:
    """Not finished, and due within the limit of the signals."""
    until = today + timedelta(days=settings.SIGNAL_SOON_DAYS)
    return Q(status__in=OPEN) & due_where(range=(today, until))


def with_measures(parts: QuerySet[Contribution]) -> QuerySet[Contribution]:
    """Contributions with what the desk tells of their measures, in the order of cities and plans.

    The desk lists parts of cities; `reading.with_rows` reads measures, for everybody.
    """
    leads = Executor.objects.filter(role=Executor.Role.LEAD)
    return (
        parts.select_related("city", "measure__plan__city", "measure__direction")
        .prefetch_related("measure__translations", Prefetch("measure__executors", leads))
        .order_by(*ORDER)
    )


ORDER = ("city__position", "city_id", "measure__plan_id", "measure__position", "pk")


def after(parts: QuerySet[Contribution], anchor: str) -> QuerySet[Contribution]:
    """The rows behind one; an anchor that is not there gives the beginning."""
    return behind(parts, anchor, among=Contribution.objects.all(), order=ORDER)


@dataclass(frozen=True)
class Asked:
    """The conditions of a list: those of every page, and those only the desk's figures need.

    `own` holds the latter: direction, goal, due, gap and money (a source).
    """

    filter: Filter
    own: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, params: Any, cities: Iterable[City]) -> Asked:
        """The conditions of an address; what is not understood is left out."""
        names = {city.slug: city.name for city in cities}
        known = {name: offers(params.get(name, "")) for name, offers in OWN.items()}
        own = {name: params[name] for name, is_known in known.items() if is_known}
        return cls(Filter.read(params, cities=names, all_signals=True), own)

    def apply(self, parts: QuerySet[Contribution], today: date) -> QuerySet[Contribution]:
        """The contributions that meet every condition themselves, not through another city's."""
        chosen = dict(self.filter.chosen)
        mine = {name: chosen.pop(name, ()) for name in ("city", "status", "signal")}
        of_measure = replace(self.filter, chosen=chosen)
        if of_measure:
            parts = parts.filter(measure__in=of_measure.apply(Measure.objects.all(), today))
        if mine["city"]:
            parts = parts.filter(city__slug__in=mine["city"])
        if mine["status"]:
            parts = parts.filter(status__in=mine["status"])
        if mine["signal"]:
            any_of = Q()
            for signal in mine["signal"]:
                any_of |= signalled(signal, today)
            parts = parts.filter(any_of)
        for name, value in self.own.items():
            parts = parts.filter(condition_of(name, value, today))
        return parts

    def chips(self, path: str) -> list[Chip]:
        """Each condition in words with the address that drops it."""
        chips = []
        for label, url in self.filter.chips(path):
            joint = "&" if "?" in url else "?"
            chips.append(Chip(label, url + (joint + urlencode(self.own) if self.own else "")))
        for name, value in self.own.items():
            rest = {key: one for key, one in self.own.items() if key != name}
            query = self.filter.query(**rest)
            chips.append(Chip(own_name(name, value), f"{path}?{query}" if query else path))
        return chips


def _is_goal(value: str) -> bool:
    return whole(value) is not None


OWN: dict[str, Callable[[str], bool]] = {
    "direction": lambda value: value == OTHER or value in terms("directions"),
    "goal": _is_goal,
    "due": lambda value: value == "soon",
    "gap": lambda value: value in GAPS,
    "money": lambda value: value in terms("budget_sources"),
}


def condition_of(name: str, value: str, today: date) -> Q:
    """A condition of the desk's own on contributions."""
    if name == "direction":
        named = Q(measure__direction__key=value)
        of_list = Q(measure__direction__key__in=list(terms("directions")))
        return ~of_list if value == OTHER else named
    if name == "goal":
        return Q(measure__direction__goal=int(value))
    if name == "gap":
        return GAPS[value].condition
    if name == "money":
        lines = BudgetLine.objects.filter(contribution=OuterRef("pk"), source=value)
        return Q(Exists(lines))
    return due_soon(today)


def own_name(name: str, value: str) -> str:
    """A condition of the desk's own in words."""
    if name == "direction":
        return _("Direction: %(name)s") % {"name": direction_name(value)}
    if name == "goal":
        goal = Goal.objects.filter(pk=int(value)).prefetch_related("translations").first()
        return _("Goal: %(name)s") % {"name": f"{goal.code} {goal.say('title')}" if goal else "—"}
    if name == "gap":
        return str(GAPS[value].label)
    if name == "money":
        return _("Source of money: %(name)s") % {"name": term_name("budget_sources", value)}
    return _("Due within %(days)d days") % {"days": settings.SIGNAL_SOON_DAYS}


def direction_name(key: str) -> str:
    """What a line of the matrix is called."""
    return _("Other directions") if key == OTHER else term_name("directions", key)


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
        ("gap", gettext_lazy("Not said yet"), [(key, gap.label) for key, gap in GAPS.items()]),
        ("money", gettext_lazy("Source of money"), term_choices("budget_sources")),
    ]  # fmt: skip
    if "goal" in asked.own:
        offered.append(("goal", gettext_lazy("Goal"),
                        [(asked.own["goal"], own_name("goal", asked.own["goal"]))]))  # fmt: skip
    chosen = {**asked.filter.chosen, **{name: (value,) for name, value in asked.own.items()}}
    return [
        Choice(
            name,
            label,
            [Option(key, str(word), None, key in chosen.get(name, ())) for key, word in options],
        )
        for name, label, options in offered
        if name != "city" or len(cities) > 1
    ]
