"""What people do with each other's roles: appoint, prolong, change the term."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from coalition import clock
from coalition.granting import change_rights, tell_of_role
from coalition.models import Membership, Place, User
from coalition.models.journal import record
from coalition.permissions import may
from coalition.roles import role as role_of


def require_appointer(by: User, place: Place, role: str) -> None:
    """Refuse unless `by` may give this role here: its administrator, or whom the role names."""
    try:
        known = role_of(place.kind, role)
    except KeyError:
        raise ValidationError(_("There is no such role here.")) from None
    if by.is_system or known.also_appointed_by(by, place):
        return
    if not may(by, "administer", place):
        raise PermissionDenied
    if role == "administrator" and _only_stands_in(by, place):
        raise ValidationError(
            _("Whoever stands in for an administrator does not change who administers.")
        )


def _only_stands_in(by: User, place: Place) -> bool:
    own = Membership.objects.filter(user=by, place=place, role="administrator", stands_in_for=None)
    return not own.in_force(clock.today()).exists()


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

    A person who already has the role keeps the membership there is; one that ran out, or that
    only stood in for somebody, is closed and begins anew, one that is to last longer is prolonged.
    """
    require_appointer(by, place, role)
    held = Membership.objects.filter(user=user, place=place, role=role, released_at=None).first()
    if held and not held.is_over(clock.today()) and held.stands_in_for_id is None:
        return _prolong(held, by=by, until=until)
    membership = begin_role(user, by=by, place=place, role=role, since=since, until=until)
    record("person.appointed", by=by, subject=user, place=place, role=role, until=str(until or ""))
    return membership


def begin_role(  # noqa: PLR0913 -- the same
    user: User,
    *,
    by: User,
    place: Place,
    role: str,
    since: date | None = None,
    until: date | None = None,
    stands_in_for: User | None = None,
) -> Membership:
    """Write the row of a role that begins, in place of one that is over; asked by the deeds."""
    open_one = Membership.objects.filter(user=user, place=place, role=role, released_at=None)
    open_one.update(released_at=clock.now(), released_by=by)
    membership = Membership(
        user=user,
        place=place,
        role=role,
        since=since or clock.today(),
        until=until,
        stands_in_for=stands_in_for,
        appointed_by=by,
        appointed_at=clock.now(),
    )
    membership.full_clean()
    membership.save()
    change_rights(place, user)
    return membership


def _prolong(held: Membership, *, by: User, until: date | None) -> Membership:
    """A later last day, or none; an earlier one is no appointment and changes nothing."""
    if held.until is None or (until is not None and until <= held.until):
        return held
    held.until = until
    held.save(update_fields=["until"])
    change_rights(held.place, held.user)
    record("person.appointed", by=by, subject=held.user, place=held.place, role=held.role,
           until=str(until or ""))  # fmt: skip
    return held


@transaction.atomic
def appoint_colleague(
    user: User, *, by: User, place: Place, role: str, until: date | None = None
) -> Membership:
    """Give a further role to a person who already works here, without an invitation."""
    require_appointer(by, place, role)
    if until and until < clock.today():
        raise ValidationError({"until": _("This day has passed.")})
    if not Membership.objects.of_the_team(place, clock.today()).filter(user=user).exists():
        raise ValidationError({"user": _("Only somebody of the team; others are invited.")})
    has = Membership.objects.of_the_team(place, clock.today()).filter(user=user, role=role)
    if has.filter(stands_in_for=None).exists():
        raise ValidationError({"user": _("This person already has this role here.")})
    membership = appoint(user, by=by, place=place, role=role, until=until)
    tell_of_role(membership, "role_given")
    return membership


@transaction.atomic
def set_term(held: Membership, *, by: User, until: date | None) -> Membership:
    """Change the last day of a role, earlier too; None means without an end."""
    require_appointer(by, held.place, held.role)
    held = Membership.objects.select_for_update(of=("self",)).get(pk=held.pk)
    if held.released_at is not None or held.is_over(clock.today()):
        raise ValidationError(_("This role has already ended."))
    if until is not None and until < max(clock.today(), held.since):
        raise ValidationError({"until": _("This day has passed.")})
    if until is None and held.stands_in_for_id:
        raise ValidationError({"until": _("A deputy replaces somebody else, until a day.")})
    if until == held.until:
        return held
    was, held.until = held.until, until
    held.successor = None  # whoever was to follow on the former day is chosen anew
    held.full_clean()
    held.save(update_fields=["until", "successor"])
    cut_deputies(held, by=by)
    change_rights(held.place, held.user)
    record("person.term_set", by=by, subject=held.user, place=held.place, role=held.role,
           was=str(was or ""), became=str(until or ""))  # fmt: skip
    tell_of_role(held, "role_term")
    return held


def cut_deputies(held: Membership, *, by: User) -> None:
    """Nobody stands in for longer than the role itself lasts; asked by the deeds."""
    if held.until is None:
        return
    deputies = Membership.objects.filter(
        place=held.place, role=held.role, stands_in_for=held.user, released_at=None,
        until__gt=held.until,
    )  # fmt: skip
    for one in deputies.select_related("user"):
        if one.since > held.until:
            one.released_at, one.released_by = clock.now(), by
        else:
            one.until = held.until
        one.save(update_fields=["until", "released_at", "released_by"])
        change_rights(held.place, one.user)
