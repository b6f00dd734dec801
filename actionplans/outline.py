"""A plan as a tree for one page: goals, their directions, their measures, the years they take."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from django.urls import reverse
from django.utils.functional import Promise, cached_property
from django.utils.translation import get_language, gettext_lazy

from actionplans.filters import SCHEMES
from actionplans.lists import beside, laid
from actionplans.models import ActionPlan, Direction, Executor, Goal, Measure, MeasureTerm
from actionplans.reading import Progress, shown_signal, together
from actionplans.timeliness import Signal
from cities.models import City
from coalition.charts import Row
from coalition.models.terms import term_name

FRAMEWORKS: dict[str, Promise] = {
    "ci_sectors": gettext_lazy("Sector"),
    "essentials": gettext_lazy("Ten Essentials"),
    "sendai_priorities": gettext_lazy("Sendai priority"),
    "sendai_targets": gettext_lazy("Sendai target"),
    "sdg_targets": gettext_lazy("SDG target"),
    "gga_themes": gettext_lazy("Global goal on adaptation"),
}
NUMBERED = {"essentials", "sendai_priorities", "sendai_targets", "sdg_targets"}
OLD = timedelta(days=180)
TRANSLATED = ("translations", "goal__translations")  # of headings; the author's words need none


class MeasureRow:
    """A measure as one row of a list: what it is, who leads it, by when, how it stands."""

    def __init__(self, measure: Measure, today: date) -> None:
        self.measure, self.today = measure, today
        self.parts = beside(measure, "contributions")
        self.status, self.percent, self.reported_on = Progress.of(self.parts)
        self.signal: Signal | None = shown_signal(measure, self.parts, today)

    @cached_property
    def terms(self) -> Sequence[MeasureTerm]:
        return beside(self.measure, "terms")

    @cached_property
    def lead(self) -> Executor | None:
        return next((one for one in beside(self.measure, "executors") if one.role == "lead"), None)

    @property
    def others(self) -> list[Executor]:
        """Who else takes part, after the lead."""
        return [one for one in self.measure.executors.all() if one.role != "lead"]

    @property
    def title(self) -> str:
        return self.measure.say("title")

    @property
    def hazards(self) -> list[str]:
        return self.keys("hazard")

    @property
    def tags(self) -> list[str]:
        return self.keys("tag")

    def keys(self, name: str) -> list[str]:
        """The keys in the vocabularies that one condition speaks of."""
        return [term.key for term in self.terms if term.scheme in SCHEMES[name]]

    @property
    def codes(self) -> list[Code]:
        """What the measure means for the frameworks of the field, as far as the city has said."""
        return [
            Code(scheme, label, ", ".join(code_words(scheme, key) for key in keys))
            for scheme, label in FRAMEWORKS.items()
            if (keys := [term.key for term in self.terms if term.scheme == scheme])
        ]

    @property
    def url(self) -> str:
        return measure_url(self.measure)


class Code(NamedTuple):
    """The codes of one framework, in words."""

    scheme: str
    label: Promise
    words: str


def code_words(scheme: str, key: str) -> str:
    """A code with its meaning; sectors and themes have no code worth showing."""
    name = term_name(scheme, key)
    return f"{key} {name}" if scheme in NUMBERED else name


def plan_url(plan: ActionPlan) -> str:
    """The page of a plan: a city's own under the city, a joint one under the plans.

    One that has ended is read under its own name, as the next one has taken its address.
    """
    if plan.city is None:
        return reverse("joint_plan", args=[plan.slug])
    if not plan.is_in_work:
        return reverse("ended_plan", args=[plan.city.slug, plan.slug])
    return reverse("plan", args=[plan.city.slug])


@dataclass(frozen=True)
class Hazard:
    """A hazard a city names: how many public measures of its plan are against it, and where."""

    name: str
    count: int
    url: str


def hazards_of(city: City, plan: ActionPlan | None) -> list[Hazard]:
    """The hazards a city names, in its own order; one query more where it has a plan."""
    counts: Counter[str] = Counter()
    if plan is not None:
        measures = Measure.objects.public().filter(plan=plan)
        terms = MeasureTerm.objects.filter(measure__in=measures, scheme="hazards")
        counts.update(terms.values_list("key", flat=True))
    there = plan_url(plan) if plan is not None else ""
    return [
        Hazard(term_name("hazards", key), counts[key], f"{there}?hazard={key}#found")
        for key in city.hazards
    ]


def measure_url(measure: Measure) -> str:
    """The page of a measure; needs `plan__city` selected."""
    if measure.plan.city is None:
        return reverse("joint_measure", args=[measure.plan.slug, measure.code])
    if not measure.plan.is_in_work:
        plan = measure.plan
        return reverse("ended_measure", args=[measure.plan.city.slug, plan.slug, measure.code])
    return reverse("measure", args=[measure.plan.city.slug, measure.code])


NAME_OF = {scheme: name for name, schemes in SCHEMES.items() for scheme in schemes}


def option_keys(rows: Iterable[MeasureRow]) -> dict[str, Counter[str]]:
    """What each condition can be about among these measures, with how many there are."""
    found: dict[str, Counter[str]] = {name: Counter() for name in (*SCHEMES, "owner", "year")}
    for row in rows:
        for name, key in {(NAME_OF.get(one.scheme), one.key) for one in row.terms}:
            if name:
                found[name][key] += 1
        if row.lead and row.lead.department:
            found["owner"][row.lead.department] += 1
        if row.measure.due_on:
            found["year"][str(row.measure.due_on.year)] += 1
    return found


@dataclass
class Branch:
    """A direction with the measures shown under it."""

    direction: Direction
    all_rows: list[MeasureRow]
    rows: list[MeasureRow]

    @property
    def name(self) -> str:
        return f"{self.direction.code} {self.direction.say('title')}"

    @property
    def anchor(self) -> str:
        return "d" + "-".join(self.direction.code.split())


@dataclass
class Trunk:
    """A goal with its directions."""

    goal: Goal
    branches: list[Branch]

    @property
    def counts(self) -> Counter[str]:
        return Counter(row.status for branch in self.branches for row in branch.all_rows)

    @property
    def shown(self) -> list[Branch]:
        return [branch for branch in self.branches if branch.rows]


class Outline:
    """All public measures of a plan under their goals and directions."""

    def __init__(self, plan: ActionPlan, today: date) -> None:
        self.plan, self.today = plan, today
        self.directions = list(
            Direction.objects.filter(goal__plan=plan)
            .select_related("goal")
            .prefetch_related(*(() if plan.lang == get_language() else TRANSLATED))
            .order_by("goal__position", "goal_id", "position", "pk")
        )
        self.rows = [MeasureRow(measure, today) for measure in laid(plan, tuple(NAME_OF))]
        self.counts = Counter(row.status for row in self.rows)
        # pairs, as a template would look for a key named `items` in a counter
        self.signals = list(Counter(row.signal for row in self.rows if row.signal).items())

    @property
    def reported_on(self) -> date | None:
        """The last day of which the city has said anything."""
        return max((row.reported_on for row in self.rows if row.reported_on), default=None)

    @property
    def is_old(self) -> bool:
        """Whether the city has been silent for half a year; the page says so."""
        return self.reported_on is not None and self.reported_on < self.today - OLD

    def trunks(self, shown: Collection[int] | None = None) -> list[Trunk]:
        """The tree, with only some measures shown (all where `shown` is None)."""
        trunks: dict[int, Trunk] = {}
        under: defaultdict[int, list[MeasureRow]] = defaultdict(list)
        for row in self.rows:
            under[row.measure.direction_id].append(row)
        for direction in self.directions:
            if not (rows := under[direction.pk]):
                continue
            kept = [row for row in rows if shown is None or row.measure.pk in shown]
            trunk = trunks.setdefault(direction.goal_id, Trunk(direction.goal, []))
            trunk.branches.append(Branch(direction, rows, kept))
        return list(trunks.values())

    def timeline(self) -> list[Row]:
        """One strip for each direction: from its first beginning to its last due date."""
        strips = []
        for trunk in self.trunks():
            for branch in trunk.branches:
                measures = [row.measure for row in branch.all_rows]
                starts = [measure.start_on for measure in measures if measure.start_on]
                ends = [measure.due_on for measure in measures if measure.due_on]
                strips.append(
                    Row(
                        branch.name,
                        min(starts, default=None),
                        max(ends, default=None),
                        together(row.status for row in branch.all_rows),
                        f"#{branch.anchor}",
                    )
                )
        return strips
