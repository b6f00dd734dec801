"""Parts of every page: the language switch and links that keep the language."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils import translation

from coalition.middleware import UNPREFIXED
from coalition.models import Place
from coalition.text import coalition_name

register = template.Library()


def in_language(path: str, language: str) -> str:
    """The same address in another language: Russian has no prefix, the others have theirs."""
    if path.startswith(UNPREFIXED):
        return path
    current = translation.get_language_from_path(path)
    bare = path[len(current) + 1 :] if current else path
    return bare if language == settings.LANGUAGE_CODE else f"/{language}{bare}"


@register.simple_tag(takes_context=True)
def languages(context: dict[str, Any]) -> list[dict[str, Any]]:
    """The languages of the site, each with the address of this same page."""
    request = context.get("request")
    path = request.path if request else "/"
    query = request.META.get("QUERY_STRING", "") if request else ""
    active = translation.get_language()
    return [
        {
            "code": code,
            "name": name,
            "url": in_language(path, code) + (f"?{query}" if query else ""),
            "active": code == active,
        }
        for code, name in settings.LANGUAGES
    ]


@register.simple_tag
def page_at(path: str = "") -> str:
    """The address of a page of words by its path, such as `about`, in the active language."""
    path = f"/{path}/" if path else "/"
    return in_language(path, translation.get_language() or settings.LANGUAGE_CODE)


@register.filter
def get(mapping: dict[Any, Any], key: Any) -> Any:
    """The value of a key that is itself a variable."""
    return mapping.get(key)


@register.filter
def place_name(place: Place) -> str:
    """The name people know a place by: of its city or its group, else of the Coalition."""
    if place.kind == Place.Kind.COALITION:
        return coalition_name()
    holder = {Place.Kind.CITY: "city", Place.Kind.GROUP: "working_group"}[Place.Kind(place.kind)]
    return str(getattr(place, holder, place.key))


SECRET_ADDRESSES = ("/join/apply/", "/accounts/")


@register.simple_tag(takes_context=True)
def report_address(context: dict[str, Any]) -> str:
    """Where to say that this page is wrong; an address that is itself a key is never passed on."""
    url = reverse("report_page")
    request = context.get("request")
    if request is None or any(part in request.path for part in SECRET_ADDRESSES):
        return url
    return f"{url}?page={quote(request.path)}"
