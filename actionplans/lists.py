"""Measures for long lists: the rows that hang on them read as plain tuples, not as models.

A plan of 240 measures hangs on some 4,000 rows. Making a model of each costs more than drawing the
page; a list only reads them. What `laid` returns are measures whose `.all()` of terms, executors
and translations gives such tuples, and which have no other methods of a relation.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Model, QuerySet

from actionplans.models import (
    ActionPlan,
    Contribution,
    Coordination,
    Direction,
    Executor,
    Measure,
    MeasureTerm,
    MeasureTranslation,
)
from cities.models import City
from coalition import clock


class ListedTerm(NamedTuple):
    """A term of a measure, as a list reads it."""

    scheme: str
    key: str


class ListedExecutor(NamedTuple):
    """Who carries a measure out, as a list reads it."""

    role: str
    department: str
    name: str
    by_agreement: bool


class ListedTranslation(NamedTuple):
    """A measure's words in another language, as a list reads them."""

    lang: str
    kind: str
    of_version: int
    title: str
    description: str
    expected_result: str


class ListedPart(NamedTuple):
    """What a city contributes to a measure, as a list reads it."""

    measure: Measure
    city: City
    city_id: int
    pk: int
    status: str
    percent: int
    finance: str
    words: str
    lang: str
    due_on: date | None
    due_precision: str
    left_on: date | None
    reported_on: date | None
    coordinates: bool


PART = ("measure_id", "city_id", *ListedPart._fields[3:-1])
UNREAD = ("folded", "latitude", "longitude")
LIGHT: tuple[tuple[str, type[Model], Any], ...] = (
    ("terms", MeasureTerm, ListedTerm),
    ("executors", Executor, ListedExecutor),
    ("translations", MeasureTranslation, ListedTranslation),
)


def laid(
    measures: QuerySet[Measure],
    plan: ActionPlan,
    directions: Iterable[Direction],
    schemes: Collection[str],
) -> list[Measure]:
    """Measures of a plan with all that a row of a list tells; eight queries at most.

    `directions` are those of the plan; terms of other vocabularies than `schemes` are left out.
    """
    found = list(measures.defer(*UNREAD))
    ids = [measure.pk for measure in found]
    known = {one.pk: one for one in directions}
    for measure in found:
        measure.plan, measure.direction = plan, known[measure.direction_id]
    caches: dict[int, dict[str, Any]] = {pk: {} for pk in ids}
    for name, model, light in LIGHT:
        rows: defaultdict[int, list[Any]] = defaultdict(list)
        chosen = {"scheme__in": schemes} if name == "terms" else {}
        values = model._default_manager.filter(measure__in=ids, **chosen)
        ordered = values.order_by(*map(str, model._meta.ordering or ()))
        for row in ordered.values_list(*light._fields, "measure_id"):
            rows[row[-1]].append(light._make(row[:-1]))
        for pk, cache in caches.items():
            cache[name] = rows[pk]
    _lay_parts(found, plan.city, caches)
    for measure in found:
        measure._prefetched_objects_cache = caches[measure.pk]  # type: ignore[attr-defined]
    return found


def _lay_coordinations(
    measures: dict[int, Measure], caches: dict[int, dict[str, Any]]
) -> set[tuple[int, int]]:
    """Who coordinates joint measures today, as pairs of measure and city; one query if any."""
    joint = [pk for pk, measure in measures.items() if measure.plan.is_joint]
    runs = Coordination.objects.filter(measure__in=joint).in_force(clock.today())
    found = list(runs.select_related("city")) if joint else []
    for pk in joint:
        caches[pk]["coordinations"] = [one for one in found if one.measure_id == pk]
    return {(one.measure_id, one.city_id) for one in found}


def _lay_parts(
    measures: list[Measure], own: City | None, caches: dict[int, dict[str, Any]]
) -> None:
    by_id = {measure.pk: measure for measure in measures}
    shown = Contribution.objects.shown().filter(measure__in=by_id).order_by("pk")
    rows = list(shown.values_list(*PART))
    runs = _lay_coordinations(by_id, caches)
    cities = {own.pk: own} if own else {}
    if strange := {row[1] for row in rows} - cities.keys():
        cities |= City.objects.in_bulk(strange)
    rows.sort(key=lambda row: cities[row[1]].position)
    for cache in caches.values():
        cache["contributions"] = []
    for measure, city, *values in rows:
        row = (by_id[measure], cities[city], city, *values, (measure, city) in runs)
        part = ListedPart._make(row)
        caches[measure]["contributions"].append(part)
