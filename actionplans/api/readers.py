"""Who reads: everybody what is public, a person's program also the inside of the person's city."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest

from coalition.permissions import Person
from coalition.tokens import program


def reader(request: HttpRequest) -> Person:
    """The person whose key came with the request, else nobody; the session is never looked at."""
    return program(request, "read") or AnonymousUser()
