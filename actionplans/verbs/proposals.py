"""What a city does with recommendations of groups: takes them up as drafts, or puts them aside."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from actionplans.models import ActionPlan, CityProposal, Measure, MeasureDraft
from actionplans.patches import Values
from actionplans.permissions import may_decide
from actionplans.verbs.drafts import draft_measure
from cities.models import City
from coalition import clock
from coalition.letters import post_letter
from coalition.models import Membership, User
from coalition.models.journal import record
from coalition.notifications import notify
from coalition.permissions import may, require
from coalition.text import tidy
from workinggroups.models import Decision

State = CityProposal.State
READERS = ("editor", "approver")
CAME = "proposal_came"


@transaction.atomic
def receive_proposals(  # noqa: PLR0913 -- a recommendation and what a measure of it could be
    decision: Decision,
    *,
    by: User,
    cities: Iterable[City],
    text: str,
    measure_title: str = "",
    office: str = "",
    due_on: date | None = None,
) -> list[CityProposal]:
    """Lay a group's recommendation into the inbox of each city and tell its people."""
    require(by, "moderate", decision)
    return [
        _receive(
            CityProposal(
                city=city, decision=decision, text=text, lang=decision.lang, office=office,
                measure_title=measure_title, due_on=due_on, received_at=clock.now(),
            ),
            by,
        )
        for city in cities
    ]  # fmt: skip


def _receive(proposal: CityProposal, by: User) -> CityProposal:
    city, decision = proposal.city, proposal.decision
    known = CityProposal.objects.filter(city=city, decision=decision).first()
    if known:
        return known
    proposal.full_clean()
    proposal.save()
    held = Membership.objects.filter(place=city.place, role__in=READERS).in_force(clock.today())
    readers = list(User.objects.filter(pk__in=held.values("user"), is_active=True))
    path = f"/work/city/{city.slug}/proposals/"
    notify(readers, CAME, place=city.place, subject=f"proposal:{proposal.pk}", path=path,
           number=decision.number, question=decision.question)  # fmt: skip
    for reader in readers:
        post_letter(reader.email, CAME, language=reader.language, proposal=proposal,
                    decision=decision, path=path)  # fmt: skip
    record("proposal.came", by=by, subject=proposal, place=city.place, number=decision.number,
           question=decision.question)  # fmt: skip
    return proposal


def _held(proposal: CityProposal) -> CityProposal:
    rows = CityProposal.objects.select_for_update(of=("self",))
    return rows.select_related("city__place", "decision").get(pk=proposal.pk)


@transaction.atomic
def take_up_proposal(
    proposal: CityProposal, *, by: User, plan: ActionPlan, patch: Values, **draft: Any
) -> MeasureDraft:
    """Lay a draft of a new measure from a proposal; it waits for the approver like any other."""
    require(by, "edit", proposal)
    fresh = _held(proposal)
    if plan.city_id != fresh.city_id:
        raise PermissionDenied
    if fresh.state == State.TAKEN:
        raise ValidationError(_("The proposal has been taken into the plan already."))
    laid = draft_measure(plan, by=by, patch=patch, **draft)
    fresh.draft, fresh.measure = laid, None
    _answer(fresh, State.TAKEN, by)
    return laid


@transaction.atomic
def point_to_measure(
    proposal: CityProposal, *, by: User, measure: Measure, tell: bool = False
) -> CityProposal:
    """Say that a measure of the city's plan does this already; with `tell` the group learns it."""
    _require_answer(by, proposal)
    fresh = _held(proposal)
    standing = Measure.objects.standing().filter(pk=measure.pk, plan__city=fresh.city_id)
    if not standing.exists():
        raise ValidationError({"measure": _("Choose a measure of the city's plan.")})
    if fresh.state == State.TAKEN:
        raise ValidationError(_("The proposal has been taken into the plan already."))
    fresh.measure = measure
    return _told(_answer(fresh, State.HAS, by), by, tell=tell)


@transaction.atomic
def put_aside_proposal(
    proposal: CityProposal, *, by: User, words: str = "", tell: bool = False
) -> CityProposal:
    """Leave a proposal where it is, perhaps with a word why, which only the city reads.

    With `tell` the group learns that it was not taken into the plan; the word why it never learns.
    """
    _require_answer(by, proposal)
    fresh = _held(proposal)
    if fresh.state != State.NEW:
        raise ValidationError(_("The city has answered this proposal already."))
    return _told(_answer(fresh, State.ASIDE, by, words=tidy(words)[:400]), by, tell=tell)


@transaction.atomic
def make_answer_known(proposal: CityProposal, *, by: User, known: bool = True) -> CityProposal:
    """Tell the group what became of its recommendation in the city, or take that back."""
    _require_answer(by, proposal)
    fresh = _held(proposal)
    if known and fresh.state == State.NEW:
        raise ValidationError(_("The city has not answered this proposal yet."))
    if known == (fresh.known_at is not None):
        return fresh
    fresh.known_by, fresh.known_at = (by, clock.now()) if known else (None, None)
    fresh.save(update_fields=["known_by", "known_at"])
    record("proposal.known" if known else "proposal.hidden", by=by, subject=fresh,
           place=fresh.city.place)  # fmt: skip
    return fresh


def _answer(fresh: CityProposal, state: str, by: User, *, words: str = "") -> CityProposal:
    """Write an answer down; what the group was told of an earlier one is no longer so."""
    fresh.state, fresh.words = state, words
    fresh.answered_by, fresh.answered_at = by, clock.now()
    fresh.known_by = fresh.known_at = None
    fresh.save()
    record(f"proposal.{state}", by=by, subject=fresh, place=fresh.city.place, words=words)
    return fresh


def _told(fresh: CityProposal, by: User, *, tell: bool) -> CityProposal:
    return make_answer_known(fresh, by=by) if tell else fresh


def _require_answer(by: User, proposal: CityProposal) -> None:
    """The city's editor or whoever decides for it answers what comes to it."""
    if not (may(by, "edit", proposal) or may_decide(by, proposal.city)):
        raise PermissionDenied
