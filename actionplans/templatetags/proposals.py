"""Recommendations of groups on pages of cities, and what cities said of them on pages of groups."""

from __future__ import annotations

from django import template

from actionplans.models import CityProposal
from cities.models import City
from workinggroups.models import Decision

register = template.Library()


@register.simple_tag
def new_proposals(city: City) -> list[CityProposal]:
    """What groups have proposed to a city and nobody has answered yet."""
    rows = CityProposal.objects.filter(city=city, state=CityProposal.State.NEW)
    return list(rows.select_related("decision__thread__group")[:20])


@register.simple_tag
def taken_up(decision: Decision) -> list[City]:
    """The cities that themselves said they took a recommendation into work."""
    rows = CityProposal.objects.taken_up().filter(decision=decision).select_related("city")
    return [one.city for one in rows.order_by("city__position")]
