"""Cities on any page: their addresses, their names, the sketch with their dots."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django import template
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cities.checklist import subjects
from cities.copies import unsent
from cities.models import Application, ApplicationPaper, ApplicationRevision, City
from cities.revisions import readable_revisions
from cities.steps import ANSWERING, Who
from cities.tasks import FILES
from cities.turn import sides_of, turns, waiting_for, with_turns
from coalition.attachments import owner_key
from coalition.charts import Dot, locator_map
from coalition.models import Attachment, User
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
