"""Roles that end: a release with what it takes away, handing over, a deputy for an absence."""

from __future__ import annotations

from datetime import date, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from coalition import clock
from coalition.granting import change_rights, tell_of_role
from coalition.handover import Held, moved_to
from coalition.letters import post_letter
from coalition.models import ApiToken, Invitation, Membership, Place, User
from coalition.models.journal import record
from coalition.permissions import rights_of
from coalition.verbs.invitations import may_still_invite
from coalition.verbs.people import (
    appoint,
    begin_role,
    cut_deputies,
    require_appointer,
)


@transaction.atomic
def release(membership: Membership, *, by: User, successor: User | None = None) -> Membership:
    """End a person's role today, with the keys, open invitations and sockets that came of it.

    The last administrator of a place cannot be released, so that it never stands without one.
    A successor from the team takes over what the person has here; without one it stays, as it
    does while another role here keeps it theirs.
    """
    # the place first: two administrators who release each other would both find the other there
    place = Place.objects.select_for_update().get(pk=membership.place_id)
    require_appointer(by, place, membership.role)
    held = Membership.objects.select_for_update(of=("self",)).get(pk=membership.pk)
    if held.released_at:
        return held
    _refuse_last_administrator(held, place)
    if successor is not None and _leaves(held):
        hand_over(held, by=by, successor=successor)
    _end(held, by=by)
    record("person.released", by=by, subject=held.user, place=place, role=held.role)
    if not by.is_system:  # what follows from another deed was told with that deed
        tell_of_role(held, "member_released")
    return held


def _refuse_last_administrator(held: Membership, place: Place) -> None:
    if held.role != "administrator" or held.stands_in_for_id:
        return
    others = Membership.objects.filter(place=place, role="administrator", stands_in_for=None)
    if not others.in_force(clock.today()).exclude(pk=held.pk).exists():
        raise ValidationError(_("A city keeps at least one administrator. Appoint another first."))


def _end(held: Membership, *, by: User) -> None:
    """The row of the role, and in the same transaction all that rests on it."""
    deputies = Membership.objects.filter(
        place=held.place, role=held.role, stands_in_for=held.user, released_at=None
    )
    for one in [held, *deputies.select_related("user")]:
        one.released_at, one.released_by = clock.now(), by
        one.save(update_fields=["released_at", "released_by"])
        change_rights(held.place, one.user)
        _withdraw_what_rested_on_roles(one.user, by=by)


def _withdraw_what_rested_on_roles(user: User, *, by: User) -> int:
    """Make worthless the keys and invitations of a person whose roles no longer carry them.

    Without any role no key works; without a right to edit none that writes; an invitation that
    the person could not send now is revoked. How many went.
    """
    left = User.objects.get(pk=user.pk)  # asked anew: the rights of `user` may be remembered
    rights = rights_of(left)
    keys = ApiToken.objects.filter(user=left, revoked_at=None)
    if Membership.objects.filter(user=left).in_force(clock.today()).exists():
        may_write = any("edit" in some for some in rights.values())
        keys = keys.none() if may_write else keys.filter(scope=ApiToken.Scope.WRITE)
    gone: list[ApiToken | Invitation] = list(keys)
    sent = Invitation.objects.open(clock.now()).filter(invited_by=left).select_related("place")
    gone += [one for one in sent if not may_still_invite(one, by=left)]
    for one in gone:
        one.revoked_at = clock.now()
        one.save(update_fields=["revoked_at"])
        if isinstance(one, ApiToken):
            record("token.revoked", by=by, subject=one)
        else:
            record("invitation.revoked", by=by, subject=one, place=one.place, role=one.role)
    return len(gone)


@transaction.atomic
def hand_over(held: Membership, *, by: User, successor: User) -> list[Held]:
    """Give what a person has in a place to another of the team; the successor gets a letter."""
    require_appointer(by, held.place, held.role)
    team = Membership.objects.of_the_team(held.place, clock.today())
    if successor.pk == held.user_id or not team.filter(user=successor).exists():
        raise ValidationError({"successor": _("Choose somebody else of the team.")})
    moved = moved_to(successor, place=held.place, leaver=held.user, by=by)
    record("person.handed_over", by=by, subject=held.user, place=held.place,
           successor=str(successor), moved={one.what: len(one.rows) for one in moved})  # fmt: skip
    post_letter(successor.email, "handed_over", language=successor.language, place=held.place,
                leaver=held.user, moved=moved)  # fmt: skip
    return moved


def _leaves(held: Membership) -> bool:
    """Whether this is the person's only role in the place; else what they have stays theirs."""
    team = Membership.objects.of_the_team(held.place, clock.today())
    return not team.filter(user=held.user).exclude(pk=held.pk).exists()


@transaction.atomic
def succeed(held: Membership, *, by: User, successor: User, since: date) -> Membership:
    """Another person has the role from a day on, as when a mayor changes.

    From that day the former holder's role has ended, and the successor has what they had, unless
    another role in the place keeps it theirs.
    """
    require_appointer(by, held.place, held.role)
    held = Membership.objects.select_for_update(of=("self",)).get(pk=held.pk)
    if held.released_at is not None or held.is_over(clock.today()):
        raise ValidationError(_("This role has already ended."))
    if since < clock.today() or (since > clock.today() and since <= held.since):
        raise ValidationError({"since": _("This day has passed.")})
    team = Membership.objects.of_the_team(held.place, clock.today())
    if successor.pk == held.user_id or not team.filter(user=successor).exists():
        raise ValidationError({"successor": _("Choose somebody else of the team.")})
    new = appoint(successor, by=by, place=held.place, role=held.role, since=since)
    tell_of_role(new, "role_given")
    if since <= clock.today():
        release(held, by=by, successor=successor)
        return new
    last = since - timedelta(days=1)
    held.until, held.successor = min(last, held.until or last), successor
    held.full_clean()
    held.save(update_fields=["until", "successor"])
    cut_deputies(held, by=by)
    change_rights(held.place, held.user)
    record("person.term_set", by=by, subject=held.user, place=held.place, role=held.role,
           was="", became=str(held.until))  # fmt: skip
    tell_of_role(held, "role_term")
    return new


@transaction.atomic
def name_deputy(
    held: Membership, *, by: User, deputy: User, since: date, until: date
) -> Membership:
    """Somebody of the team acts in a role during its holder's absence, from day to day."""
    require_appointer(by, held.place, held.role)
    place = Place.objects.select_for_update().get(pk=held.place_id)
    if held.released_at is not None or held.stands_in_for_id or held.is_over(clock.today()):
        raise ValidationError(_("This role has already ended."))
    if since < clock.today():
        raise ValidationError({"since": _("This day has passed.")})
    if since < held.since or (held.until is not None and until > held.until):
        raise ValidationError(_("Nobody stands in before the role begins or after it ends."))
    if until < since:
        raise ValidationError({"until": _("The last day is before the first.")})
    team = Membership.objects.of_the_team(place, clock.today())
    if deputy.pk == held.user_id or not team.filter(user=deputy).exists():
        raise ValidationError({"deputy": _("Choose somebody else of the team.")})
    roles = Membership.objects.filter(place=place, role=held.role).not_over(clock.today())
    if roles.filter(user=deputy).exists():
        raise ValidationError({"deputy": _("This person already has this role here.")})
    if roles.filter(stands_in_for=held.user, since__lte=until, until__gte=since).exists():
        raise ValidationError({"deputy": _("For these days a deputy is named already.")})
    new = begin_role(deputy, by=by, place=place, role=held.role, since=since, until=until,
                     stands_in_for=held.user)  # fmt: skip
    record("person.deputised", by=by, subject=deputy, place=place, role=held.role,
           holder=str(held.user), since=str(since), until=str(until))  # fmt: skip
    tell_of_role(new, "deputy_named")
    return new


@transaction.atomic
def end_what_ran_out(*, by: User) -> int:
    """What follows when terms have run out: hand over to successors, withdraw keys; hourly.

    The rights themselves end with the day, whoever looks.
    """
    if not by.is_system:
        raise PermissionDenied
    today = clock.today()
    over = Membership.objects.filter(released_at=None, until__lt=today).select_related(
        "user", "place", "successor"
    )
    ended = 0
    for held in over.filter(successor__isnull=False).select_for_update(of=("self",)):
        team, successor = Membership.objects.of_the_team(held.place, today), held.successor
        stays = team.filter(user=held.user).exists()
        if successor is not None and team.filter(user=successor).exists() and not stays:
            hand_over(held, by=by, successor=successor)
        _end(held, by=by)
        record("person.released", by=by, subject=held.user, place=held.place, role=held.role)
        ended += 1
    for held in over.filter(until__gte=today - timedelta(days=2)):
        change_rights(held.place, held.user)  # the apps above hear that it is over
        _withdraw_what_rested_on_roles(held.user, by=by)
    return ended
