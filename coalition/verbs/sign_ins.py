"""What people do with their own sessions, and what an administrator does when a step is lost."""

from __future__ import annotations

from collections.abc import Collection

from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from coalition import clock
from coalition.letters import post_letter
from coalition.models import Membership, Place, SignIn, User
from coalition.models.journal import record
from coalition.permissions import may
from coalition.signals import sessions_ended


@transaction.atomic
def note_sign_in(user: User, *, by: User, key: str, device: str) -> SignIn:
    """Remember that a person signed in on a device, for their own list."""
    if by.pk != user.pk:
        raise PermissionDenied
    row, _made = SignIn.objects.update_or_create(
        session_key=key,
        defaults={"user": user, "device": device[:80], "began_at": clock.now(),
                  "seen_at": clock.now()},
    )  # fmt: skip
    return row


@transaction.atomic
def note_presence(numbers: Collection[int], *, by: User) -> int:
    """Write down which sessions were in use lately; done by the server, not while a page waits."""
    if not by.is_system:
        raise PermissionDenied
    return SignIn.objects.filter(pk__in=numbers).update(seen_at=clock.now())


@transaction.atomic
def end_sign_in(sign_in: SignIn, *, by: User) -> None:
    """End one's own session on one device; its live threads close at once."""
    if by.pk != sign_in.user_id:
        raise PermissionDenied
    Session.objects.filter(session_key=sign_in.session_key).delete()
    record("person.signed_out_there", by=by, subject=sign_in)
    sessions_ended.send(sender=SignIn, user=sign_in.user, keys=[sign_in.session_key])
    sign_in.delete()


@transaction.atomic
def sign_out_everywhere(user: User, *, by: User) -> User:
    """Close every session of a person, on whatever device; the view may keep the present one."""
    if by.pk != user.pk:
        raise PermissionDenied
    _close_sessions(user)
    record("person.signed_out_everywhere", by=by, subject=user)
    return user


def _close_sessions(user: User) -> None:
    User.objects.filter(pk=user.pk).update(sessions_closed=F("sessions_closed") + 1)
    user.refresh_from_db(fields=["sessions_closed"])
    keys = list(user.sign_ins.values_list("session_key", flat=True))
    user.sign_ins.all().delete()
    sessions_ended.send(sender=SignIn, user=user, keys=keys)


@transaction.atomic
def keep_second_step(user: User, *, by: User) -> None:
    """New printed codes of whoever has shown the step: it stays one that was used.

    Else an older session with the password alone could read them as if nothing were set up.
    """
    if by.pk != user.pk:
        raise PermissionDenied
    codes = Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES)
    codes.filter(last_used_at=None).update(last_used_at=clock.now())


def may_reset_second_step(by: User, user: User, place: Place) -> bool:
    """A city's administrator for the city's own people, the secretariat for all whose role is more.

    Nobody for themselves: that would be no second step at all.
    """
    if by.is_system:  # the operator of the server, when nobody is left who could
        return True
    if by.pk == user.pk:
        return False
    held = Membership.objects.filter(user=user).in_force(clock.today()).select_related("place")
    above = [one for one in held if one.place.kind == Place.Kind.COALITION
             or one.role in ("administrator", "reviewer")]  # fmt: skip
    if above:
        return may(by, "administer", Place.coalition())
    return may(by, "administer", place) and any(one.place_id == place.pk for one in held)


@transaction.atomic
def reset_second_step(user: User, *, by: User, place: Place) -> User:
    """Take a lost second step away; the person is signed out everywhere and sets up a new one."""
    if not may_reset_second_step(by, user, place):
        raise PermissionDenied
    gone, _by_model = Authenticator.objects.filter(user=user).delete()
    if not gone:
        raise ValidationError(_("This person has no second step."))
    _close_sessions(user)
    record("person.second_step_reset", by=by, subject=user, place=place)
    post_letter(user.email, "second_step_reset", language=user.language)
    return user


@transaction.atomic
def forget_sign_ins(*, by: User) -> int:
    """Remove from people's lists the sessions that are over; done daily by the platform."""
    if not by.is_system:
        raise PermissionDenied
    standing = Session.objects.filter(expire_date__gt=clock.now()).values("session_key")
    return SignIn.objects.exclude(session_key__in=standing).delete()[0]
