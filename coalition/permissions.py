"""The one gate: `may` asks, `require` refuses, `places_with` lists. Nothing else decides."""

from __future__ import annotations

from typing import Protocol, TypeAlias

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied

from coalition import clock
from coalition.models import Membership, Place, PlaceGroupRight, User

Person: TypeAlias = User | AnonymousUser


class Subject(Protocol):
    """Anything that belongs to a place."""

    @property
    def place_id(self) -> int | None: ...


def rights_of(user: Person) -> dict[int, frozenset[str]]:
    """{place id: rights} of a person today, read in two queries and kept for the request.

    The first brings the places too, with the city or the group behind each (`places_of`).

    A right counts when the stored row of the role's group gives it *and* a membership in that
    role is in force, so a role that has run out gives nothing even before its rows are removed.
    """
    if not (user.is_authenticated and user.is_active):
        return {}
    known: dict[int, frozenset[str]] | None = getattr(user, "_rights", None)
    if known is None:
        rows = Membership.objects.filter(user_id=user.pk).in_force(clock.today())
        held = list(rows.select_related("place__city", "place__working_group"))
        in_force = {(one.place_id, one.group_name) for one in held}
        known = {}
        if in_force:
            given = PlaceGroupRight.objects.filter(group__user=user.pk).values_list(
                "content_object_id", "group__name", "permission__codename"
            )
            for place_id, group, right in given:
                if (place_id, group) in in_force:
                    known[place_id] = known.get(place_id, frozenset()) | {right}
        user._rights = known  # type: ignore[union-attr,attr-defined]
        user._roles = {(one.place_id, one.role) for one in held}  # type: ignore[union-attr,attr-defined]
        user._places = {one.place_id: one.place for one in held}  # type: ignore[union-attr,attr-defined]
    return known


def held_roles(user: Person) -> set[tuple[int, str]]:
    """{(place id, role)} of a person today, read with their rights and kept like them."""
    rights_of(user)
    return getattr(user, "_roles", set())


def places_of(user: Person) -> list[Place]:
    """The places where a person has a role today, with the city or the group behind each.

    Read with their rights: the way around one's work and one's day are made of it.
    """
    rights_of(user)
    places: dict[int, Place] = getattr(user, "_places", {})
    return sorted(places.values(), key=lambda place: (place.kind, place.pk))


def forget_rights(user: Person) -> None:
    """Read the person's rights anew at the next question."""
    # by attribute: the person of a request is a lazy object, whose own __dict__ is another
    if getattr(user, "_rights", None) is not None:
        del user._rights  # type: ignore[union-attr]


def may(user: Person, right: str, subject: Subject | None) -> bool:
    """True when a membership in force gives `user` this right in the subject's place."""
    if subject is None or subject.place_id is None:
        return False
    return right in rights_of(user).get(subject.place_id, ())


def require(user: Person, right: str, subject: Subject | None) -> None:
    """Refuse with PermissionDenied unless `may`; the first line of every verb."""
    if not may(user, right, subject):
        raise PermissionDenied


def places_with(user: Person, right: str) -> list[int]:
    """The ids of the places where `user` has this right; for filters of lists."""
    return [place for place, rights in rights_of(user).items() if right in rights]
