"""indicators/: what is counted for the measures, each with its latest approved reading."""

from __future__ import annotations

from typing import Annotated, Any

from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpRequest
from ninja import Query, Router

from actionplans.api.conditions import known_city
from actionplans.api.paging import After, Limit, page_by_number
from actionplans.api.readers import given_to, reader
from actionplans.api.said import say_indicator
from actionplans.api.schemas import Indicator as IndicatorSaid
from actionplans.api.schemas import Page
from actionplans.models import Indicator, Measure, ProgressUpdate, Reading

router = Router(tags=["measures"])
LARGEST = 2**63 - 1  # the largest number a database knows


def with_readings(rows: QuerySet[Indicator]) -> QuerySet[Indicator]:
    """Indicators with their approved readings, oldest first."""
    approved = Reading.objects.filter(
        update__state=ProgressUpdate.State.APPROVED,
        contribution__visibility=Measure.Visibility.PUBLIC,
    )
    told = approved.select_related("contribution__city").order_by("on", "pk")
    return rows.select_related("measure__plan__city").prefetch_related(Prefetch("readings", told))


@router.get("indicators/", response=Page[IndicatorSaid], url_name="indicators")
def indicators(
    request: HttpRequest,
    city: str = "",
    measure: Annotated[int | None, Query(ge=1, le=LARGEST)] = None,
    after: After = "",
    limit: Limit = 100,
) -> Any:
    """Indicators of public measures, all or of one city or measure."""
    person = reader(request)
    seen = Measure.objects.visible_to(person).standing().filter(given_to(person, "plan__"))
    rows = Indicator.objects.filter(measure__in=seen)
    if known_city(city):
        joint = Q(measure__plan__city=None, measure__contributions__city__slug=city)
        rows = rows.filter(Q(measure__plan__city__slug=city) | joint).distinct()
    if measure is not None:
        rows = rows.filter(measure=measure)
    found, following = page_by_number(with_readings(rows), after, limit)
    return {"items": [say_indicator(one) for one in found], "next": following}
