"""What people do with each other's rights: appoint, release."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from coalition import clock
from coalition.letters import post_letter
from coalition.models import Membership, Place, User
from coalition.models.journal import record
from coalition.permissions import forget_rights, may
from coalition.projection import project
from coalition.roles import role as role_of
from coalition.signals import rights_changed


def require_appointer(by: User, place: Place, role: str) -> None:
    """Refuse unless `by` may give this role here: its administrator, or whom the role names."""
    try:
        known = role_of(place.kind, role)
    except KeyError:
        raise ValidationError(_("There is no such role here.")) from None
    if by.is_system or may(by, "administer", place) or known.also_appointed_by(by, place):
        return
    raise PermissionDenied


@transaction.atomic
def appoint(  # noqa: PLR0913 -- a role has a person, a place and a term
    user: User,
    *,
    by: User,
    place: Place,
    role: str,
    since: date | None = None,
    until: date | None = None,
) -> Membership:
    """Give a person a role in a place, from a day (today) and perhaps until a day.

    A person who already has the role keeps the membership there is; one that ran out is closed
    and begins anew, one that is to last longer is prolonged.
    """
    require_appointer(by, place, role)
    held = Membership.objects.filter(user=user, place=place, role=role, released_at=None).first()
    if held and not _is_over(held):
        return _prolong(held, by=by, until=until)
    if held:
        held.released_at, held.released_by = clock.now(), by
        held.save(update_fields=["released_at", "released_by"])
    membership = Membership(
        user=user,
        place=place,
        role=role,
        since=since or clock.today(),
        until=until,
        appointed_by=by,
        appointed_at=clock.now(),
    )
    membership.full_clean()
    membership.save()
    _rights_changed(place, user)
    record("person.appointed", by=by, subject=user, place=place, role=role, until=str(until or ""))
    return membership


def _is_over(held: Membership) -> bool:
    return held.until is not None and held.until < clock.today()


def _prolong(held: Membership, *, by: User, until: date | None) -> Membership:
    """A later last day, or none; an earlier one is no appointment and changes nothing."""
    if held.until is None or (until is not None and until <= held.until):
        return held
    held.until = until
    held.save(update_fields=["until"])
    _rights_changed(held.place, held.user)
    record("person.appointed", by=by, subject=held.user, place=held.place, role=held.role,
           until=str(until or ""))  # fmt: skip
    return held


@transaction.atomic
def release(membership: Membership, *, by: User) -> Membership:
    """End a person's role today; open sockets of that person close.

    The last administrator of a place cannot be released, so that it never stands without one.
    """
    # the place first: two administrators who release each other would both find the other there
    place = Place.objects.select_for_update().get(pk=membership.place_id)
    require_appointer(by, place, membership.role)
    held = Membership.objects.select_for_update().get(pk=membership.pk)
    if held.released_at:
        return held
    others = Membership.objects.filter(place=place, role="administrator").in_force(clock.today())
    if membership.role == "administrator" and not others.exclude(pk=held.pk).exists():
        raise ValidationError(_("A city keeps at least one administrator. Appoint another first."))
    held.released_at, held.released_by = clock.now(), by
    held.save(update_fields=["released_at", "released_by"])
    _rights_changed(place, held.user)
    record("person.released", by=by, subject=held.user, place=place, role=held.role)
    if not by.is_system:  # what follows from another deed was told with that deed
        post_letter(
            held.user.email,
            "member_released",
            language=held.user.language,
            place=place,
            role=role_of(place.kind, held.role),
        )
    return held


def _rights_changed(place: Place, user: User) -> None:
    project(place)
    forget_rights(user)
    rights_changed.send(sender=Place, place=place, user=user)
