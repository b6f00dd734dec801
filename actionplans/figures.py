"""What cities' adopted plans add up to: counted anew, kept in a row per city, read at a glance.

The figures of a city are {
    "lines": {axis: {key: [all, completed, late, at risk, long without news]}},
    "gaps": {kind of `actionplans.gaps`: measures},
    "money": {source: {currency: [planned, secured, spent]}}, whole units as strings
}. Axes are `all`, `status`, `direction`, `goal` (by id), `hazard` and `sendai`. Only what everybody
sees is counted: public measures of plans in force, approved updates.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Count, QuerySet

from actionplans.gaps import GAPS
from actionplans.models import (
    ActionPlan,
    BudgetLine,
    CityFigures,
    Contribution,
    MeasureTerm,
    ProgressUpdate,
    Spending,
)
from actionplans.patches import plain
from actionplans.reading import listed
from actionplans.timeliness import Signal, signals_of
from cities.models import City
from coalition import clock
from coalition.models.terms import terms

Line = list[int]
Figures = dict[str, Any]
OTHER = "other"  # directions a city named itself, without a kind from the vocabulary
ALL = "all"
SCHEMES = {"hazards": "hazard", "sendai_priorities": "sendai"}
COUNTED = ("all", "completed", "late", "risk", "stale")
NEEDED = ("city_id", "due_on", "status", "percent", "reported_on", "measure__due_on",
          "measure__start_on",
          "measure__plan__adopted_on", "measure__direction__key",
          "measure__direction__goal_id")  # fmt: skip


def submitted(cities: Iterable[City | int]) -> QuerySet[Contribution]:
    """What these cities contribute to the public measures of plans in force."""
    ids = [one.pk if isinstance(one, City) else one for one in cities]
    parts = Contribution.objects.standing().shown()
    return parts.filter(city__in=ids, measure__in=listed())


def nothing() -> Figures:
    """The figures of a city without an adopted plan."""
    return {"lines": {}, "gaps": {}, "money": {}}


def count(cities: Collection[int], today: date) -> dict[int, Figures]:
    """The figures of cities by id, counted from their plans: five queries, however many cities."""
    found = {city: nothing() for city in cities}
    parts = submitted(cities).order_by()
    lines: dict[int, dict[str, dict[str, Line]]] = {
        city: defaultdict(lambda: defaultdict(lambda: [0] * len(COUNTED))) for city in cities
    }
    of_measure: dict[int, list[tuple[int, Line]]] = defaultdict(list)
    for part in parts.select_related("measure__plan", "measure__direction").only(*NEEDED):
        adds = _adds(part, today)
        measure, direction = part.measure, part.measure.direction
        of_measure[measure.pk].append((part.city_id, adds))
        for axis, key in (
            (ALL, ALL),
            ("status", part.status),
            ("direction", direction.key if direction.key in terms("directions") else OTHER),
            ("goal", str(direction.goal_id)),
        ):
            _add(lines[part.city_id][axis][key], adds)
    chosen = MeasureTerm.objects.filter(measure__in=parts.values("measure"), scheme__in=SCHEMES)
    for measure_id, scheme, key in chosen.order_by().values_list("measure", "scheme", "key"):
        for city, adds in of_measure[measure_id]:
            _add(lines[city][SCHEMES[scheme]][key], adds)
    for city, by_axis in lines.items():
        found[city]["lines"] = {axis: dict(keys) for axis, keys in by_axis.items()}
    counted = {name: Count("pk", filter=gap.condition) for name, gap in GAPS.items()}
    rows: QuerySet[Any, Any] = parts.values("city").annotate(**counted)
    for row in rows:
        found[row["city"]]["gaps"] = {name: row[name] for name in GAPS}
    for city, money in _money(parts).items():
        found[city]["money"] = money
    return found


def _adds(part: Contribution, today: date) -> Line:
    signals = signals_of(part, today)
    done = part.status == Contribution.Status.COMPLETED
    told = (Signal.LATE, Signal.RISK, Signal.STALE)
    return [1, int(done), *(int(signal in signals) for signal in told)]


def _add(line: Line, adds: Line) -> None:
    for place, one in enumerate(adds):
        line[place] += one


def _money(parts: QuerySet[Contribution]) -> dict[int, Figures]:
    sums: dict[int, dict[str, dict[str, list[Decimal]]]] = {}
    spent = spent_by_line(parts)
    lines = BudgetLine.objects.filter(contribution__in=parts).order_by()
    for line in lines.select_related("contribution"):
        of_city = sums.setdefault(line.contribution.city_id, {}).setdefault(line.source, {})
        row = of_city.setdefault(line.currency, [Decimal(0)] * 3)
        for place, amount in enumerate((line.amount, line.secured, spent.get(line.pk, 0))):
            row[place] += amount * line.scale
    return {
        city: {
            source: {currency: [plain(one) for one in row] for currency, row in rows.items()}
            for source, rows in sources.items()
        }
        for city, sources in sums.items()
    }


def spent_by_line(parts: QuerySet[Contribution]) -> dict[int, Decimal]:
    """What the last approved update that speaks of a budget line says was spent, by line."""
    said = Spending.objects.filter(
        update__state=ProgressUpdate.State.APPROVED, update__contribution__in=parts
    )
    return dict(said.order_by("update__on", "update_id").values_list("budget_line_id", "amount"))


def hold(*cities: City | int | None) -> list[int]:
    """Let nobody else change what the figures of these cities count until this deed has ended.

    A deed that ends with `keep` begins with this, so that two of them wait for each other in one
    order; otherwise each would count without what the other has just written.
    """
    ids = sorted({one.pk if isinstance(one, City) else one for one in cities if one is not None})
    rows = CityFigures.objects.select_for_update().filter(city__in=ids).order_by("city_id")
    missing = set(ids) - set(rows.values_list("city_id", flat=True))
    if missing:
        day = clock.today()
        CityFigures.objects.bulk_create(
            [CityFigures(city_id=one, as_of=day, counted=nothing()) for one in sorted(missing)],
            ignore_conflicts=True,
        )
        list(rows.values_list("city_id", flat=True))
    return ids


def hold_plan(plan: ActionPlan) -> None:
    """Hold the figures of every city that has a part in a plan."""
    hold(plan.city_id, *_cities_of(plan))


@transaction.atomic
def keep(*cities: City | int | None) -> None:
    """Count the figures of cities anew, in the transaction of what has changed them."""
    ids, today = hold(*cities), clock.today()
    CityFigures.objects.bulk_create(
        [
            CityFigures(city_id=city, as_of=today, counted=counted)
            for city, counted in count(ids, today).items()
        ],
        update_conflicts=True,
        unique_fields=["city"],
        update_fields=["as_of", "counted"],
    )


def keep_plan(plan: ActionPlan) -> None:
    """Count anew the figures of every city that has a part in a plan."""
    keep(plan.city_id, *_cities_of(plan))


def _cities_of(plan: ActionPlan) -> QuerySet[Contribution, int]:
    parts = Contribution.objects.filter(measure__plan=plan).order_by()
    return parts.values_list("city", flat=True).distinct()


def keep_until_tomorrow() -> int:
    """Count anew what was counted on another day, since signals depend on it; how many cities."""
    kept = CityFigures.objects.filter(as_of=clock.today()).values("city")
    late = list(City.objects.exclude(pk__in=kept).values_list("pk", flat=True))
    if late:
        keep(*late)
    return len(late)


def kept(cities: Collection[int], today: date, part: str) -> dict[int, Any]:
    """One part of the figures of cities by id: `lines__direction`, `gaps` or `money`.

    Figures that were kept on another day, or never, are counted for the answer.
    """
    rows = CityFigures.objects.filter(city__in=cities, as_of=today)
    found: dict[int, Any] = dict(rows.values_list("city", f"counted__{part}"))
    late = [city for city in cities if city not in found]
    for city, figures in (count(late, today) if late else {}).items():
        value: Any = figures
        for name in part.split("__"):
            value = value.get(name) or {}
        found[city] = value
    return {city: value or {} for city, value in found.items()}
