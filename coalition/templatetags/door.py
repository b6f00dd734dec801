"""The door: fields without doubled labels, and who may try the demonstration."""

from __future__ import annotations

from urllib.parse import urlsplit

from django import template
from django.conf import settings
from django.forms import BoundField

from coalition.models import Membership, Place, User

register = template.Library()


@register.filter
def plain(field: BoundField) -> BoundField:
    """A field without the placeholder that only repeats its label."""
    field.field.widget.attrs.pop("placeholder", None)
    return field


@register.simple_tag
def demo_accounts() -> list[tuple[User, Place | None]]:
    """The demonstration's accounts, told only where the server speaks to this machine alone.

    Each with the city whose people it is of.
    """
    if not (settings.DEMO or urlsplit(settings.SITE_URL).hostname in settings.LOOPBACK):
        return []
    held = Membership.objects.filter(place__kind=Place.Kind.CITY, user__is_demo=True)
    of_city = held.exclude(role="reviewer").select_related("place__city")
    cities = {one.user_id: one.place for one in of_city}
    people = User.objects.filter(is_demo=True, is_active=True).order_by("pk")
    return [(person, cities.get(person.pk)) for person in people]
