"""Saying the word of a city in a decision."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from coalition import clock
from coalition.models import User
from coalition.models.journal import record
from coalition.text import tidy
from workinggroups.judging import CHOICES, STOPPING
from workinggroups.models import Decision, Seat, Stance, ThreadEvent
from workinggroups.verbs.closing import break_silence
from workinggroups.verbs.decisions import still_open
from workinggroups.verbs.threads import enter


@transaction.atomic
def state_position(
    decision: Decision, *, by: User, choice: str, reason: str = "", round_number: int = 0
) -> Stance:
    """Say what one's city thinks, or change it until the deadline; only a city's voice does this.

    A city has one voice: the principal's word replaces the alternate's, and not the other way.
    `round_number` is the round on the screen; a word to an earlier wording is refused.
    """
    seat_for(decision, by=by)
    fresh, now = still_open(decision, by=by, right="see_inside")
    seat = seat_for(fresh, by=by)  # asked again: it may have been given up meanwhile
    if fresh.thread.group.archived:
        raise ValidationError(_("The group has finished its work; it can only be read."))
    if round_number and round_number != fresh.round:
        raise ValidationError(_("The wording has changed meanwhile. Read it and answer anew."))
    if choice not in CHOICES[fresh.mode]:
        raise ValidationError({"choice": _("Choose from the list.")})
    said = fresh.stances.filter(round=fresh.round, city=seat.city, is_current=True)
    before = said.select_related("user").first()
    reason = tidy(reason)
    if before and (before.user_id, before.choice, before.reason) == (by.pk, choice, reason):
        return before  # sent twice
    _refuse_alternate(seat, before)
    said.update(is_current=False)
    stance = Stance(
        decision=fresh, round=fresh.round, city=seat.city, user=by, choice=choice, reason=reason,
        is_alternate=seat.is_alternate, at=now,
    )  # fmt: skip
    stance.full_clean()
    stance.save()
    _tell(stance, seat, before)
    if fresh.mode == Decision.Mode.SILENCE and choice in STOPPING:
        break_silence(fresh, by=by, city=seat.city)
    return stance


def _tell(stance: Stance, seat: Seat, before: Stance | None) -> None:
    decision, by = stance.decision, stance.user
    enter(
        decision.thread, ThreadEvent.Kind.DECISION_STANCE, by=by, decision=decision.pk,
        round=stance.round, city=seat.city.slug, choice=stance.choice,
    )  # fmt: skip
    record(
        "stance.stated", by=by, subject=decision, place=seat.journal_place, choice=stance.choice,
        round=stance.round, was=before.choice if before else "", city=seat.city.slug,
    )  # fmt: skip


def seat_for(decision: Decision, *, by: User) -> Seat:
    """The seat with which a person speaks today; whoever has none, reads."""
    held = Seat.objects.in_force(clock.today()).filter(group=decision.thread.group, user=by)
    seat = held.select_related("city__place", "group__place").order_by("is_alternate", "pk").first()
    if seat is None:
        raise PermissionDenied
    return seat


def _refuse_alternate(seat: Seat, before: Stance | None) -> None:
    """The principal's word stands while the principal does."""
    if before is None or not seat.is_alternate or before.is_alternate:
        return
    principal = Seat.objects.in_force(clock.today()).filter(
        group=seat.group, city=seat.city, user=before.user, is_alternate=False
    )
    if principal.exists():
        raise ValidationError(
            _("%(name)s has spoken for the city already; only they change it.")
            % {"name": before.user}
        )
