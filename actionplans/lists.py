"""Measures for long lists: the rows that hang on them read as plain tuples, not as models.

A plan of 240 measures hangs on some 4,000 rows. Making a model of each costs more than drawing the
page; a list only reads them. What `laid` returns are measures whose `.all()` of terms, executors
and translations gives such tuples, and which have no other methods of a relation.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any, NamedTuple

from django.db.models import FilteredRelation, Q, QuerySet
from django.db.models.base import ModelState
from django.utils.translation import get_language

from actionplans.models import (
    ActionPlan,
    Contribution,
    Coordination,
    Executor,
    Measure,
    MeasureTerm,
    MeasureTranslation,
)
from cities.models import City
from coalition import clock


class ListedTerm(NamedTuple):
    """A term of a measure, as a list reads it."""

    measure_id: int
    scheme: str
    key: str


class ListedExecutor(NamedTuple):
    """Who leads a measure, as a list reads it."""

    department: str
    name: str
    role: str = Executor.Role.LEAD


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


PART = ("measure_id", "city_id", *ListedPart._fields[3:-1])
# a measure in the author's words; its page tells much more
READ = (
    "id", "lang", "plan_id", "direction_id", "code", "title",
    "start_on", "due_on", "due_precision",
)  # fmt: skip
LEAD = ("lead__department", "lead__name")
Caches = dict[int, dict[str, list[Any]]]


def laid(plan: ActionPlan, schemes: Collection[str]) -> list[Measure]:
    """The public measures of a plan with what a row of a list tells; five queries at most.

    Of people it tells the lead, of translations the title in the reader's language; terms of other
    vocabularies than `schemes` are left out.
    """
    found = _measures(plan)
    these = plan.measures.public().order_by().values("pk")  # cheaper than to name 240 of them
    caches: Caches = {one.pk: one._prefetched_objects_cache for one in found}  # type: ignore[attr-defined]
    terms = MeasureTerm.objects.filter(measure__in=these, scheme__in=schemes)
    _lay("terms", ListedTerm, terms, caches)
    _lay("translations", ListedTranslation, _translations(found, these), caches)
    _lay_parts(plan, found, these, caches)
    return found


def beside(measure: Measure, name: str) -> list[Any]:
    """What hangs on a measure, without a manager where it was read before: lists ask often."""
    read = getattr(measure, "_prefetched_objects_cache", {}).get(name)
    return list(getattr(measure, name).all() if read is None else read)


def _measures(plan: ActionPlan) -> list[Measure]:
    """Measures with their leads; what is not in `READ` is read when somebody asks for it."""
    lead = FilteredRelation("executors", condition=Q(executors__role=Executor.Role.LEAD))
    rows = plan.measures.public().annotate(lead=lead).values_list(*READ, *LEAD)
    found = []
    for *values, department, name in rows:
        measure = Measure.__new__(Measure)  # what its constructor does besides is half of the page
        measure.__dict__.update(zip(READ, values, strict=True))
        measure._state = ModelState()
        measure._state.adding, measure._state.db = False, plan._state.db
        measure._state.fields_cache["plan"] = plan
        is_said = department or name
        measure._prefetched_objects_cache = {  # type: ignore[attr-defined]
            "executors": [ListedExecutor(department, name)] if is_said else []
        }
        found.append(measure)
    return found


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
    lists: dict[int, list[Any]] = {pk: [] for pk in caches}
    make = light._make
    for row in rows.values_list(*light._fields):
        its = lists.get(row[0])
        if its is not None:  # a measure may be shown between two queries
            its.append(make(row))
    for pk, cache in caches.items():
        cache[name] = lists[pk]


def _lay_coordinations(caches: Caches) -> set[tuple[int, int]]:
    """Who coordinates joint measures today, as pairs of measure and city."""
    runs = Coordination.objects.filter(measure__in=list(caches)).in_force(clock.today())
    found = list(runs.select_related("city"))
    for pk, cache in caches.items():
        cache["coordinations"] = [one for one in found if one.measure_id == pk]
    return {(one.measure_id, one.city_id) for one in found}


def _lay_parts(
    plan: ActionPlan, measures: list[Measure], these: QuerySet[Any], caches: Caches
) -> None:
    by_id = {measure.pk: measure for measure in measures}
    shown = Contribution.objects.shown().filter(measure__in=these).order_by("pk")
    rows = [row for row in shown.values_list(*PART) if row[0] in by_id]
    runs = _lay_coordinations(caches) if plan.is_joint else set()
    cities = {plan.city.pk: plan.city} if plan.city else {}
    if strange := {row[1] for row in rows} - cities.keys():
        cities |= City.objects.in_bulk(strange)
    rows.sort(key=lambda row: cities[row[1]].position)
    for cache in caches.values():
        cache["contributions"] = []
    for measure, city, *values in rows:
        row = (by_id[measure], cities[city], city, *values, (measure, city) in runs)
        caches[measure]["contributions"].append(ListedPart._make(row))
