"""The way around one's own work: only what this person can open."""

from __future__ import annotations

from typing import NamedTuple

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _

from cities.models import City
from coalition.models import Place, User
from coalition.permissions import may, places_with

register = template.Library()


class Link(NamedTuple):
    """One entry of the way: what it says, where it leads, whether it is here."""

    name: str
    url: str
    here: bool


@register.simple_tag
def work_links(user: User, path: str) -> list[Link]:
    """My day, my cities, the overview, applications, the site: what the person's roles open."""
    found = [(_("My day"), reverse("work"))]
    inside = places_with(user, "see_inside")
    found += [
        (city.name, reverse("city_work", args=[city.slug]))
        for city in City.objects.filter(place__in=inside).order_by("position", "slug")
    ]
    if places_with(user, "review"):
        found.append((_("Overview of progress"), reverse("review")))
    coalition = Place.coalition()
    leads = may(user, "administer", coalition)
    speaks = City.objects.filter(
        place__in={*places_with(user, "approve"), *places_with(user, "administer")}
    )
    if leads or may(user, "keep", coalition) or speaks.exists():
        found.append((_("Applications to join"), reverse("applications")))
    if leads:
        found.append((_("Words about the site"), reverse("reports")))
    return [
        Link(name, url, path == url or (path.startswith(url) and url != reverse("work")))
        for name, url in found
    ]
