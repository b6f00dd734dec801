"""The way of an application: which deed leads from which state to which, and whose deed it is.

This table is the whole policy. The verbs ask it, the pages show their buttons by it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from cities.models import Applicant, Application, City
from coalition import clock
from coalition.models import User
from coalition.permissions import may, places_with

State = Application.State


class Who(Enum):
    """Whose deed a step is."""

    APPLICANT = "applicant"
    SECRETARIAT = "secretariat"
    PARTY = "party"
    KEEPER = "keeper"


@dataclass(frozen=True)
class Step:
    """In `state`, `who` may do `deed`, and the application is then in `becomes`."""

    state: State
    deed: str
    who: Who
    becomes: State


# where the secretariat may ask, and where the city may still answer
ASKING = (State.RECEIVED, State.COMPLETE, State.NOTIFIED, State.CONSULTATIONS)
ANSWERING = (State.RECEIVED, State.RETURNED, *ASKING[1:])
HEARING = (State.NOTIFIED, State.CONSULTATIONS)  # the Parties speak

STEPS = (
    Step(State.DRAFT, "save", Who.APPLICANT, State.DRAFT),
    Step(State.DRAFT, "submit", Who.APPLICANT, State.RECEIVED),
    Step(State.DRAFT, "withdraw", Who.APPLICANT, State.WITHDRAWN),
    Step(State.RECEIVED, "mark", Who.SECRETARIAT, State.RECEIVED),
    Step(State.RECEIVED, "return", Who.SECRETARIAT, State.RETURNED),
    Step(State.RECEIVED, "check_complete", Who.SECRETARIAT, State.COMPLETE),
    Step(State.RECEIVED, "withdraw", Who.APPLICANT, State.WITHDRAWN),
    Step(State.RETURNED, "save", Who.APPLICANT, State.RETURNED),
    Step(State.RETURNED, "submit", Who.APPLICANT, State.RECEIVED),
    Step(State.RETURNED, "withdraw", Who.APPLICANT, State.WITHDRAWN),
    *(Step(state, "ask", Who.SECRETARIAT, state) for state in ASKING),
    *(Step(state, "answer", Who.APPLICANT, state) for state in ANSWERING),
    *(Step(state, "close_question", Who.SECRETARIAT, state) for state in ANSWERING),
    Step(State.COMPLETE, "notify", Who.SECRETARIAT, State.NOTIFIED),
    Step(State.COMPLETE, "withdraw", Who.APPLICANT, State.WITHDRAWN),
    *(Step(state, "speak", Who.PARTY, state) for state in HEARING),
    *(Step(state, "extend", Who.SECRETARIAT, state) for state in HEARING),
    Step(State.NOTIFIED, "open_consultations", Who.SECRETARIAT, State.CONSULTATIONS),
    *(Step(state, "record_act", Who.KEEPER, State.SIGNED) for state in HEARING),
    *(Step(state, "withdraw", Who.APPLICANT, State.WITHDRAWN) for state in HEARING),
    Step(State.SIGNED, "send_copies", Who.KEEPER, State.COPIES_SENT),
    Step(State.SIGNED, "confirm_receipt", Who.KEEPER, State.SIGNED),
    Step(State.COPIES_SENT, "confirm_receipt", Who.KEEPER, State.COPIES_SENT),
    Step(State.WITHDRAWN, "take_back", Who.APPLICANT, State.WITHDRAWN),
)
WHO = {step.deed: step.who for step in STEPS}


class WrongMoment(ValidationError):
    """The application has moved on, and the deed no longer fits its state."""


def is_one_of(who: Who, by: User | Applicant, application: Application) -> bool:
    """Whether a person stands on one side of an application."""
    if isinstance(by, Applicant):
        return who is Who.APPLICANT and by.application_pk == application.pk
    if who is Who.SECRETARIAT:
        return may(by, "administer", application)
    if who is Who.KEEPER:
        return may(by, "keep", application)
    if who is Who.PARTY:
        return City.objects.members().with_right(by, "approve").exists()
    return False


def deeds_for(by: User | Applicant, application: Application) -> set[str]:
    """What this person may do with the application now."""
    sides = {who for who in Who if is_one_of(who, by, application)}
    return {step.deed for step in STEPS if step.state == application.state and step.who in sides}


def speaking_cities(by: User) -> list[City]:
    """The member cities whose position this person states."""
    if not places_with(by, "approve"):
        return []
    return list(City.objects.members().with_right(by, "approve"))


def begin(deed: str, application: Application, by: User | Applicant) -> tuple[Application, bool]:
    """The application, locked, and whether the deed has been done before (the same form twice).

    Refuses whoever it is not the deed of, and a deed that does not fit the state.
    """
    if not is_one_of(WHO[deed], by, application):
        raise PermissionDenied
    application = Application.objects.select_for_update().get(pk=application.pk)
    if any(step.state == application.state and step.deed == deed for step in STEPS):
        return application, False
    if any(step.becomes == application.state and step.deed == deed for step in STEPS):
        return application, True
    raise WrongMoment(
        _("The application has moved on: it is now “%(state)s”. Open the page again.")
        % {"state": application.get_state_display()}
    )


def become(application: Application, deed: str) -> None:
    """Put the application into the state its deed leads to, and note since when."""
    became = next(
        step.becomes for step in STEPS if (step.state, step.deed) == (application.state, deed)
    )
    if became != application.state:
        application.state, application.state_since = became, clock.now()
