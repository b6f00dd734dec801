"""Putting a question to the cities of a group: opening, rewording, prolonging, taking back."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Unpack

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from coalition import clock
from coalition.errors import Conflict
from coalition.models import User
from coalition.models.journal import record
from coalition.permissions import forget_rights, require
from coalition.text import tidy
from workinggroups import decision_telling as telling
from workinggroups.announcing import check_meeting
from workinggroups.models import Decision, DecisionRound, Thread, ThreadEvent
from workinggroups.models import RulesOfProcedure as Rules
from workinggroups.verbs.preparing import Asked, filled, held_draft
from workinggroups.verbs.threads import ThreadClosed, enter

Mode = Decision.Mode
SHORTEST_SILENCE = timedelta(hours=24)
LONGEST = timedelta(days=366)
REMINDED_BEFORE = timedelta(hours=24)
OVER = "over"  # the code of the refusal of whatever comes after the deadline


def still_open(decision: Decision, *, by: User, right: str) -> tuple[Decision, datetime]:
    """The locked decision and the moment of the lock; refused to whoever comes too late.

    The moment is the database's: whoever waited for the lock past the deadline is late, whether
    or not somebody has closed the decision meanwhile.
    """
    require(by, right, decision)
    fresh = Decision.objects.locked(decision)
    forget_rights(by)
    require(by, right, fresh)
    now = clock.at_the_database()
    if fresh.result == Decision.Result.WITHDRAWN:
        raise ValidationError(_("The question has been withdrawn; no answer is needed."), code=OVER)
    if not fresh.takes_words_at(now):
        raise ValidationError(_("The deadline has passed; the decision is closed."), code=OVER)
    return fresh, now


def _check_deadline(mode: str, closes_at: datetime, now: datetime) -> None:
    """Refuse a deadline in the past or far away, and a silence too short to be answered."""
    if closes_at <= now:
        raise ValidationError({"closes_on": _("This moment has passed. Choose a later one.")})
    if closes_at - now > LONGEST:
        raise ValidationError({"closes_on": _("Choose a moment within a year from now.")})
    if mode == Mode.SILENCE and closes_at - now < SHORTEST_SILENCE:
        raise ValidationError(
            {
                "closes_on": _(
                    "The silence procedure lasts at least 24 hours. Choose a later moment."
                )
            }
        )


def _check_silence(decision: Decision) -> None:
    """Silence says something only by registered rules, and of a text announced at a meeting."""
    if decision.mode != Mode.SILENCE:
        return
    group, meeting = decision.group, decision.put_meeting
    if not Rules.objects.in_force().filter(group=group).exists():
        raise ValidationError(
            {"mode": _("The silence procedure needs registered rules of procedure of the group.")}
        )
    if meeting is None and not decision.put_words:
        raise ValidationError(
            {"put_words": _("Say at which meeting the text was put under silence.")}
        )
    if meeting is not None:
        check_meeting(meeting, "put_meeting", group=group)


@transaction.atomic
def open_decision(thread: Thread, *, by: User, **asked: Unpack[Asked]) -> Decision:
    """Put a proposal to the cities of the group; the chair or the secretary does this.

    At least one city must have named who speaks for it.
    """
    require(by, "moderate", thread)
    fresh = Thread.objects.select_for_update(of=("self",)).select_related("group__place").get(
        pk=thread.pk
    )  # fmt: skip
    return _put(filled(Decision(thread=fresh), asked, by=by), by=by)


@transaction.atomic
def open_draft(decision: Decision, *, by: User, version: int, **asked: Unpack[Asked]) -> Decision:
    """Put a prepared question to the cities, as it stands on the screen now."""
    fresh = held_draft(decision, by=by)
    if fresh.version != version:
        raise Conflict(at=fresh.opened_at, mine=asked["text"])
    fresh.state, fresh.version = Decision.State.OPEN, 1
    return _put(filled(fresh, asked, by=by), by=by)


def _put(decision: Decision, *, by: User) -> Decision:
    now = decision.opened_at
    _check_silence(decision)
    if not decision.thread.is_open:
        raise ThreadClosed
    if not telling.seats_of(decision.group):
        raise ValidationError(_("No city has named who speaks for it in this group yet."))
    _check_deadline(decision.mode, decision.closes_at, now)
    cities = decision.group.cities.count()
    if decision.quorum > cities:
        raise ValidationError({"quorum": _("The group has fewer cities: %(count)d.")
                               % {"count": cities}})  # fmt: skip
    decision.reminded_at = _reminder(now, decision.closes_at)
    decision.full_clean()
    decision.save()
    _tell_of_change(decision, by=by, deed="decision.opened", change="opened")
    return decision


def _reminder(now: datetime, closes_at: datetime) -> datetime | None:
    """A period shorter than a day needs no reminder a day before its end: it counts as sent."""
    return now if closes_at - now <= REMINDED_BEFORE else None


def _tell_of_change(
    decision: Decision, *, by: User, deed: str, change: str, **details: Any
) -> None:
    """The event, the journal, the line and the letter of an opened or changed decision."""
    group = decision.thread.group
    enter(
        decision.thread, ThreadEvent.Kind.DECISION_OPEN, by=by, decision=decision.pk,
        round=decision.round, change=change,
    )  # fmt: skip
    record(
        deed, by=by, subject=decision, place=group.place, mode=decision.mode, round=decision.round,
        closes_at=decision.closes_at.isoformat(), **details,
    )  # fmt: skip
    telling.tell(
        decision, telling.OPENED, by=by, lines=telling.people_inside(group),
        letters=telling.answerers(group), change=change,
    )  # fmt: skip


@transaction.atomic
def amend_decision(
    decision: Decision, *, by: User, question: str, text: str, version: int
) -> Decision:
    """Correct a proposal to which no city has spoken yet; after that there is a new round.

    Under silence the text is fixed: somebody may have read it and kept silent.
    """
    fresh, _now = still_open(decision, by=by, right="moderate")
    if fresh.version != version:
        raise Conflict(at=fresh.round_opened_at, mine=text)
    if fresh.mode == Mode.SILENCE:
        raise ValidationError(_("A text under silence stays as it is. Withdraw it and begin anew."))
    if fresh.stances.filter(round=fresh.round).exists():
        raise ValidationError(
            _("Cities have spoken to this wording already. Begin a new round with the new one.")
        )
    was = fresh.text
    fresh.question, fresh.text = tidy(question), tidy(text)
    fresh.version += 1
    fresh.full_clean()
    fresh.save()
    _tell_of_change(fresh, by=by, deed="decision.amended", change="amended", was=was)
    return fresh


@transaction.atomic
def begin_round(  # noqa: PLR0913 -- a wording and a deadline
    decision: Decision, *, by: User, question: str, text: str, closes_at: datetime, version: int
) -> Decision:
    """Put a new wording to the cities; what they said stays with the wording they said it to."""
    fresh, now = still_open(decision, by=by, right="moderate")
    if fresh.version != version:
        raise Conflict(at=fresh.round_opened_at, mine=text)
    if fresh.mode == Mode.SILENCE:
        raise ValidationError(_("A text under silence stays as it is. Withdraw it and begin anew."))
    _check_deadline(fresh.mode, closes_at, now)
    DecisionRound.objects.create(
        decision=fresh, number=fresh.round, question=fresh.question, text=fresh.text,
        lang=fresh.lang, opened_at=fresh.round_opened_at, closes_at=fresh.closes_at, ended_by=by,
        ended_at=now,
    )  # fmt: skip
    fresh.question, fresh.text = tidy(question), tidy(text)
    fresh.round, fresh.version = fresh.round + 1, fresh.version + 1
    fresh.round_opened_at, fresh.closes_at = now, closes_at
    fresh.reminded_at = _reminder(now, closes_at)
    fresh.full_clean()
    fresh.save()
    _tell_of_change(fresh, by=by, deed="decision.new_round", change="round")
    return fresh


@transaction.atomic
def extend_decision(decision: Decision, *, by: User, closes_at: datetime) -> Decision:
    """Give the cities more time; a deadline never comes nearer."""
    fresh, now = still_open(decision, by=by, right="moderate")
    if closes_at <= fresh.closes_at:
        raise ValidationError({"closes_on": _("The new deadline must be later than the old one.")})
    was = fresh.closes_at.isoformat()
    fresh.closes_at = closes_at
    if closes_at - now > REMINDED_BEFORE:
        fresh.reminded_at = None
    fresh.save(update_fields=["closes_at", "reminded_at"])
    _tell_of_change(fresh, by=by, deed="decision.extended", change="extended", was=was)
    return fresh


@transaction.atomic
def withdraw_decision(decision: Decision, *, by: User, why: str = "") -> Decision:
    """Take an open question back; what was said to it stays readable."""
    fresh, now = still_open(decision, by=by, right="moderate")
    fresh.state, fresh.result = Decision.State.CLOSED, Decision.Result.WITHDRAWN
    fresh.closed_at, fresh.withdrawn_why = now, tidy(why)[:300]
    fresh.save(update_fields=["state", "result", "closed_at", "withdrawn_why"])
    enter(fresh.thread, ThreadEvent.Kind.DECISION_WITHDRAW, by=by, decision=fresh.pk)
    record("decision.withdrawn", by=by, subject=fresh, place=fresh.thread.group.place,
           why=fresh.withdrawn_why)  # fmt: skip
    group = fresh.thread.group
    telling.tell(fresh, telling.CLOSED, by=by, lines=telling.people_inside(group),
                 letters=telling.answerers(group))  # fmt: skip
    return fresh
