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
    Direction,
    Executor,
    Measure,
    MeasureTerm,
    MeasureTranslation,
)
from cities.models import City


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
    coordinates: bool
    reported_on: date | None


PART = ("measure_id", "city_id", *ListedPart._fields[3:])
UNREAD = ("folded", "latitude", "longitude")
LIGHT: tuple[tuple[str, type[Model], Any], ...] = (
    ("terms", MeasureTerm, ListedTerm),
    ("executors", Executor, ListedExecutor),
    ("translations", MeasureTranslation, ListedTranslation),
)


def laid(
    measures: QuerySet[Measure],
    plan: ActionPlan | None = None,
    directions: Iterable[Direction] | None = None,
    schemes: Collection[str] = (),
) -> list[Measure]:
    """Measures with all that a row of a list tells; seven queries at most, however many rows.

    What is already read may be given: the `plan` all of them belong to, its `directions`. With
    `schemes`, terms of other vocabularies are left out.
    """
    found = list(measures.defer(*UNREAD))
    ids = [measure.pk for measure in found]
    _lay_headings(found, plan, directions)
    caches: dict[int, dict[str, Any]] = {pk: {} for pk in ids}
    for name, model, light in LIGHT:
        rows: defaultdict[int, list[Any]] = defaultdict(list)
        chosen = {"scheme__in": schemes} if schemes and name == "terms" else {}
        values = model._default_manager.filter(measure__in=ids, **chosen).order_by(
            *model._meta.ordering
        )
        for row in values.values_list(*light._fields, "measure_id"):
            rows[row[-1]].append(light._make(row[:-1]))
        for pk, cache in caches.items():
            cache[name] = rows[pk]
    _lay_parts(found, caches)
    for measure in found:
        measure._prefetched_objects_cache = caches[measure.pk]  # type: ignore[attr-defined]
    return found


def _lay_headings(
    measures: list[Measure], plan: ActionPlan | None, directions: Iterable[Direction] | None
) -> None:
    if plan is None:
        ids = {measure.plan_id for measure in measures}
        plans = ActionPlan.objects.select_related("city").in_bulk(ids)
    else:
        plans = {plan.pk: plan}
    if directions is None:
        rows = Direction.objects.filter(measures__in=measures).distinct()
        directions = rows.prefetch_related("translations")
    known = {one.pk: one for one in directions}
    for measure in measures:
        measure.plan = plans[measure.plan_id]
        measure.direction = known[measure.direction_id]


def _lay_parts(measures: list[Measure], caches: dict[int, dict[str, Any]]) -> None:
    by_id = {measure.pk: measure for measure in measures}
    rows = list(Contribution.objects.filter(measure__in=by_id).order_by("pk").values_list(*PART))
    cities: dict[int, City] = {
        measure.plan.city_id: measure.plan.city for measure in measures if measure.plan.city
    }
    if strange := {row[1] for row in rows} - cities.keys():
        cities |= City.objects.in_bulk(strange)
    rows.sort(key=lambda row: cities[row[1]].position)
    for cache in caches.values():
        cache["contributions"] = []
    for measure, city, *row in rows:
        part = ListedPart(by_id[measure], cities[city], city, *row)
        caches[measure]["contributions"].append(part)
