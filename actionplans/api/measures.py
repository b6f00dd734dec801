"""measures/, one measure and its history: what cities do, and how they said it goes."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Query, Router, Schema

from actionplans.api.conditions import narrowed
from actionplans.api.indicators import with_readings
from actionplans.api.paging import After, Limit, page_by_day, page_by_number
from actionplans.api.readers import given_to, reader
from actionplans.api.said import say_measure, say_measure_whole, say_update
from actionplans.api.schemas import Measure as MeasureSaid
from actionplans.api.schemas import MeasureDetail, Page, Update
from actionplans.models import (
    ActionPlan,
    Contribution,
    Indicator,
    Measure,
    ProgressUpdate,
    Spending,
)
from coalition.permissions import Person

router = Router(tags=["measures"])


class Filters(Schema):
    """The filters of the pages of plans; each may come several times."""

    q: str = ""
    city: list[str] = []
    status: list[str] = []
    hazard: list[str] = []
    sector: list[str] = []
    owner: list[str] = []
    tag: list[str] = []
    year: list[str] = []
    sdg: list[str] = []
    sendai: list[str] = []
    signal: list[str] = []


def measure_rows(person: Person) -> QuerySet[Measure]:
    """The measures a person may see, with what a list says of them."""
    shares = Contribution.objects.shown().select_related("city").order_by("city__position", "pk")
    return (
        Measure.objects.visible_to(person)
        .standing()
        .filter(given_to(person, "plan__"))
        .select_related("plan__city", "direction__goal")
        .prefetch_related(
            "translations", "terms", "coordinations", Prefetch("contributions", shares)
        )
    )


@router.get("measures/", response=Page[MeasureSaid], url_name="measures")
def measures(
    request: HttpRequest, filters: Query[Filters], after: After = "", limit: Limit = 100
) -> Any:
    """Measures of all cities, narrowed by the filters of the pages."""
    ended = (ActionPlan.State.ARCHIVED, ActionPlan.State.WITHDRAWN)
    found = measure_rows(reader(request)).exclude(plan__state__in=ended)
    rows, following = page_by_number(narrowed(found, request), after, limit)
    return {"items": [say_measure(measure) for measure in rows], "next": following}


@router.get("measures/{int:pk}/", response=MeasureDetail, url_name="measure")
def measure(request: HttpRequest, pk: int) -> Any:
    """Everything the city shows of one measure."""
    rows = measure_rows(reader(request)).prefetch_related(
        "executors",
        "contributions__budget_lines",
        "contributions__milestones",
        "direction__translations",
        "direction__goal__translations",
        Prefetch("indicators", with_readings(Indicator.objects.all())),
    )
    return say_measure_whole(get_object_or_404(rows, pk=pk))


def update_rows() -> QuerySet[ProgressUpdate]:
    """Updates with what the API says of them."""
    spent = Spending.objects.select_related("budget_line")
    return ProgressUpdate.objects.select_related("contribution__city").prefetch_related(
        "translations", "readings", Prefetch("spendings", spent)
    )


@router.get("measures/{int:pk}/history/", response=Page[Update], url_name="history")
def history(request: HttpRequest, pk: int, after: After = "", limit: Limit = 100) -> Any:
    """Approved updates of a measure, oldest first."""
    person = reader(request)
    seen = Measure.objects.visible_to(person).standing()
    found = get_object_or_404(seen.filter(given_to(person, "plan__")), pk=pk)
    approved = update_rows().filter(
        state=ProgressUpdate.State.APPROVED,
        contribution__measure=found,
        contribution__visibility=Measure.Visibility.PUBLIC,
    )
    rows, following = page_by_day(approved, after, limit)
    return {"items": [say_update(update) for update in rows], "next": following}
