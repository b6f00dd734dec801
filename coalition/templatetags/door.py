"""The door: fields without doubled labels, and who may try the demonstration."""

from __future__ import annotations

from urllib.parse import urlsplit

from django import template
from django.conf import settings
from django.forms import BoundField
from django.http import HttpRequest

from coalition.models import Membership, Place, User
from coalition.second_step import is_asked, was_taken

register = template.Library()


@register.filter
def plain(field: BoundField) -> BoundField:
    """A field without the placeholder that only repeats its label."""
    field.field.widget.attrs.pop("placeholder", None)
    return field


@register.filter
def in_fours(code: str) -> str:
    """A printed code in groups that the eye can hold."""
    return " ".join(code[start : start + 4] for start in range(0, len(code), 4))


@register.simple_tag
def second_step_owed(request: HttpRequest) -> bool:
    """Whether this session still lacks the second step that the person's role needs."""
    user = request.user
    assert isinstance(user, User)  # noqa: S101 -- shown inside only
    return is_asked(user) and not was_taken(request.session, user)


@register.simple_tag
def passkeys_at() -> str:
    """On this machine alone: the address at which passkeys work, since they belong to a name."""
    parts = urlsplit(settings.SITE_URL)
    if parts.hostname not in settings.LOOPBACK:
        return ""
    return f"http://localhost:{parts.port or 80}"


@register.simple_tag
def own_provider() -> str:
    """The name of the identity provider with which people may sign in, where there is one."""
    return settings.OIDC_NAME or "" if settings.OIDC_ISSUER else ""


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
