"""plans/: adopted plans of cities, and plans several cities carry out together."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from ninja import Router

from actionplans.api.conditions import known_city
from actionplans.api.paging import After, Limit, page_by_number
from actionplans.api.readers import given_to, reader
from actionplans.api.said import say_plan
from actionplans.api.schemas import Page, Plan
from actionplans.models import ActionPlan
from coalition.permissions import Person

router = Router(tags=["plans"])


def plan_rows(person: Person) -> QuerySet[ActionPlan]:
    """The plans a person may see, with what a list says of them."""
    rows = ActionPlan.objects.visible_to(person).filter(given_to(person)).select_related("city")
    return rows.prefetch_related("translations")


@router.get("plans/", response=Page[Plan], url_name="plans")
def plans(request: HttpRequest, city: str = "", after: After = "", limit: Limit = 100) -> Any:
    """Plans, all or of one city; the joint plans a city takes part in are among its own."""
    found = plan_rows(reader(request))
    if known_city(city):
        joint = Q(city=None, measures__contributions__city__slug=city)
        found = found.filter(Q(city__slug=city) | joint).distinct()
    rows, following = page_by_number(found, after, limit)
    return {"items": [say_plan(plan) for plan in rows], "next": following}
