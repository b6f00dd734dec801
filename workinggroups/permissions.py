"""Who appoints whom in working groups."""

from __future__ import annotations

from coalition.models import Place, User
from coalition.permissions import Person, may
from workinggroups.models import PostFile, WorkingGroup


def is_secretariat(user: Person) -> bool:
    """Whether a person keeps the Coalition's affairs."""
    return may(user, "administer", Place.coalition())


def by_secretariat(by: User, place: Place) -> bool:
    """The secretariat names chairs, but not in a city's team or a consultation of cities."""
    group = WorkingGroup.objects.filter(place=place).first()
    return group is not None and group.is_between_cities and is_secretariat(by)


def by_chair_or_secretariat(by: User, place: Place) -> bool:
    """Members and guests are let in by the chair, or by the secretariat."""
    return may(by, "moderate", place) or by_secretariat(by, place)


def may_open_files(user: Person, post: str) -> bool:
    """Whoever may read a post may open its files."""
    return PostFile.objects.visible_to(user).filter(post__pk=int(post)).exists()
