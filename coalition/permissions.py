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

    A right counts when the stored row of the role's group gives it *and* a membership in that
    role is in force, so a role that has run out gives nothing even before its rows are removed.
    """
    if not (user.is_authenticated and user.is_active):
        return {}
    known: dict[int, frozenset[str]] | None = getattr(user, "_rights", None)
    if known is None:
        in_force = {
            (place_id, f"{kind}:{key}:{role}")
            for place_id, kind, key, role in Membership.objects.filter(user_id=user.pk)
            .in_force(clock.today())
            .values_list("place_id", "place__kind", "place__key", "role")
        }
        known = {}
        if in_force:
            rows = PlaceGroupRight.objects.filter(group__user=user.pk).values_list(
                "content_object_id", "group__name", "permission__codename"
            )
            for place_id, group, right in rows:
                if (place_id, group) in in_force:
                    known[place_id] = known.get(place_id, frozenset()) | {right}
        user._rights = known  # type: ignore[union-attr,attr-defined]
        roles = {(pk, name.rpartition(":")[2]) for pk, name in in_force}
        user._roles = roles  # type: ignore[union-attr,attr-defined]
    return known


def held_roles(user: Person) -> set[tuple[int, str]]:
    """{(place id, role)} of a person today, read with their rights and kept like them."""
    rights_of(user)
    return getattr(user, "_roles", set())


def places_of(user: Person) -> list[Place]:
    """The places where a person has a role today, with the city or the group behind each.

    One query, kept for the request: the way around one's work and one's day are made of it.
    """
    known: list[Place] | None = getattr(user, "_places", None)
    if known is None:
        places = Place.objects.filter(pk__in={place for place, _role in held_roles(user)})
        known = list(places.select_related("city", "working_group").order_by("kind", "pk"))
        user._places = known  # type: ignore[union-attr]
    return known


def forget_rights(user: Person) -> None:
    """Read the person's rights anew at the next question."""
    # by attribute: the person of a request is a lazy object, whose own __dict__ is another
    if getattr(user, "_rights", None) is not None:
        del user._rights  # type: ignore[union-attr]
    if getattr(user, "_places", None) is not None:
        del user._places  # type: ignore[union-attr]


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
