"""cities/ and cities/<slug>/: the members of the Coalition in the order of their joining."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router

from actionplans.api.paging import After, Limit, page_by_number
from actionplans.api.plans import plan_rows
from actionplans.api.readers import reader
from actionplans.api.said import say_city, say_fact, say_plan
from actionplans.api.schemas import City as CitySaid
from actionplans.api.schemas import CityDetail, Page
from cities.models import City

router = Router(tags=["cities"])


@router.get("cities/", response=Page[CitySaid], url_name="cities")
def cities(request: HttpRequest, after: After = "", limit: Limit = 100) -> Any:
    """The cities of the Coalition."""
    reader(request)
    rows, following = page_by_number(City.objects.members(), after, limit)
    return {"items": [say_city(city) for city in rows], "next": following}


@router.get("cities/{slug:slug}/", response=CityDetail, url_name="city")
def city(request: HttpRequest, slug: str) -> Any:
    """A city with its confirmed facts and its current plan."""
    person = reader(request)
    found = get_object_or_404(City.objects.members(), slug=slug)
    plans = plan_rows(person).filter(city=found)
    plan = plans.filter(Q(is_current=True) | Q(state="adopted")).order_by("state").first()
    return {
        **say_city(found),
        "facts": [say_fact(fact) for fact in found.facts.public()] if found.in_api else [],
        "plan": plan and say_plan(plan),
    }
