"""The way of a city's report: which deed leads from which state to which, and whose deed it is.

This table is the whole policy. The verbs ask it, the pages show their buttons by it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from actionplans.models import CityReport
from actionplans.permissions import may_decide
from cities.models import City
from coalition import clock
from coalition.errors import Conflict
from coalition.models import Membership, User
from coalition.permissions import Person, may

State = CityReport.State


class Who(Enum):
    """Whose deed a step is."""

    EDITOR = "editor"  # whoever writes for the city; its approver too
    APPROVER = "approver"
    REVIEWER = "reviewer"
    ANY_REVIEWER = "any reviewer"  # also one who is bound to the city: to step back


@dataclass(frozen=True)
class Step:
    """In `state`, `who` may do `deed`, and the report is then in `becomes`."""

    state: State
    deed: str
    who: Who
    becomes: State


STEPS = (
    Step(State.OPEN, "submit", Who.APPROVER, State.SUBMITTED),
    Step(State.SUBMITTED, "take_back", Who.APPROVER, State.OPEN),
    Step(State.SUBMITTED, "propose", Who.REVIEWER, State.SUBMITTED),
    Step(State.SUBMITTED, "send_proposals", Who.REVIEWER, State.CLARIFICATION),
    Step(State.SUBMITTED, "close", Who.REVIEWER, State.CLOSED),
    Step(State.CLARIFICATION, "answer", Who.EDITOR, State.CLARIFICATION),
    Step(State.CLARIFICATION, "send_answers", Who.APPROVER, State.ANSWERED),
    Step(State.CLARIFICATION, "state_position", Who.APPROVER, State.CLOSED),
    Step(State.ANSWERED, "propose", Who.REVIEWER, State.ANSWERED),
    Step(State.ANSWERED, "send_proposals", Who.REVIEWER, State.CLARIFICATION),
    Step(State.ANSWERED, "close", Who.REVIEWER, State.CLOSED),
    Step(State.ANSWERED, "state_position", Who.APPROVER, State.CLOSED),
    Step(State.CLOSED, "correct", Who.APPROVER, State.CLOSED),
    *(Step(state, "note", Who.REVIEWER, state) for state in State if state != State.OPEN),
    *(Step(state, "recuse", Who.ANY_REVIEWER, state) for state in State if state != State.OPEN),
)
WHO = {step.deed: step.who for step in STEPS}


class WrongMoment(ValidationError):
    """The report has moved on, and the deed no longer fits its state."""


def is_one_of(who: Who, by: Person, report: CityReport) -> bool:
    """Whether a person stands on one side of a report."""
    if who is Who.APPROVER:
        return may_decide(by, report.city)
    if who is Who.EDITOR:
        return may(by, "edit", report) or may_decide(by, report.city)
    return (
        reviews(by, report)
        and not (who is Who.REVIEWER and (is_bound(by, report.city) or has_recused(by, report)))
    )  # fmt: skip


def consents(city: City) -> bool:
    """Whether the city takes part in the overview of progress today."""
    since = city.review_since
    return city.status == City.Status.MEMBER and since is not None and since <= clock.today()


def takes_reports(report: CityReport) -> bool:
    """Whether the report can be sent: its round goes on and the city consents to the overview."""
    return report.round.closed_on is None and consents(report.city)


def reviews(by: Person, report: CityReport) -> bool:
    """Whether the report is open to this person as a reviewer."""
    return may(by, "review", report) and consents(report.city)


def has_recused(by: Person, report: CityReport) -> bool:
    """Whether this reviewer has stepped back from the report."""
    return report.recusals.filter(reviewer=by.pk or 0).exists()


def is_bound(by: Person, city: City) -> bool:
    """Whether a reviewer is one of the city's people, or was named by one of them.

    Such a reviewer reads the report as others do, and leaves the word to a colleague.
    """
    own = _people(city)
    named = Membership.objects.filter(
        place=city.place_id, role="reviewer", released_at=None, user=by.pk or 0,
        appointed_by__in=own.values("user"),
    )  # fmt: skip
    return own.filter(user=by.pk or 0).exists() or named.exists()


def _people(city: City) -> QuerySet[Membership]:
    """The roles of a city's own people; one that has ended counts until its last day."""
    still = Q(until=None) | Q(until__gte=clock.today())
    roles = Membership.objects.filter(still, place=city.place_id, released_at=None)
    return roles.exclude(role="reviewer")


def deeds_for(by: Person, report: CityReport) -> set[str]:
    """What this person may do with the report now."""
    sides = {who for who in Who if is_one_of(who, by, report)}
    deeds = {step.deed for step in STEPS if step.state == report.state and step.who in sides}
    if not takes_reports(report):
        deeds.discard("submit")
    if "recuse" in deeds and has_recused(by, report):
        deeds.discard("recuse")
    return deeds


def begin(deed: str, report: CityReport, by: User, version: int | None = None) -> CityReport:
    """The report, locked, for a deed of this person that fits its state.

    Refuses whoever it is not the deed of; Conflict when the report changed since it was read.
    """
    if not is_one_of(WHO[deed], by, report):
        raise PermissionDenied
    rows = CityReport.objects.select_for_update(of=("self",)).select_related("city__place", "round")
    fresh = rows.get(pk=report.pk)
    if not any(step.state == fresh.state and step.deed == deed for step in STEPS):
        raise WrongMoment(
            _("The report has moved on: it is now “%(state)s”. Open the page again.")
            % {"state": fresh.get_state_display()}
        )
    if version is not None and version != fresh.version:
        raise Conflict(who="", at=None)
    return fresh


def become(report: CityReport, deed: str) -> None:
    """Put the report into the state its deed leads to; its version grows."""
    report.state = next(
        step.becomes for step in STEPS if (step.state, step.deed) == (report.state, deed)
    )
    report.version += 1
