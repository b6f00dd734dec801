"""What a city's people see of their plan at work: rows of the plan, and what waits for whom."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

from django.conf import settings
from django.db.models import Count, Exists, F, FilteredRelation, OuterRef, Prefetch, Q, QuerySet

from actionplans.awaiting import to_prepare
from actionplans.checklist import Gap, brief, gaps_of
from actionplans.concord import NOTHING_AWAITED, Awaited, awaited_from
from actionplans.models import (
    ActionPlan,
    CityReport,
    Contribution,
    Direction,
    Executor,
    Goal,
    Measure,
    MeasureDraft,
    PartDraft,
    ProgressUpdate,
)
from actionplans.patches import NEW
from actionplans.permissions import may_decide
from actionplans.timeliness import OPEN, Signal, signal_of, signalled
from cities.models import City
from coalition.models import User
from coalition.permissions import may, places_with

WAITING_UPDATES = ("submitted", "returned")
WAITING_DRAFTS = ("open", "returned")
# a plan taken back from public view is still worked on
REPORTABLE = (ActionPlan.State.ADOPTED, ActionPlan.State.ON_REVIEW, ActionPlan.State.WITHDRAWN)


class Row(NamedTuple):
    """A measure in the plan's table at work: the city's part, and what waits beside it."""

    measure: Measure
    part: Contribution | None
    draft: MeasureDraft | None
    update: ProgressUpdate | None
    signal: Signal | None
    gaps: tuple[Gap, ...] = ()

    @property
    def lead(self) -> Executor | None:
        """Who carries it out; needs `executors` prefetched."""
        return next((one for one in self.measure.executors.all() if one.role == "lead"), None)


@dataclass
class Branch:
    """A direction with its measures and the new ones that wait."""

    direction: Direction
    rows: list[Row] = field(default_factory=list)
    new: list[MeasureDraft] = field(default_factory=list)

    def lacking(self, gap: str) -> Branch:
        """Only what lacks something: one thing, or "any"."""
        rows = [row for row in self.rows if gap in _keys(row.gaps)]
        return Branch(self.direction, rows, [one for one in self.new if gap in _keys(one.gaps)])  # type: ignore[attr-defined]


def _keys(gaps: Iterable[Gap]) -> set[str]:
    found = {gap.key for gap in gaps}
    return {*found, "any"} if found else found


def current_plan(city: City) -> ActionPlan | None:
    """The plan the city works on."""
    plan = city.plans.current().select_related("place").first()
    if plan:
        plan.city = city
    return plan


def plan_aside(city: City) -> ActionPlan | None:
    """Of two plans of a city, the one that is not on its table: in force, or being prepared.

    `waiting` counts its changes that wait for the approver.
    """
    others = city.plans.in_work().filter(is_current=False).order_by("-pk")
    waiting = Count("drafts", filter=Q(drafts__state=MeasureDraft.State.OPEN))
    other = others.annotate(waiting=waiting).first()
    current = city.plans.current().first() if other else None
    return other if other and current and other.is_prepared != current.is_prepared else None


def reportable(city: City) -> QuerySet[Contribution]:
    """What a city reports on: its part in its own plan and in joint ones, in their order."""
    return in_order_of_plans(
        Contribution.objects.standing()
        .filter(city=city, measure__state=Measure.State.STANDING)
        .filter(
            Q(measure__plan__city=None)
            | Q(measure__plan__is_current=True)
            | Q(measure__plan__state=ActionPlan.State.ADOPTED)  # while the next is prepared
        )
        .filter(measure__plan__state__in=REPORTABLE)
        .select_related("measure__plan", "measure__direction", "city__place")
    )


def in_order_of_plans(parts: QuerySet[Contribution]) -> QuerySet[Contribution]:
    """The city's own plan first, inside each plan its own order."""
    return parts.order_by(
        F("measure__plan__city").desc(nulls_last=True),
        "measure__direction__goal__position",
        "measure__direction__position",
        "measure__position",
        "pk",
    )


def with_waiting(parts: QuerySet[Contribution]) -> QuerySet[Contribution]:
    """Contributions with the one update that waits, under `waiting`."""
    waiting = ProgressUpdate.objects.filter(state__in=WAITING_UPDATES).select_related("by")
    return parts.prefetch_related(Prefetch("updates", waiting, to_attr="waiting"))


def row_of(part: Contribution, drafts: dict[int, MeasureDraft], today: date) -> Row:
    update = part.waiting[0] if part.waiting else None  # type: ignore[attr-defined]
    measure = part.measure
    return Row(measure, part, drafts.get(measure.pk), update, signal_of(part, today))


def plan_tree(
    plan: ActionPlan, parts: Iterable[Contribution], drafts: Iterable[MeasureDraft], today: date
) -> list[tuple[Goal, list[Branch]]]:
    """The whole plan in edit mode, of its parts `at_work` and the drafts that wait."""
    by_measure = {one.measure_id: one for one in drafts if one.measure_id}
    branches: dict[int, Branch] = {}
    tree: list[tuple[Goal, list[Branch]]] = []
    for goal in plan.goals.prefetch_related("directions"):
        lines = [Branch(one) for one in goal.directions.all()]
        branches |= {line.direction.pk: line for line in lines}
        tree.append((goal, lines))
    for part in parts:
        part.measure.plan = plan
        row = row_of(part, by_measure, today)
        said = {**brief(part.measure, part), **(row.draft.patch if row.draft else {})}
        row = row._replace(gaps=tuple(gaps_of(said, plan)))
        branches[part.measure.direction_id].rows.append(row)
    for draft in drafts:
        draft.gaps = gaps_of({**NEW, **draft.patch}, plan)  # type: ignore[attr-defined]
        branch = branches.get(draft.patch.get("direction", 0))
        if draft.measure_id is None and branch:
            branch.new.append(draft)
    return tree


def at_work(plan: ActionPlan | None, city: City) -> list[Contribution]:
    """The city's parts in its own plan, in whatever state, and in joint ones; six queries."""
    own, joint = Q(pk__in=()), Q(pk__in=reportable(city).filter(measure__plan__city=None))
    if plan is not None:
        own = Q(measure__plan=plan)
    parts = in_order_of_plans(
        Contribution.objects.filter(city=city, measure__state=Measure.State.STANDING)
        .filter(own | joint)
        .select_related("measure__plan", "measure__direction", "city__place")
    )
    return list(
        with_waiting(parts).prefetch_related(
            "measure__executors", "measure__terms", "measure__indicators", "budget_lines"
        )
    )


def replaced_in(plan: ActionPlan) -> list[Measure]:
    """Measures that others have replaced: their pages stay, and the choice who sees them."""
    gone = plan.measures.filter(state=Measure.State.SUPERSEDED).select_related("superseded_by")
    return list(gone.order_by("code"))


@dataclass
class Waiting:
    """What waits in one city for one person."""

    city: City
    may_edit: bool = False
    may_decide: bool = False
    drafts: list[MeasureDraft] = field(default_factory=list)
    updates: list[ProgressUpdate] = field(default_factory=list)
    returned_drafts: list[MeasureDraft] = field(default_factory=list)
    returned_updates: list[ProgressUpdate] = field(default_factory=list)
    due: list[Contribution] = field(default_factory=list)
    silent: list[Contribution] = field(default_factory=list)
    part_drafts: list[PartDraft] = field(default_factory=list)  # of joint measures
    reports: list[CityReport] = field(default_factory=list)  # of rounds: to send, to answer
    joint: Awaited = NOTHING_AWAITED  # the city's word on joint plans and their measures

    @property
    def all_drafts(self) -> list[MeasureDraft]:
        """Every draft of the current plan that waits, of whoever."""
        return sorted(self.drafts + self.returned_drafts, key=lambda one: one.pk)

    @property
    def to_decide(self) -> int:
        return len(self.drafts) + len(self.updates)

    @property
    def to_edit(self) -> int:
        parts = (self.returned_drafts, self.returned_updates, self.due, self.silent)
        return sum(len(part) for part in parts)

    @property
    def is_calm(self) -> bool:
        """Whether nothing waits for this person."""
        own = (self.may_decide and self.to_decide) or (self.may_edit and self.to_edit)
        return not (own or self.reports or self.joint.total)


def waiting_for(user: User, cities: Iterable[City] | None, today: date) -> list[Waiting]:
    """What waits for a person in their cities; five queries at most, however many there are."""
    if cities is None:
        cities = City.objects.members().filter(place__in=places_with(user, "see_inside"))
        cities = cities.select_related("place")
    found = {
        city.pk: Waiting(city, may(user, "edit", city), may_decide(user, city)) for city in cities
    }
    if not found:
        return []
    drafts = MeasureDraft.objects.filter(
        plan__city__in=found, plan__is_current=True, state__in=WAITING_DRAFTS
    )
    for draft in drafts.select_related("plan", "measure", "by"):
        box = found[draft.plan.city_id]  # type: ignore[index]  # asked for by its city
        (box.drafts if draft.state == "open" else box.returned_drafts).append(draft)
    own = _awaiting(found, today)
    for box in found.values():
        _sort(box, [part for part in own if part.city_id == box.city.pk], today)
    speaking = [one for one in found.values() if one.may_decide or one.may_edit]
    for report in to_prepare(one.city for one in speaking) if speaking else ():
        box = found[report.city_id]
        if box.may_decide or report.state == CityReport.State.CLARIFICATION:
            box.reports.append(report)
    awaited = awaited_from([one.city for one in found.values() if one.may_decide])
    for pk, joint in awaited.items():
        parts = sorted(found[pk].part_drafts, key=lambda one: one.pk)
        found[pk].joint = joint._replace(parts=parts)
    return list(found.values())


def _sort(box: Waiting, parts: list[Contribution], today: date) -> None:
    """Lay the parts of a city by what waits of each."""
    for part in parts:
        update, draft = getattr(part, "said", None), getattr(part, "proposed", None)
        near = part.measure.due_on and part.measure.due_on <= _soon(today)
        if draft is not None:
            box.part_drafts.append(draft)
        if update is not None:
            (box.updates if update.state == "submitted" else box.returned_updates).append(update)
        elif part.presses:  # type: ignore[attr-defined]
            (box.due if near else box.silent).append(part)
    for updates in (box.updates, box.returned_updates):
        updates.sort(key=lambda one: (one.on, one.pk))


def _soon(today: date) -> date:
    return today + timedelta(days=settings.SIGNAL_SOON_DAYS)


def _awaiting(cities: Iterable[int], today: date) -> list[Contribution]:
    """Parts with an update or a draft that waits, and those that press, in one query.

    What presses is due soon or was due, or nothing was said of it for long.
    """
    update = Q(updates__state__in=WAITING_UPDATES)
    draft = Q(drafts__state=PartDraft.State.OPEN)
    pressing = Contribution.objects.standing().filter(pk=OuterRef("pk"), status__in=OPEN).filter(
        signalled(Signal.STALE, today) | Q(measure__due_on__lte=_soon(today)),
        measure__state=Measure.State.STANDING, measure__plan__state="adopted",
    )  # fmt: skip
    rows = Contribution.objects.filter(city__in=cities).annotate(
        said=FilteredRelation("updates", condition=update),
        proposed=FilteredRelation("drafts", condition=draft),
        presses=Exists(pressing),
    )
    return list(
        rows.filter(Q(said__isnull=False) | Q(proposed__isnull=False) | Q(presses=True))
        .select_related("measure__plan", "said__by", "proposed")  # type: ignore[misc]
        .order_by("measure__due_on", "pk")
    )
