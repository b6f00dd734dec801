"""What is undertaken and asked for in threads, beside posts and on other pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django import template
from django.utils.dateparse import parse_datetime

from cities.models import City
from coalition import clock
from coalition.models import User
from coalition.permissions import Person
from workinggroups.events import person
from workinggroups.models import Ack, Post, Task, Thread, WorkingGroup
from workinggroups.reading import in_sight

register = template.Library()

MOST = 50


@dataclass(frozen=True)
class Asked:
    """A post whose readers were asked to confirm: who did, whom one waits for."""

    post: Post
    cities: list[City]  # that have confirmed
    waiting: list[City]
    others: list[str]  # people who speak for no city here
    is_mine: bool  # whether this reader has confirmed

    @property
    def of_all(self) -> int:
        return len(self.cities) + len(self.waiting)


@register.simple_tag
def tasks_in(thread: Thread) -> list[Task]:
    """The tasks of a thread: open ones by their day, then what is done."""
    tasks = list(Task.objects.filter(thread=thread).by_day()[:MOST])
    return sorted(tasks, key=lambda task: task.closed_at is not None)


@register.simple_tag
def tasks_of_group(group: WorkingGroup) -> list[Task]:
    """What is still to be done in a group."""
    return list(Task.objects.open().filter(thread__group=group).by_day()[:MOST])


@register.simple_tag
def my_tasks(user: Person) -> list[Task]:
    """What a person, or a city they work for, has undertaken in groups."""
    return list(Task.objects.of(user).open().by_day().select_related("thread__group")[:MOST])


@register.filter
def overdue(task: Task) -> bool:
    """Whether a task should have been done by now."""
    return task.is_overdue(clock.today())


@register.filter
def as_moment(text: str) -> datetime | None:
    """A moment of an exported thread, to be written as the reader writes it."""
    return parse_datetime(text)


@register.simple_tag
def asked_in(thread: Thread, user: User) -> list[Asked]:
    """The posts of a thread that readers were asked to confirm; one query more if there are any."""
    posts = [post for post in in_sight(thread) if post.ack_asked_at and post.has_words]
    if not posts:
        return []
    acks: dict[int, list[Ack]] = {post.pk: [] for post in posts}
    for ack in Ack.objects.filter(post__in=posts).select_related("user", "city"):
        acks[ack.post_id].append(ack)
    cities = sorted(thread.group.cities.all(), key=lambda city: (city.position, city.slug))
    return [_asked(post, acks[post.pk], cities, user) for post in posts]


def _asked(post: Post, acks: list[Ack], cities: list[City], user: User) -> Asked:
    given = {ack.city_id for ack in acks if ack.city_id}
    return Asked(
        post,
        cities=[city for city in cities if city.pk in given],
        waiting=[city for city in cities if city.pk not in given],
        others=[person(ack.user)["name"] for ack in acks if ack.city_id is None],
        is_mine=any(ack.user_id == user.pk for ack in acks),
    )
