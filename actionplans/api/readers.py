"""Who reads: everybody what is public, a person's program also the inside of the person's city."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.http import HttpRequest

from cities.models import City
from coalition.permissions import Person, places_with
from coalition.tokens import program


def reader(request: HttpRequest) -> Person:
    """The person whose key came with the request, else nobody; the session is never looked at."""
    return program(request, "read") or AnonymousUser()


def given_to(person: Person, of: str = "") -> Q:
    """Plans that programs read: joint ones, those of members that let them, and one's own city's.

    `of` names the way to the plan, such as "plan__".
    """
    member = {f"{of}city__in_api": True, f"{of}city__status": City.Status.MEMBER}
    inside = {f"{of}place__in": places_with(person, "see_inside")}
    return Q(**{f"{of}city": None}) | Q(**member) | Q(**inside)
