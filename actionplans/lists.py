"""Measures for long lists: the rows that hang on them read as plain tuples, not as models.

A plan of 240 measures hangs on some 4,000 rows. Making a model of each costs more than drawing the
page; a list only reads them. What `laid` returns are measures whose `.all()` of terms, executors
and translations gives such tuples, and which have no other methods of a relation.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from django.db.models import FilteredRelation, Q, QuerySet
from django.db.models.base import ModelState
from django.utils.translation import get_language

from actionplans.models import (
    ActionPlan,
    Coordination,
    Executor,
    Measure,
    MeasureTerm,
    MeasureTranslation,
)
from cities.models import City
from coalition import clock

LEADS, SHOWN = Executor.Role.LEAD, Measure.Visibility.PUBLIC


class ListedTerm(NamedTuple):
    """A term of a measure, as a list reads it."""

    measure_id: int
    scheme: str
    key: str


class ListedExecutor(NamedTuple):
    """Who leads a measure, as a list reads it."""

    department: str
    name: str
    role: str = LEADS


class ListedTranslation(NamedTuple):
    """A measure's title in the reader's language, as a list reads it."""

    measure_id: int
    lang: str
    kind: str
    title: str


class ListedPart(NamedTuple):
    """What a city contributes to a measure, as a list reads it."""

    measure: Measure
    city: City
    city_id: int
    pk: int
    status: str
    percent: int
    words: str
    lang: str
    due_on: date | None
    due_precision: str
    left_on: date | None
    reported_on: date | None
    coordinates: bool

    @property
    def dated_by(self) -> ListedPart | Measure:
        """Where its due date is told: as of a contribution."""
        return self if self.due_on else self.measure


# a measure in the author's words; its page tells much more
READ = (
    "id", "lang", "plan_id", "direction_id", "code", "title",
    "start_on", "due_on", "due_precision",
)  # fmt: skip
LEAD = ("lead__department", "lead__name")
PART = ("part__city_id", *(f"part__{name}" for name in ListedPart._fields[3:-1]))
FIRST_OF_PART = len(READ) + len(LEAD)
Caches = dict[int, dict[str, Any]]
NOTHING: tuple[Any, ...] = ()


def laid(plan: ActionPlan, schemes: Collection[str]) -> list[Measure]:
    """The public measures of a plan with what a row of a list tells; five queries at most.

    Of people it tells the lead, of translations the title in the reader's language; terms of other
    vocabularies than `schemes` are left out.
    """
    found, parts = _measures(plan)
    caches: Caches = {one.pk: one._prefetched_objects_cache for one in found}  # type: ignore[attr-defined]
    _lay_parts(plan, found, parts, caches)
    these = plan.measures.public().order_by().values("pk")  # cheaper than to name 240 of them
    terms = MeasureTerm.objects.filter(measure__in=these, scheme__in=schemes)
    _lay("terms", ListedTerm, terms, caches)
    _lay("translations", ListedTranslation, _translations(found, these), caches)
    return found


def beside(measure: Measure, name: str) -> Sequence[Any]:
    """What hangs on a measure, without a manager where it was read before: lists ask often."""
    read = getattr(measure, "_prefetched_objects_cache", {}).get(name)
    return getattr(measure, name).all() if read is None else read


def _measures(plan: ActionPlan) -> tuple[list[Measure], list[tuple[Any, ...]]]:
    """Measures with their leads, and a row for each measure and part that its city shows.

    What is not in `READ` is read when somebody asks for it.
    """
    rows = (
        plan.measures.public()
        .annotate(
            lead=FilteredRelation("executors", condition=Q(executors__role=LEADS)),
            part=FilteredRelation("contributions", condition=Q(contributions__visibility=SHOWN)),
        )
        .order_by("position", "pk", "part__pk")
        .values_list(*READ, *LEAD, *PART)
    )
    found: dict[int, Measure] = {}
    for row in (told := list(rows)):
        if row[0] not in found:
            found[row[0]] = _measure(plan, row)
    return list(found.values()), told


def _measure(plan: ActionPlan, row: tuple[Any, ...]) -> Measure:
    """A measure of a row; its constructor and its signals would take three times as long."""
    measure = Measure.__new__(Measure)
    measure.__dict__.update(zip(READ, row, strict=False))
    measure._state = ModelState()
    measure._state.adding, measure._state.db = False, plan._state.db
    measure._state.fields_cache["plan"] = plan
    department, name = row[len(READ) : FIRST_OF_PART]
    measure._prefetched_objects_cache = {  # type: ignore[attr-defined]
        "executors": [ListedExecutor(department, name)] if department or name else [],
        "contributions": [],
    }
    return measure


def _translations(
    measures: Iterable[Measure], these: QuerySet[Any]
) -> QuerySet[MeasureTranslation]:
    """Those into the reader's language, where a measure is said in another."""
    wanted = get_language() or "ru"
    if all(measure.lang == wanted for measure in measures):
        return MeasureTranslation.objects.none()
    return MeasureTranslation.objects.filter(measure__in=these, lang=wanted)


def _lay(name: str, light: Any, rows: QuerySet[Any], caches: Caches) -> None:
    """Rows as tuples, each beside its measure (the first field), in the order of their model."""
    lists: defaultdict[int, list[Any]] = defaultdict(list)
    make = light._make
    for row in rows.values_list(*light._fields):
        lists[row[0]].append(make(row))
    for pk, cache in caches.items():
        cache[name] = lists.get(pk, NOTHING)


def _lay_coordinations(caches: Caches) -> set[tuple[int, int]]:
    """Who coordinates joint measures today, as pairs of measure and city."""
    runs = Coordination.objects.filter(measure__in=list(caches)).in_force(clock.today())
    found = list(runs.select_related("city"))
    for pk, cache in caches.items():
        cache["coordinations"] = [one for one in found if one.measure_id == pk]
    return {(one.measure_id, one.city_id) for one in found}


def _lay_parts(
    plan: ActionPlan, measures: list[Measure], rows: list[tuple[Any, ...]], caches: Caches
) -> None:
    runs = _lay_coordinations(caches) if plan.is_joint else set()
    cities = {plan.city.pk: plan.city} if plan.city else {}
    by_city = FIRST_OF_PART
    told = [row for row in rows if row[by_city] is not None]
    if strange := {row[by_city] for row in told} - cities.keys():
        cities |= City.objects.in_bulk(strange)
        told.sort(key=lambda row: cities[row[by_city]].position)
    by_id = {measure.pk: measure for measure in measures}
    for row in told:
        pk, city = row[0], row[by_city]
        part = (by_id[pk], cities[city], city, *row[by_city + 1 :], (pk, city) in runs)
        caches[pk]["contributions"].append(ListedPart._make(part))
