"""Statements of cities to a text that was adopted."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from coalition import clock
from coalition.models import User
from coalition.models.journal import record
from coalition.permissions import forget_rights, require
from coalition.text import tidy
from workinggroups import decision_telling as telling
from workinggroups.models import Decision, Seat, Statement, ThreadEvent
from workinggroups.verbs.stances import seat_for
from workinggroups.verbs.threads import enter


@transaction.atomic
def attach_statement(
    decision: Decision, *, by: User, kind: str, text: str, is_public: bool = False
) -> Statement:
    """Attach how one's city reads an adopted text, or what it reserves; only its voice does this.

    The text stays adopted. With `is_public` everybody reads the statement beside the outcome,
    should the group show that.
    """
    require(by, "see_inside", decision)
    fresh = Decision.objects.locked(decision)
    forget_rights(by)
    require(by, "see_inside", fresh)
    seat = seat_for(fresh, by=by)
    if fresh.group.archived:
        raise ValidationError(_("The group has finished its work; it can only be read."))
    if not fresh.takes_statements:
        raise ValidationError(_("Statements are attached to a text that was adopted, in force."))
    statement = Statement(
        decision=fresh, city=seat.city, kind=kind, text=tidy(text), lang=fresh.lang,
        is_public=is_public, by=by, at=clock.now(),
    )  # fmt: skip
    if not statement.text:
        raise ValidationError({"text": _("Write a few words.")})
    statement.full_clean()
    statement.save()
    _note(statement, "statement.attached", seat, by=by)
    telling.tell(fresh, telling.STATEMENT, by=by, lines=telling.people_inside(fresh.group),
                 letters=telling.leaders(fresh.group), statement=statement)  # fmt: skip
    return statement


@transaction.atomic
def withdraw_statement(statement: Statement, *, by: User) -> Statement:
    """Take one's city's statement back: its words go for good, who and when stays."""
    require(by, "see_inside", statement)
    decision = Decision.objects.locked(statement.decision)
    seat = seat_for(decision, by=by)
    fresh = Statement.objects.select_related("city").get(pk=statement.pk)
    if seat.city_id != fresh.city_id:
        raise PermissionDenied
    if fresh.withdrawn_at is None:
        fresh.decision, fresh.text, fresh.is_public = decision, "", False
        fresh.withdrawn_by, fresh.withdrawn_at = by, clock.now()
        fresh.save()
        _note(fresh, "statement.withdrawn", seat, by=by)
    return fresh


def _note(statement: Statement, deed: str, seat: Seat, *, by: User) -> None:
    decision = statement.decision
    enter(decision.thread, ThreadEvent.Kind.DECISION_OUTCOME, by=by, decision=decision.pk,
          statement=statement.pk, city=seat.city.slug)  # fmt: skip
    record(deed, by=by, subject=decision, place=seat.journal_place)
