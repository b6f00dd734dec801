"""One measure in full, as its page and a full export read it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Exists, OuterRef, Prefetch, QuerySet, Subquery
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from actionplans.models import (
    BudgetLine,
    Contribution,
    DirectionTranslation,
    Evidence,
    Indicator,
    Measure,
    Milestone,
    ProgressUpdate,
    Reading,
    Spending,
    UpdateFile,
)
from actionplans.reading import lay_title, title_in, worded_here
from coalition.charts import line_chart
from coalition.charts.frame import Point


def whole(measures: QuerySet[Measure]) -> QuerySet[Measure]:
    """Measures with everything everybody may read of them; ten queries in all."""
    readings = (
        Reading.objects.filter(update__state="approved", contribution__visibility="public")
        .select_related("contribution__city")
        .order_by("on", "pk")
    )
    language = get_language() or "ru"
    of_direction = OuterRef("direction_id")
    return (
        measures.select_related("plan__city", "direction", "superseded_by__plan__city")
        .annotate(
            direction_said=title_in(language, DirectionTranslation, direction=of_direction),
            has_before=Exists(Measure.objects.filter(superseded_by=OuterRef("pk"))),
            has_evidence=Exists(shown_evidence().filter(measure=OuterRef("pk"))),
        )
        .prefetch_related(
            "terms",
            "executors",
            Prefetch("contributions", _parts()),
            Prefetch("indicators", Indicator.objects.order_by("position", "pk")),
            Prefetch("indicators__readings", readings, to_attr="approved"),
        )
    )


def shown_evidence() -> QuerySet[Evidence]:
    """Files and links that everybody may open beside a measure they may read."""
    return Evidence.objects.kept().filter(visibility=Measure.Visibility.PUBLIC)


def evidence_of(measure: Measure) -> Iterable[Evidence]:
    """What everybody may open beside a measure read by `whole`; most have nothing."""
    if not measure.has_evidence:  # type: ignore[attr-defined]
        return ()
    return shown_evidence().filter(measure=measure).select_related("attachment")


def replaced_by(measure: Measure) -> Iterable[Measure]:
    """The measures instead of which one read by `whole` stands; most came instead of none."""
    if not measure.has_before:  # type: ignore[attr-defined]
        return ()
    return measure.supersedes.select_related("plan__city")


def say_in_readers_language(measure: Measure, updates: Iterable[ProgressUpdate]) -> None:
    """The words of a measure read by `whole`, where their authors wrote in another language."""
    language = get_language() or "ru"
    lay_title(measure.direction, language, measure.direction_said)  # type: ignore[attr-defined]
    worded_here(measure)
    worded_here(*updates)


def _parts() -> QuerySet[Contribution]:
    """What cities contribute: money with what was spent, steps, approved updates with files."""
    spent = (
        Spending.objects.filter(budget_line=OuterRef("pk"), update__state="approved")
        .order_by("-update__on", "-pk")
        .values("amount")[:1]
    )
    return (
        Contribution.objects.shown()
        .select_related("city")
        .prefetch_related(
            Prefetch("budget_lines", BudgetLine.objects.annotate(spent=Subquery(spent))),
            Prefetch("milestones", Milestone.objects.order_by("position", "due_on", "pk")),
            Prefetch("updates", _log(), to_attr="log"),
        )
        .order_by("city__position", "pk")
    )


def _log() -> QuerySet[ProgressUpdate]:
    """What was said and approved, oldest first, with the files beside it."""
    files = UpdateFile.objects.kept().select_related("attachment")
    return (
        ProgressUpdate.objects.approved()
        .select_related("by")
        .prefetch_related(Prefetch("files", files, to_attr="shots"))
        .order_by("on", "pk")
    )


def parts_of(measure: Measure) -> list[Contribution]:
    """What each city does for a measure, in the order of the Declaration."""
    return list(measure.contributions.all())


@dataclass
class Gauge:
    """An indicator with its approved readings, drawn where it can be."""

    indicator: Indicator
    readings: list[Reading]
    chart: SafeString | None


def indicators_of(measure: Measure, parts: list[Contribution]) -> list[Gauge]:
    """The indicators of a measure; readings of several cities are listed, never drawn as one."""
    gauges = []
    for indicator in measure.indicators.all():
        readings = list(indicator.approved)  # type: ignore[attr-defined]
        drawn = len(parts) <= 1 and (readings or _point(indicator, "baseline"))
        gauges.append(Gauge(indicator, readings, _chart(indicator, readings) if drawn else None))
    return gauges


def _chart(indicator: Indicator, readings: list[Reading]) -> SafeString:
    points: list[Point] = [(reading.on, reading.value) for reading in readings]
    return line_chart(
        indicator.name,
        indicator.unit,
        points,
        baseline=_point(indicator, "baseline"),
        target=_end_of_year(_point(indicator, "target")),
        source=indicator.source,
    )


def _end_of_year(point: tuple[int, Decimal] | None) -> Point | None:
    """A target is met by the last day of its year, after all readings of that year."""
    return point and (date(point[0], 12, 31), point[1])


def _point(indicator: Indicator, name: str) -> tuple[int, Decimal] | None:
    """The baseline or the target as a point of a chart, where both its value and year are told."""
    value, year = getattr(indicator, name), getattr(indicator, f"{name}_year")
    return None if value is None or year is None else (year, value)
