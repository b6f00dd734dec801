"""The way around one's own work: only what this person can open."""

from __future__ import annotations

from typing import NamedTuple

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _

from coalition.models import Place, User
from coalition.notifications import unread_count
from coalition.permissions import places_of, rights_of

register = template.Library()


class Link(NamedTuple):
    """One entry of the way: what it says, where it leads, whether it is here."""

    name: str
    url: str
    here: bool


@register.simple_tag
def work_links(user: User, path: str) -> list[Link]:
    """My day, my cities, the overview, applications, the site: what the person's roles open."""
    rights = rights_of(user)
    places = [place for place in places_of(user) if place.pk in rights]
    cities = [place for place in places if place.kind == Place.Kind.CITY]
    members = [place for place in cities if place.city.is_member]
    speaks = any(rights[place.pk] & {"approve", "administer"} for place in members)
    whole = [rights[place.pk] for place in places if place.kind == Place.Kind.COALITION]

    found = [(_("My day"), reverse("work"))]
    found += [
        (place.city.name, reverse("city_work", args=[place.key]))
        for place in sorted(cities, key=lambda place: place.city.position)
        if "see_inside" in rights[place.pk]
    ]
    if any("review" in rights[place.pk] for place in cities):
        found.append((_("Overview of progress"), reverse("review")))
        found.append((_("Reports of cities"), reverse("review_reports")))
    if speaks or whole:
        found.append((_("Applications to join"), reverse("applications")))
        found.append((_("Register of documents"), reverse("review_documents")))
    if any("administer" in held for held in whole):
        found.append((_("Administrators of the cities"), reverse("administrators")))
        found.append((_("Activity of working groups"), reverse("review_activity")))
        found.append((_("Calendar of events"), reverse("occasions")))
        found.append((_("Words about the site"), reverse("reports")))
    # /review/reports/ lies under /review/: the longest address is where one is
    around = [url for _name, url in found if path.startswith(url) and url != reverse("work")]
    here = max(around, key=len, default=path)
    return [Link(name, url, url == here) for name, url in found]


@register.simple_tag
def unread_lines(user: User) -> int:
    """How many lines of the notification centre a person has not read."""
    return unread_count(user)
