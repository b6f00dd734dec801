"""Whether a person has the reviewers' desk: {% if user|reviews %}."""

from __future__ import annotations

from django import template

from coalition.permissions import Person, places_with

register = template.Library()


@register.filter
def reviews(user: Person) -> bool:
    """Whether somebody reviews anywhere, so that the desk is offered."""
    return bool(places_with(user, "review"))
