"""The way of an application for the eye: in five steps, or in six for those who lead it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cities.models import Application

State = Application.State


@dataclass(frozen=True)
class Stop:
    """One step: what it is called, since when, and whether it is the present one."""

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


SINCE = {
    State.RECEIVED: "submitted_at",
    State.COMPLETE: "completed_at",
    State.NOTIFIED: "notified_at",
    State.CONSULTATIONS: "consultations_at",
    State.SIGNED: "signed_at",
    State.COPIES_SENT: "copies_sent_at",
}


def five_steps(application: Application) -> list[Stop]:
    """Where an application is, what is behind it and what is ahead, for its city."""
    is_over = application.state == State.COPIES_SENT
    return _stops(application, STEP, None if is_over else step_of(application))


def track(application: Application) -> list[Stop]:
    """The same for those who lead it, who also send the copies."""
    return _stops(application, {state: state.label for state in SINCE}, State(application.state))


def _stops(
    application: Application, words: Mapping[State, str | Promise], now: State | None
) -> list[Stop]:
    return [
        Stop(
            said,
            at := getattr(application, SINCE[state]),
            is_now=state == now,
            was_skipped=state == State.CONSULTATIONS
            and at is None
            and application.signed_at is not None,
        )
        for state, said in words.items()
    ]
