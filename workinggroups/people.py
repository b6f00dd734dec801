"""Who is in a group, with the city each speaks for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from cities.models import City
from coalition import clock
from coalition.models import Membership, User
from coalition.roles import roles_of
from workinggroups.events import person
from workinggroups.models import GuestNote, Seat, WorkingGroup


@dataclass(frozen=True)
class Participant:
    """One person's role in a group."""

    membership: Membership
    user: User
    role: str
    city: City | None
    note: GuestNote | None = None  # whom a guest speaks for


def people_of(group: WorkingGroup) -> list[Participant]:
    """The people of a group today: chairs first, then by city; four queries."""
    today = clock.today()
    held = Membership.objects.filter(place=group.place_id).in_force(today).select_related("user")
    city_of = cities_of(group, held.values("user"))
    order = {"chair": 0, "secretary": 1, "member": 2, "guest": 3, "observer": 4}
    names = {role.key: str(role.name) for role in roles_of("group")}
    notes = {note.email: note for note in group.guest_notes.all()}
    people = [
        Participant(
            one,
            one.user,
            names[one.role],
            city_of.get(one.user_id),
            notes.get(one.user.email) if one.role == "guest" else None,
        )
        for one in held
    ]
    return sorted(
        people,
        key=lambda one: (
            order.get(one.membership.role, 9),
            one.city.position if one.city else 9999,
            str(one.user),
        ),
    )


def cities_of(group: WorkingGroup, users: Iterable[Any]) -> dict[int, City]:
    """The city of the group for which each of these people works."""
    elsewhere = Membership.objects.filter(user__in=users, place__city__working_groups=group)
    elsewhere = elsewhere.exclude(role="reviewer")  # who reads a city's reports is not of the city
    held = elsewhere.in_force(clock.today()).select_related("place__city")
    return {membership.user_id: membership.place.city for membership in held}


def introduced(user: User, city: City | None) -> str:
    """Who somebody is to those who do not know them: name, post, city."""
    shown = person(user)
    return ", ".join(filter(None, (shown["name"], shown["post"], city.name if city else "")))


def members_among(group: WorkingGroup, users: Iterable[User]) -> set[int]:
    """Which of these people have a role in a group today."""
    held = Membership.objects.filter(place=group.place_id, user__in=users).in_force(clock.today())
    return set(held.values_list("user", flat=True))


def people_of_city(city: City) -> QuerySet[Membership]:
    """Roles of those who may speak for a city: its own people, not who reads its reports."""
    held = Membership.objects.filter(place=city.place_id).in_force(clock.today())
    return held.exclude(role="reviewer")


@dataclass(frozen=True)
class CityVoice:
    """A city's seat in a group, and who holds it today."""

    city: City
    group: WorkingGroup
    seats: list[Seat]  # the principal first

    @property
    def principal(self) -> Seat | None:
        return next((seat for seat in self.seats if not seat.is_alternate), None)

    @property
    def alternates(self) -> list[Seat]:
        return [seat for seat in self.seats if seat.is_alternate]


def voices_in(group: WorkingGroup) -> list[CityVoice]:
    """The cities with a seat in a group, in their own order, with who speaks; two queries."""
    held = list(Seat.objects.in_force(clock.today()).filter(group=group).select_related("user"))
    return [
        CityVoice(city, group, [seat for seat in held if seat.city_id == city.pk])
        for city in group.cities.members()
    ]


def voices_of(city: City, groups: QuerySet[WorkingGroup]) -> list[CityVoice]:
    """The same for one city in its groups that go on."""
    held = list(Seat.objects.in_force(clock.today()).filter(city=city).select_related("user"))
    return [
        CityVoice(city, group, [seat for seat in held if seat.group_id == group.pk])
        for group in groups.filter(cities=city, archived=False)
    ]


def team_names(city: City) -> dict[str, str]:
    """What a city's own team is called."""
    return {
        "ru": f"Команда города {city.names.get('ru', city.slug)}",
        "en": f"City team of {city.names.get('en', city.slug)}",
    }
