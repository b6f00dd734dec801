"""What people do with each other's rights: invite, appoint, release."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from coalition import clock
from coalition.letters import post_letter
from coalition.models import ApiToken, Invitation, Letter, Membership, Notification, Place, User
from coalition.models.journal import record
from coalition.permissions import forget_rights, may
from coalition.projection import project
from coalition.roles import role as role_of
from coalition.signals import notified, rights_changed

INVITATION_DAYS = 14
LETTER_DAYS, LINE_DAYS = 30, 365  # how long a letter that left, and a line that was read, are kept


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


@transaction.atomic
def invite(
    email: str, *, by: User, place: Place, role: str, until: date | None = None
) -> tuple[Invitation, str]:
    """Send an address a link to take up a role; returns the invitation and the link's secret.

    An earlier open invitation to the same role is revoked, so that only the last link works.
    """
    require_appointer(by, place, role)
    if until and until < clock.today():
        raise ValidationError({"until": _("This day has passed.")})
    email = email.strip().lower()
    same = Invitation.objects.filter(email=email, place=place, role=role, used_at=None)
    same.filter(revoked_at=None).update(revoked_at=clock.now())
    secret = ApiToken.new_secret()
    invitation = Invitation(
        email=email,
        place=place,
        role=role,
        until=until,
        digest=ApiToken.digest_of(secret),
        invited_by=by,
        expires_at=clock.now() + timedelta(days=INVITATION_DAYS),
    )
    invitation.full_clean()
    invitation.save()
    known = User.objects.filter(email__iexact=email).first()
    language = known.language if known else "ru"
    with translation.override(language):
        path = reverse("invitation", args=[secret])
    post_letter(
        email,
        "invitation",
        language=language,
        invitation=invitation,
        place=place,
        role=role_of(place.kind, role),
        path=path,
    )
    record("person.invited", by=by, subject=invitation, place=place, role=role)
    return invitation, secret


def open_invitation(secret: str) -> Invitation | None:
    """The invitation behind a link, while it is unused, unrevoked and in time."""
    return (
        Invitation.objects.filter(
            digest=ApiToken.digest_of(secret),
            used_at=None,
            revoked_at=None,
            expires_at__gt=clock.now(),
        )
        .select_related("place", "invited_by")
        .first()
    )


@transaction.atomic
def accept_invitation(secret: str, *, by: User | None, **person: str) -> User:
    """Take up the role of an invitation; makes the person when the address is new.

    `by` is the signed-in person or None; `person` holds password, first_name, last_name, post.
    One UPDATE decides between two tabs that accept at once.
    """
    invitation = open_invitation(secret)
    taken = invitation and Invitation.objects.filter(pk=invitation.pk, used_at=None).update(
        used_at=clock.now()
    )
    if not (invitation and taken):
        raise ValidationError(_("This invitation is no longer valid. Ask for a new one."))
    user = User.objects.filter(email__iexact=invitation.email, is_active=True).first()
    if user is None:
        try:
            user = User.objects.create_user(invitation.email, **person)
        except IntegrityError:
            raise ValidationError(_("This address cannot be used. Ask the secretariat.")) from None
    elif by is None or by.pk != user.pk:
        raise PermissionDenied
    appoint(
        user,
        by=User.system(),
        place=invitation.place,
        role=invitation.role,
        until=invitation.until,
    )
    record("invitation.accepted", by=user, subject=user, place=invitation.place)
    return user


@transaction.atomic
def issue_token(user: User, *, by: User, name: str, scope: str) -> tuple[ApiToken, str]:
    """Give a person a key for their program; the secret is shown this once and never stored."""
    if by.pk != user.pk:
        raise PermissionDenied
    secret = ApiToken.new_secret()
    token = ApiToken(user=user, name=name, scope=scope, digest=ApiToken.digest_of(secret))
    token.full_clean()
    token.save()
    record("token.issued", by=by, subject=token, scope=scope)
    return token, secret


@transaction.atomic
def revoke_token(token: ApiToken, *, by: User) -> None:
    """Make a key worthless at once."""
    if by.pk != token.user_id:
        raise PermissionDenied
    token.revoked_at = clock.now()
    token.save(update_fields=["revoked_at"])
    record("token.revoked", by=by, subject=token)


@transaction.atomic
def describe_oneself(user: User, *, by: User, **words: object) -> User:
    """A person's own name, post, contacts and language of letters."""
    if by.pk != user.pk:
        raise PermissionDenied
    for name in ("first_name", "last_name", "post", "phone", "shows_contacts", "language"):
        if name in words:
            setattr(user, name, words[name])
    user.full_clean(exclude=["password"])
    user.save()
    record("person.described", by=by, subject=user)
    return user


@transaction.atomic
def sign_out_everywhere(user: User, *, by: User) -> User:
    """Close every session of a person, on whatever device; the view may keep the present one."""
    if by.pk != user.pk:
        raise PermissionDenied
    User.objects.filter(pk=user.pk).update(sessions_closed=F("sessions_closed") + 1)
    user.refresh_from_db(fields=["sessions_closed"])
    record("person.signed_out_everywhere", by=by, subject=user)
    return user


@transaction.atomic
def read_line(line: Notification, *, by: User) -> Notification:
    """Take a line of one's own centre as read; a line read before keeps its moment."""
    if line.user_id != by.pk:
        raise PermissionDenied
    _take_as_read(by, pk=line.pk)
    line.refresh_from_db()
    return line


@transaction.atomic
def read_lines(*, by: User, subject: str = "") -> int:
    """Take one's lines as read: all of them, or those about one subject that was just seen."""
    return _take_as_read(by, **({"subject": subject} if subject else {}))


def _take_as_read(by: User, **which: Any) -> int:
    """How many lines there were to read; the person's open tabs hear of it."""
    read = Notification.objects.unread().filter(user=by, **which).update(read_at=clock.now())
    if read:
        told = partial(notified.send, sender=Notification, users=[by.pk])
        transaction.on_commit(told, robust=True)
    return read


@transaction.atomic
def forget_old_news(*, by: User) -> int:
    """Remove letters that left long ago, and lines read long ago; done daily by the platform."""
    if not by.is_system:
        raise PermissionDenied
    sent = Letter.objects.filter(sent_at__lt=timezone.now() - timedelta(days=LETTER_DAYS))
    read = Notification.objects.filter(read_at__lt=clock.now() - timedelta(days=LINE_DAYS))
    return sent.delete()[0] + read.delete()[0]
