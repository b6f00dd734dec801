"""The way of an application in five steps, for its city and for everybody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cities.models import Application

State = Application.State


@dataclass(frozen=True)
class Stop:
    """One of the five steps: what it is called, since when, and whether it is the present one."""

    words: str | Promise
    at: datetime | None
    is_now: bool
    was_skipped: bool = False


# what each state is called for those who are not inside: additions are the city's own affair
STEP = {
    State.RECEIVED: _("received"),
    State.COMPLETE: _("information complete"),
    State.NOTIFIED: _("Parties notified"),
    State.CONSULTATIONS: _("questions and consultations"),
    State.SIGNED: _("act signed"),
}


def step_of(application: Application) -> State:
    """Which of the five steps an application that was sent has come to."""
    if application.state == State.RETURNED:
        return State.RECEIVED
    return State.SIGNED if application.state == State.COPIES_SENT else State(application.state)


def five_steps(application: Application) -> list[Stop]:
    """Where an application is, what is behind it and what is ahead."""
    times = {
        State.RECEIVED: application.submitted_at,
        State.COMPLETE: application.completed_at,
        State.NOTIFIED: application.notified_at,
        State.CONSULTATIONS: application.consultations_at,
        State.SIGNED: application.signed_at,
    }
    now = step_of(application)
    return [
        Stop(
            STEP[state],
            at,
            is_now=state == now and application.state != State.COPIES_SENT,
            was_skipped=state == State.CONSULTATIONS
            and at is None
            and application.signed_at is not None,
        )
        for state, at in times.items()
    ]
