"""Decisions on any page: beside a thread, on a group's public page, in letters."""

from __future__ import annotations

from django import template

from cities.models import Application, party_cities
from coalition.permissions import Person, may
from workinggroups import cards, waiting, zones
from workinggroups.models import Consultation, Decision, Stance, Thread, WorkingGroup
from workinggroups.permissions import may_consult
from workinggroups.register import shown_in, standing_of

register = template.Library()

NEWEST = 5  # outcomes on the public page of a group


@register.simple_tag
def decisions_in(thread: Thread, user: Person) -> cards.Beside:
    """The decisions of a thread as the reader sees them; one query where there are none."""
    return cards.cards_beside(thread, user)


@register.simple_tag
def shown_outcomes(group: WorkingGroup) -> list[Decision]:
    """The last outcomes that a group shows to everybody; one more than the page has room for."""
    return list(shown_in(group)[: NEWEST + 1])


@register.filter
def standing(decision: Decision) -> str:
    """Whether a recommendation is in force, in words."""
    return standing_of(decision)


@register.simple_tag
def my_decisions(user: Person) -> waiting.Waiting:
    """What decisions await of a person today; one query."""
    return waiting.decisions_for(user)


@register.simple_tag
def deadline(decision: Decision) -> str:
    """Until when, by the clock of the decision's own city."""
    return zones.on_the_clock_of(decision.closes_at, decision.clock_city)


@register.simple_tag
def deadline_in_utc(decision: Decision) -> str:
    """Until when, in UTC."""
    return zones.in_utc(decision.closes_at)


@register.filter
def needs_reason(choice: str) -> bool:
    """Whether this answer of a city is refused without a reason."""
    return choice in Stance.REASONED


@register.simple_tag
def consultation_of(group: WorkingGroup, user: Person) -> dict[str, object] | None:
    """The consultation that a room is for, and which cities the reader speaks for in it."""
    if group.kind != WorkingGroup.Kind.CONSULTATION:
        return None
    found = Consultation.objects.select_related("opened_for", "ended_by").get(group=group)
    invited = set(found.invitations.values_list("city", flat=True))
    cities = list(group.cities.select_related("place").order_by("position"))
    return {
        "row": found,
        "cities": cities,
        "takes_part": may(user, "post", group),
        "invited": [city for city in cities if city.pk in invited],
        "own": [city for city in cities if may_consult(user, city) and city.pk not in invited],
    }


@register.simple_tag
def consultation_on(application: Application, user: Person) -> dict[str, object] | None:
    """The consultation about an application: who takes part, whether the reader reads or joins."""
    rows = Consultation.objects.select_related("group__place")
    found = rows.filter(application=application).first()
    if found is None:
        return None
    cities = list(found.group.cities.order_by("position"))
    own = party_cities(user) if not found.ended_at else []
    return {
        "row": found,
        "cities": cities,
        "may_read": may(user, "see_inside", found.group),
        "may_join": [city for city in own if city not in cities],
    }
