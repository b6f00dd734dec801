"""Groups and threads on any page: names of people, what is unread, groups of a city."""

from __future__ import annotations

import json
from typing import Any

from django import template
from django.template.defaultfilters import floatformat
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from cities.models import City
from coalition.models import User
from coalition.permissions import Person
from workinggroups import people
from workinggroups.events import person
from workinggroups.models import Post, Thread, WorkingGroup
from workinggroups.reading import in_sight

register = template.Library()

MOST_WAITING = 20


@register.filter
def shown_name(user: User) -> str:
    """How others see a person: name, or post; never the address."""
    return person(user or None)["name"]


@register.filter
def shown_post(user: User) -> str:
    """The post of a person whose name is shown."""
    return person(user or None)["post"]


@register.filter
def introduced(user: User, city: City | None) -> str:
    """A person with post and city, for those who decide about them."""
    return people.introduced(user, city)


@register.filter
def megabytes(size: int) -> str:
    """The size of a file as it is said before somebody downloads it; thread.js says it alike."""
    return floatformat(max(size / 1_000_000, 0.1), 1)


@register.filter
def as_json(value: Any) -> str:
    """A value for an attribute that a script reads."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


@register.simple_tag
def groups_of(city: City) -> list[WorkingGroup]:
    """The public groups in which a city has a seat."""
    return list(WorkingGroup.objects.public().filter(cities=city, archived=False))


@register.simple_tag
def public_groups() -> list[WorkingGroup]:
    """The groups every visitor may know of."""
    return list(WorkingGroup.objects.public().filter(archived=False))


@register.simple_tag
def unread_threads(user: Person) -> list[Thread]:
    """Threads with something new for a person, the latest first."""
    threads = Thread.objects.unread_by(user).select_related("group")
    return list(threads.order_by("-last_post_at")[:MOST_WAITING])


@register.simple_tag
def client_text(**texts: str) -> SafeString:
    """Words of the page for its script, as attributes `data-say-…`."""

    return format_html_join(
        " ", 'data-say-{}="{}"', ((name.replace("_", "-"), text) for name, text in texts.items())
    )


@register.simple_tag
def pinned_in(thread: Thread) -> list[Post]:
    """The posts kept at the head of a thread, in their order."""
    return [post for post in in_sight(thread) if post.pinned_at]
