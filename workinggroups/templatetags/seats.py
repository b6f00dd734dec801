"""Who speaks for cities, and what a group shows of itself, on any page."""

from __future__ import annotations

from django import template
from django.db.models import Q

from cities.models import City
from coalition.permissions import Person, may, places_with
from workinggroups.models import ShownThread, Thread, WorkingGroup
from workinggroups.people import CityVoice, voices_in, voices_of

register = template.Library()
BETWEEN = (
    WorkingGroup.Kind.COUNCIL,
    WorkingGroup.Kind.COMMISSION,
    WorkingGroup.Kind.TECHNICAL,
    WorkingGroup.Kind.THEMATIC,
)
KNOWN = (WorkingGroup.Visibility.PUBLIC, WorkingGroup.Visibility.COALITION)


@register.simple_tag(takes_context=True)
def seats_in(context: template.Context, group: WorkingGroup, user: Person) -> list[CityVoice]:
    """The cities of a group with who speaks for each; notes whether the reader leads it."""
    context["moderates_here"] = may(user, "moderate", group)
    return voices_in(group)


@register.filter
def administered(user: Person) -> list[int]:
    """The places a person administers."""
    return places_with(user, "administer")


@register.simple_tag
def voices_for(city: City, user: Person) -> list[CityVoice]:
    """A city's seats in groups between cities; its administrator sees all, others the known."""
    groups = WorkingGroup.objects.filter(kind__in=BETWEEN)
    if not may(user, "administer", city):
        inside = places_with(user, "see_inside")
        groups = groups.filter(Q(visibility__in=KNOWN) | Q(place__in=inside))
    return voices_of(city, groups)


@register.filter
def named(voices: list[CityVoice]) -> int:
    """How many cities have named somebody."""
    return sum(1 for voice in voices if voice.seats)


@register.simple_tag
def shown_of(thread: Thread) -> ShownThread | None:
    """What of a thread stands on the public page; read with the thread."""
    return getattr(thread, "shown", None)
