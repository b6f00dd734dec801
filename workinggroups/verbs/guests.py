"""Letting guests in until a day, and how long they stay."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from coalition import clock
from coalition.models import Invitation, Membership, User
from coalition.models.journal import record
from coalition.models.terms import terms
from coalition.text import tidy
from coalition.verbs import appoint, invite
from workinggroups.models import GuestNote, WorkingGroup
from workinggroups.permissions import by_chair_or_secretariat


@transaction.atomic
def invite_guest(  # noqa: PLR0913 -- a guest has an address, a last day, a circle and an office
    group: WorkingGroup,
    *,
    by: User,
    email: str,
    until: date | None,
    stakeholder: str,
    organisation: str = "",
) -> tuple[Invitation, str]:
    """Invite a guest until a day and note the circle they come from."""
    if not by_chair_or_secretariat(by, group.place):
        raise PermissionDenied
    if until is None:
        raise ValidationError({"until": _("A guest is let in until a day. Name it.")})
    if stakeholder not in terms("stakeholder_groups"):
        raise ValidationError({"stakeholder": _("There is no such choice.")})
    invited, secret = invite(email, by=by, place=group.place, role="guest", until=until)
    note, _new = GuestNote.objects.update_or_create(
        group=group,
        email=invited.email,
        defaults={
            "stakeholder": stakeholder,
            "organisation": tidy(organisation),
            "noted_by": by,
            "noted_at": clock.now(),
        },
    )
    note.full_clean()
    return invited, secret


@transaction.atomic
def prolong_guest(membership: Membership, *, by: User, until: date) -> Membership:
    """Let a guest stay until a later day."""
    place = membership.place
    if not by_chair_or_secretariat(by, place):
        raise PermissionDenied
    held = Membership.objects.select_for_update(of=("self",)).select_related("user", "place").get(
        pk=membership.pk
    )  # fmt: skip
    if held.role != "guest" or held.released_at:
        raise ValidationError(_("This person is no guest of the group now."))
    if until < clock.today() or (held.until and until <= held.until):
        raise ValidationError({"until": _("Name a day later than the last one.")})
    kept = appoint(held.user, by=by, place=place, role="guest", until=until)
    record("guest.prolonged", by=by, subject=kept, place=place, until=str(until))
    return kept
