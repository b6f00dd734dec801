"""Links that are sent to an address: whoever opens one takes up a role."""

from __future__ import annotations

from datetime import date, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from coalition import clock
from coalition.letters import post_letter
from coalition.models import ApiToken, Invitation, Place, User
from coalition.models.journal import record
from coalition.roles import role as role_of
from coalition.verbs.people import appoint, require_appointer

INVITATION_DAYS = 14


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
    if not Invitation.objects.open(clock.now()).filter(pk=invitation.pk).exists():
        raise ValidationError(_("The city's membership rests, so nobody is taken in now."))
    _send(invitation, secret)
    record("person.invited", by=by, subject=invitation, place=place, role=role)
    return invitation, secret


def _send(invitation: Invitation, secret: str) -> None:
    """The letter with the link, in the language of whoever is known by this address."""
    known = User.objects.filter(email__iexact=invitation.email).first()
    language = known.language if known else "ru"
    with translation.override(language):
        path = reverse("invitation", args=[secret])
    post_letter(
        invitation.email,
        "invitation",
        language=language,
        invitation=invitation,
        place=invitation.place,
        role=role_of(invitation.place.kind, invitation.role),
        path=path,
    )


def open_invitation(secret: str) -> Invitation | None:
    """The invitation behind a link, while it works; asking changes nothing.

    It works only while whoever sent it could send it now: so the secretariat's second link to the
    first administrator of a city dies when the first one is taken up.
    """
    open_ones = Invitation.objects.open(clock.now()).filter(digest=ApiToken.digest_of(secret))
    found = open_ones.select_related("place", "invited_by").first()
    return found if found is not None and may_still_invite(found, by=found.invited_by) else None


def may_still_invite(invitation: Invitation, *, by: User) -> bool:
    """Whether a person could send this invitation now."""
    try:
        require_appointer(by, invitation.place, invitation.role)
    except (PermissionDenied, ValidationError):
        return False
    return True


@transaction.atomic
def accept_invitation(secret: str, *, by: User | None, **person: str) -> User:
    """Take up the role of an invitation; makes the person when the address is new.

    `by` is the signed-in person or None; `person` holds password, first_name, last_name, post.
    One UPDATE decides between two tabs that accept at once.
    """
    invitation = open_invitation(secret)
    waiting = Invitation.objects.filter(used_at=None, revoked_at=None)
    taken = invitation and waiting.filter(pk=invitation.pk).update(used_at=clock.now())
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
def revoke_invitation(invitation: Invitation, *, by: User) -> Invitation:
    """Make the link of an invitation worthless; one that was taken up stays as it is."""
    require_appointer(by, invitation.place, invitation.role)
    rows = Invitation.objects.filter(pk=invitation.pk, used_at=None, revoked_at=None)
    if rows.update(revoked_at=clock.now()):
        record("invitation.revoked", by=by, subject=invitation, place=invitation.place,
               role=invitation.role)  # fmt: skip
    invitation.refresh_from_db(fields=["used_at", "revoked_at"])
    return invitation
