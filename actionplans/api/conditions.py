"""The conditions of an address, as the pages have them; a program learns of one that means nothing.

A page leaves such a condition out and says so; a program would take the whole list for the answer.
"""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from actionplans.api.answers import Refused
from actionplans.filters import LABELS, Filter, is_known
from actionplans.models import Measure
from cities.models import City
from coalition import clock


def member_slugs() -> dict[str, str]:
    """The cities there are, as conditions name them."""
    return {city.slug: city.slug for city in City.objects.members().only("slug")}


def known_city(slug: str) -> str:
    """A city of the Coalition, or no condition at all."""
    if slug and slug not in member_slugs():
        raise unknown({"city": slug})
    return slug


def unknown(values: dict[str, str]) -> Refused:
    """The refusal of conditions that mean nothing."""
    fields = {
        name: [_("“%(value)s” is not known here.") % {"value": value[:40]}]
        for name, value in values.items()
    }
    return Refused(422, " ".join(said[0] for said in fields.values()), fields)


def narrowed(rows: QuerySet[Measure], request: HttpRequest) -> QuerySet[Measure]:
    """The measures that meet the conditions of the address; one not understood is refused."""
    cities = member_slugs()
    meaningless = {
        name: value
        for name in LABELS
        for value in request.GET.getlist(name)
        if value and not is_known(name, value, cities)
    }
    if meaningless:
        raise unknown(meaningless)
    asked = Filter.read(request.GET, cities=cities)
    return asked.apply(rows, clock.today())
