"""Who appoints whom in working groups."""

from __future__ import annotations

from collections.abc import Collection

from cities.models import City
from coalition.models import Place, User
from coalition.permissions import Person, may, places_with
from workinggroups.models import PostFile, RulesOfProcedure, Task, WorkingGroup


def is_secretariat(user: Person) -> bool:
    """Whether a person keeps the Coalition's affairs."""
    return may(user, "administer", Place.coalition())


def withheld_in_team(places: Collection[Place]) -> dict[Place, frozenset[str]]:
    """Nobody writes in the team of a city that has paused or left; its people read on."""
    teams = WorkingGroup.objects.filter(place__in=places, kind=WorkingGroup.Kind.CITY_TEAM)
    found = teams.exclude(cities__status=City.Status.MEMBER)
    away = set(found.values_list("place_id", flat=True))
    return {place: frozenset({"post", "moderate"}) for place in places if place.pk in away}


def by_secretariat(by: User, place: Place) -> bool:
    """The secretariat names chairs, but not in a city's team or a consultation of cities."""
    group = WorkingGroup.objects.filter(place=place).first()
    return group is not None and group.is_between_cities and is_secretariat(by)


def by_chair_or_secretariat(by: User, place: Place) -> bool:
    """Members and guests are let in by the chair, or by the secretariat.

    Not into a consultation: who reads there follows from the cities named in it.
    """
    if not (may(by, "moderate", place) or by_secretariat(by, place)):
        return False
    kind = WorkingGroup.Kind.CONSULTATION
    return not WorkingGroup.objects.filter(place=place, kind=kind).exists()


def may_consult(user: Person, city: City) -> bool:
    """Whether a person opens consultations for a city: its administrator or its approver.

    Not for a city that has paused or left.
    """
    return city.is_member and (may(user, "administer", city) or may(user, "approve", city))


def may_open_rules(user: Person, key: str) -> bool:
    """Whoever reads in a group opens the file of its rules of procedure."""
    inside = places_with(user, "see_inside")
    return RulesOfProcedure.objects.filter(pk=key, group__place__in=inside).exists()


def may_open_files(user: Person, post: str) -> bool:
    """Whoever may read a post may open its files."""
    return PostFile.objects.visible_to(user).filter(post__pk=int(post)).exists()


def may_finish(user: User, task: Task) -> bool:
    """Who holds a task, their city, who gave it and the chair say that it is done, or not yet."""
    group = task.thread.group
    mine = group.city_of(user)
    own = user.pk in (task.user_id, task.given_by_id) or (mine and mine.pk == task.city_id)
    return bool(own) or may(user, "moderate", group)
