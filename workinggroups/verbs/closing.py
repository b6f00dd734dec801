"""Closing decisions at their deadline, and reminding a day before it; once, whoever comes first."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from cities.models import City
from coalition import clock
from coalition.models import User
from coalition.models.journal import record
from workinggroups import decision_telling as telling
from workinggroups.judging import judged
from workinggroups.models import Decision, Thread, ThreadEvent
from workinggroups.verbs.decisions import REMINDED_BEFORE
from workinggroups.verbs.threads import enter

Result = Decision.Result


def close_due_decisions(*, by: User, thread: Thread | None = None) -> int:
    """Close what has come to its deadline; returns how many. Done by the platform itself.

    A job does this every minute, and whoever reads first after a deadline; each decision in a
    transaction of its own, which does nothing when another was faster.
    """
    if not by.is_system:
        raise PermissionDenied
    due = Decision.objects.due(clock.now())
    if thread is not None:
        due = due.filter(thread=thread)
    return sum(close_decision(decision, by=by) for decision in due)


@transaction.atomic
def close_decision(decision: Decision, *, by: User) -> bool:
    """Judge a decision at its deadline, by the database's clock; whether this call closed it."""
    if not by.is_system:
        raise PermissionDenied
    fresh = Decision.objects.locked(decision)
    now = clock.at_the_database()
    if not fresh.is_open or now < fresh.closes_at:
        return False
    said = fresh.stances.standing().filter(round=fresh.round).values_list("choice", flat=True)
    seats = {seat.city_id for seat in telling.seats_of(fresh.thread.group)}
    result = judged(fresh.mode, said, quorum=fresh.quorum, seats=len(seats))
    _close(fresh, result, now, by=by)
    return True


@transaction.atomic
def break_silence(decision: Decision, *, by: User, city: City) -> Decision:
    """End a silence procedure at the first objection; everybody is told at once.

    The verb that takes the city's word has asked whether `by` may give it, and holds the lock.
    """
    if not decision.stances.standing().filter(city=city, user=by).exists():
        raise PermissionDenied
    decision.broken_by = city
    return _close(decision, Result.BROKEN, clock.at_the_database(), by=by)


def _close(decision: Decision, result: str, now: datetime, *, by: User) -> Decision:
    decision.state, decision.result, decision.closed_at = Decision.State.CLOSED, result, now
    decision.save(update_fields=["state", "result", "closed_at", "broken_by"])
    group = decision.thread.group
    enter(decision.thread, ThreadEvent.Kind.DECISION_CLOSE, by=by, decision=decision.pk,
          result=result)  # fmt: skip
    record("decision.closed", by=by, subject=decision, place=group.place, result=result)
    everybody, silent = telling.people_inside(group), decision.mode == Decision.Mode.SILENCE
    telling.tell(
        decision, telling.CLOSED, by=None, lines=everybody,
        letters=everybody if silent else telling.answerers(group),
        broken=telling.breaking(decision),
    )  # fmt: skip
    return decision


@transaction.atomic
def remind_of_decisions(*, by: User) -> int:
    """A day before the deadline, write to the voices of cities that have not spoken yet."""
    if not by.is_system:
        raise PermissionDenied
    now = clock.now()
    soon = Decision.objects.filter(
        state=Decision.State.OPEN, reminded_at=None, closes_at__gt=now,
        closes_at__lte=now + REMINDED_BEFORE,
    )  # fmt: skip
    told = 0
    for one in soon:
        decision = Decision.objects.locked(one)
        if decision.reminded_at or not decision.is_open:
            continue
        Decision.objects.filter(pk=decision.pk).update(reminded_at=now)
        spoken = set(
            decision.stances.standing().filter(round=decision.round).values_list("city", flat=True)
        )
        silent = [
            seat.user
            for seat in telling.seats_of(decision.thread.group)
            if seat.city_id not in spoken and seat.user.is_active
        ]
        telling.tell(decision, telling.CLOSING, by=None, lines=silent, letters=silent)
        told += len(silent)
    return told
