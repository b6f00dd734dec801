"""Cities on any page: their addresses, their names, the sketch with their dots."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import template
from django.conf import settings
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cities import welcome
from cities.checklist import subjects
from cities.copies import unsent
from cities.models import Application, ApplicationPaper, ApplicationRevision, City
from cities.revisions import readable_revisions
from cities.steps import ANSWERING, Who
from cities.tasks import FILES
from cities.turn import sides_of, turns, waiting_for, with_turns
from coalition.attachments import owner_key
from coalition.charts import Dot, locator_map
from coalition.models import Attachment, Place, User
from coalition.permissions import may, places_of
from coalition.roles import role
from coalition.templatetags.site import page_at

register = template.Library()


@register.simple_tag
def city_url(city: City) -> str:
    """The address of a city's page in the active language."""
    return page_at(f"cities/{city.slug}")


@register.simple_tag
def cities_map(cities: Iterable[City], here: City | None = None) -> SafeString:
    """The sketch of the region with a dot for each city that has told where it lies."""
    dots = [
        Dot(city.slug, city.name, city.latitude, city.longitude, city_url(city))
        for city in cities
        if city.latitude is not None and city.longitude is not None
    ]
    return locator_map(dots, here.slug if here else None)


@register.filter
def fact_kind(kind: str) -> str:
    """What a fact is about, in the reader's language."""
    return {
        "population": _("Population"),
        "area_km2": _("Area, km²"),
        "elevation_m": _("Elevation, m"),
        "mcr2030": "MCR2030",
        "river": _("River"),
        "event": _("Event"),
        "document": _("Document"),
        "programme": _("Programme"),
        "region": _("Region"),
    }.get(kind, kind)


@register.filter
def fact_day(as_of: str) -> str:
    """The day, month or year a fact was true on, as people write it; other words as they stand."""
    try:
        if as_of.count("-") == 1:
            return date_format(date.fromisoformat(f"{as_of}-01"), "YEAR_MONTH_FORMAT")
        return date_format(date.fromisoformat(as_of)) if "-" in as_of else as_of
    except ValueError:
        return as_of


@register.filter
def role_name(key: str, kind: str = "city") -> str:
    """The name of a role in one kind of place."""
    return str(role(kind, key).name)


@register.simple_tag
def other_papers(application: Application) -> list[ApplicationPaper]:
    """The files of an application that answer no question of a task."""
    return [one for one in application.papers.all() if one.kind not in FILES.values()]


@register.simple_tag
def revisions_for(user: User, application: Application) -> list[ApplicationRevision]:
    """What was sent, as far as this person reads it."""
    if application.submitted_at is None:
        return []
    return list(readable_revisions(application, user))


@register.simple_tag
def awaited_of(application: Application) -> dict[str, object]:
    """What a city reads of its own application: whose turn it is, questions, files to take back."""
    found = with_turns(Application.objects).get(pk=application.pk)
    files = Attachment.objects.filter(owner=owner_key(application), withdrawn_at=None)
    is_over = application.state == Application.State.WITHDRAWN
    names, asked = dict(subjects()), application.questions.prefetch_related("answers")
    return {
        "turns": turns(found, list(City.objects.members())),
        "questions": [(one, names.get(one.about, "")) for one in asked],
        "may_answer": application.state in ANSWERING,
        "files": files if is_over else [],
    }


@register.simple_tag
def joining_waits(user: User) -> dict[str, object] | None:
    """Applications and copies that wait for a person; none asked for others."""
    sides = sides_of(user)
    if not sides:
        return None
    applications = waiting_for(user)
    copies = sum(len(one.cities) for one in unsent()) if Who.KEEPER in sides else 0
    return {"applications": applications, "unsent": copies} if applications or copies else None


@register.simple_tag
def welcome_lines(user: User, city: City | None = None) -> list[welcome.Line]:
    """{% welcome_lines user city as lines %}: the first steps in a city, or in all of a person."""
    own = [place.city for place in places_of(user) if place.kind == Place.Kind.CITY]
    return welcome.lines_for(user, [city] if city else own)


@register.simple_tag
def ways_out(city: City) -> list[dict[str, Any]]:
    """Every way by which data of a city leave the platform, and whether it is open today."""
    is_open = city.is_member
    return [
        {"words": _("Pages that everybody reads"), "open": not city.pages_closed},
        {"words": _("Files of the plan, and the open data"), "open": city.in_open_data},
        {"words": _("Other programs (API)"), "open": is_open and city.in_api},
        {"words": _("Figures of the plan inside other sites"), "open": city.allows_embedding},
        {"words": _("Beside other cities that also agree"), "open": city.allows_comparison},
        {"words": _("Coordinates of measures"), "open": city.shows_coordinates},
        {"words": _("Computed signals: late, at risk"), "open": city.shows_signals},
        {"words": _("Overview of progress by UNDP"), "open": is_open and bool(city.review_since)},
    ]


@register.simple_tag
def untold_data(user: User) -> list[str]:
    """What cities are not told of who holds their data, for the secretariat to see."""
    coalition = next((one for one in places_of(user) if one.kind == Place.Kind.COALITION), None)
    if not may(user, "administer", coalition):
        return []
    told = {
        _("operator"): settings.OPERATOR,
        _("country of the servers"): settings.HOSTING_COUNTRY,
        _("legal basis"): settings.DATA_BASIS,
    }
    return [words for words, said in told.items() if not said]
