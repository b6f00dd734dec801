"""What a city's report of a round holds: its measures, and what was approved of them in time.

Only public measures and approved updates are read here; drafts, waiting updates and measures a
city keeps to its own people never reach a reviewer.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery

from actionplans.models import (
    ActionPlan,
    CityReport,
    Contribution,
    Edition,
    Measure,
    MeasureDraft,
    ProgressUpdate,
    Reading,
    Remark,
    Spending,
)

ORDER = (
    F("measure__plan__city").desc(nulls_last=True),
    "measure__plan",
    "measure__direction__goal__position",
    "measure__direction__position",
    "measure__position",
    "pk",
)


def parts_of(report: CityReport) -> QuerySet[Contribution]:
    """The city's parts in public measures that the report speaks of, in their order.

    A measure that came into the plan after the period is no part of it, unless something was said.
    """
    told = ProgressUpdate.objects.filter(report=report).values("contribution")
    spoken_of = Q(pk__in=gathered(report).values("contribution")) | Q(pk__in=told)
    return (
        Contribution.objects.shown()
        .filter(city=report.city_id, measure__in=Measure.objects.public())
        .annotate(in_plan_since=_in_plan_since())
        .filter(~Q(in_plan_since__gt=report.round.ends_on) | spoken_of)
        .filter(Q(measure__plan__in=_in_force(report)) | Q(pk__in=told))
        .filter(Q(left_on=None) | Q(pk__in=told))
        .order_by(*ORDER)
    )


def _in_force(report: CityReport) -> QuerySet[ActionPlan]:
    """Plans in force; also one that ended since the period began: the next came after that day."""
    follower = Edition.objects.filter(
        plan__city=OuterRef("city"),
        plan__pk__gt=OuterRef("pk"),
        number=1,
        adopted_on__gte=report.round.starts_on,
    )
    ended = Q(state=ActionPlan.State.ARCHIVED, city=report.city_id) & Exists(follower)
    return ActionPlan.objects.filter(Q(state=ActionPlan.State.ADOPTED) | ended)


def _in_plan_since() -> Subquery:
    """The day of the act or the click by which a measure came into its plan."""
    begun = MeasureDraft.objects.filter(
        measure=OuterRef(OuterRef("measure")), state=MeasureDraft.State.ADOPTED, base_version=0
    )
    editions = Edition.objects.filter(
        plan=OuterRef("measure__plan"),
        at__gte=Subquery(begun.order_by("pk").values("decided_at")[:1]),
    )
    return Subquery(editions.order_by("number").values("adopted_on")[:1])


def gathered(report: CityReport) -> QuerySet[ProgressUpdate]:
    """The updates of the report: those it was sent with, or those it would be sent with now."""
    public = ProgressUpdate.objects.public().filter(contribution__city=report.city_id)
    if report.is_sent:
        return public.filter(report=report)
    return public.filter(report=None, on__range=(report.round.starts_on, report.round.ends_on))


def told(report: CityReport) -> QuerySet[ProgressUpdate]:
    """The report's updates, and those of its period that an earlier report has already held."""
    earlier = ProgressUpdate.objects.public().filter(
        contribution__city=report.city_id,
        on__range=(report.round.starts_on, report.round.ends_on),
        report__isnull=False,
    )
    return gathered(report) | earlier


def waiting_in(
    report: CityReport, parts: Collection[int] | None = None
) -> QuerySet[ProgressUpdate]:
    """What waits for the approver of the period, or of some parts since proposals came."""
    rows = ProgressUpdate.objects.filter(
        state=ProgressUpdate.State.SUBMITTED,
        contribution__city=report.city_id,
        contribution__measure__in=Measure.objects.public(),
    )
    if parts is None:
        rows = rows.filter(on__range=(report.round.starts_on, report.round.ends_on))
    else:
        rows = rows.filter(contribution__in=parts)
    return (
        rows.select_related("contribution__city__place", "contribution__measure__plan", "by")
        .prefetch_related("readings__indicator", "spendings__budget_line")
        .order_by("contribution__measure__position", "pk")
    )


def proposed_updates(report: CityReport, remarks: Iterable[Remark]) -> QuerySet[ProgressUpdate]:
    """What the city has approved of the measures asked about since the proposals came."""
    return (
        ProgressUpdate.objects.public()
        .filter(
            contribution__in=[one.contribution_id for one in remarks],
            report=None,
            approved_at__gte=report.proposed_at,
        )
        .order_by("on", "pk")
    )


def with_told(parts: QuerySet[Contribution], report: CityReport) -> QuerySet[Contribution]:
    """Parts with all that a report says of them; as many queries for one as for hundreds."""
    updates = (
        told(report)
        .select_related("approved_by", "report__round")
        .prefetch_related(
            "translations",
            Prefetch("readings", Reading.objects.select_related("indicator")),
            Prefetch("spendings", Spending.objects.select_related("budget_line")),
        )
        .order_by("on", "pk")
    )
    said = (
        ProgressUpdate.objects.public()
        .only("contribution", "on", "status", "percent", "state")
        .order_by("on", "pk")
    )
    remarks = Remark.objects.told().filter(report=report).select_related("by")
    return parts.select_related("measure__plan", "measure__direction__goal").prefetch_related(
        "measure__translations",
        "measure__terms",
        Prefetch("updates", updates, to_attr="told"),
        Prefetch("updates", said, to_attr="said"),
        Prefetch("remarks", remarks, to_attr="asked"),
    )
