"""What a city's person has in working groups, for whoever takes it over."""

from __future__ import annotations

from collections import Counter

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from coalition import clock
from coalition.handover import Held
from coalition.models import Membership, Place, User
from workinggroups.models import Meeting, Seat, Task


def tasks_of(place: Place, person: User) -> QuerySet[Task]:
    """Open tasks of a person in the groups in which the city takes part."""
    mine = Task.objects.open().filter(user=person, thread__group__cities__place=place)
    return mine.select_related("thread__group__place", "post").order_by("pk").distinct()


def seats_of(place: Place, person: User) -> QuerySet[Seat]:
    """Where a person speaks for the city."""
    mine = Seat.objects.open().filter(user=person, city__place=place)
    return mine.exclude(until__lt=clock.today()).select_related("group__place", "city__place")


def held_in_groups(place: Place, person: User) -> list[Held]:
    """Tasks, seats, planned meetings and groups that a person of the city leads."""
    if place.kind != Place.Kind.CITY:
        return []
    return [
        # of a group's inside only the count: whoever releases need not be in it
        Held(_("Tasks in working groups"), _counted(tasks_of(place, person))),
        Held(_("Speaks for the city"),
             [(seat.group.name, reverse("city_seat", args=[seat.group.slug, place.key]))
              for seat in seats_of(place, person)]),
        Held(_("Leads meetings"), _led(place, person), moves=False,
             note=_("Whoever leads the group names another on the page of the meeting.")),
        Held(_("Leads working groups"), _chaired(person), moves=False,
             note=_("The groups choose another chair.")),
    ]  # fmt: skip


def _counted(tasks: QuerySet[Task]) -> list[tuple[str, str]]:
    numbers = Counter(task.thread.group.name for task in tasks)
    return [(f"{name}: {number}", "") for name, number in numbers.items()]


def _led(place: Place, person: User) -> list[tuple[str, str]]:
    """Planned meetings whose line «who leads» names the person."""
    names = [name for name in (person.get_full_name(), person.post) if name]
    if not names:
        return []
    named = Q()
    for name in names:
        named |= Q(chair__icontains=name)
    planned = Meeting.objects.filter(
        named, state=Meeting.State.PLANNED, starts_at__gt=clock.now(), group__cities__place=place
    )
    return [(str(one), reverse("meeting", args=[one.pk])) for one in planned.distinct()]


def _chaired(person: User) -> list[tuple[str, str]]:
    held = Membership.objects.filter(user=person, role="chair").in_force(clock.today())
    held = held.filter(place__working_group__isnull=False).select_related("place__working_group")
    groups = [one.place.working_group for one in held]
    return [
        (group.name, reverse("work_group", args=[group.slug]))
        for group in groups
        if group.kind != group.Kind.CITY_TEAM
    ]
