"""A question put to the cities: reading it, answering, rewording, taking back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from coalition import clock
from coalition.forms import refuse
from coalition.http import SignedInRequest, workspace
from coalition.models import User
from coalition.permissions import may, require
from coalition.steps import sent
from workinggroups import verbs
from workinggroups.cards import cards_of, in_full
from workinggroups.decision_forms import (
    ChangeForm,
    DeadlineForm,
    StanceForm,
    WithdrawForm,
)
from workinggroups.models import Decision
from workinggroups.outcome_forms import StatementForm
from workinggroups.views.steps import form_page


def decision_inside(request: SignedInRequest, pk: int) -> Decision:
    """A decision this person may read, closed if its time has come; otherwise there is none."""
    visible = Decision.objects.visible_to(request.user).to_show()
    found = get_object_or_404(visible, pk=pk)
    if found.is_open and found.closes_at <= clock.now():
        verbs.close_decision(found, by=User.system())
        found = get_object_or_404(visible, pk=pk)
    return found


@workspace
def decision(request: SignedInRequest, pk: int) -> HttpResponse:
    """One decision with everything that was said to it."""
    return show(request, decision_inside(request, pk))


def show(
    request: SignedInRequest,
    found: Decision,
    *,
    form: StanceForm | None = None,
    statement_form: StatementForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of a decision, or of a draft."""
    group = found.thread.group
    card = in_full(cards_of(group, [found], request.user)[0])
    context: dict[str, Any] = {
        "decision": found,
        "thread": found.thread,
        "group": group,
        "card": card,
        "form": form,
        "moderates": may(request.user, "moderate", found),
        "under_review": found.is_under_review(clock.today()),
        "withdraw_form": WithdrawForm(),
        "statement_form": statement_form or StatementForm(),
        "demo_page": group.is_example,
    }
    page = "workinggroups/draft.html" if found.is_draft else "workinggroups/decision.html"
    return render(request, page, context, status=status)


@require_POST
@workspace
def say_position(request: SignedInRequest, pk: int) -> HttpResponse:
    """State what one's city thinks; whatever stands in the way, the reason comes back."""
    found = decision_inside(request, pk)
    form = StanceForm(request.POST)
    if not form.is_valid():
        return show(request, found, form=form, status=422)
    data = form.cleaned_data
    try:
        verbs.state_position(
            found, by=request.user, choice=data["choice"], reason=data["reason"],
            round_number=data["round"],
        )  # fmt: skip
    except ValidationError as refusal:
        refuse(form, refusal)
        return show(request, decision_inside(request, pk), form=form, status=422)
    messages.success(request, _("The position of your city is written down."))
    return redirect("decision", pk=pk)


@workspace
def change_decision(request: SignedInRequest, pk: int) -> HttpResponse:
    """Another wording: a correction before the first answer, a new round after it."""
    found = decision_inside(request, pk)
    require(request.user, "moderate", found)
    if not found.is_open or found.mode == Decision.Mode.SILENCE:
        raise PermissionDenied
    group = found.thread.group
    answered = found.stances.filter(round=found.round).exists()
    initial = {"question": found.question, "text": found.text, "version": found.version,
               "clock_city": found.clock_city.slug}  # fmt: skip
    form = ChangeForm(request.POST or None, group=group, initial=initial)
    if not answered:
        for name in ("closes_on", "closes_time", "clock_city"):
            del form.fields[name]
    if sent(request, form, lambda: _reworded(request, found, form, answered=answered),
            _("The cities have been told of the new wording.")):  # fmt: skip
        return redirect("decision", pk=pk)
    context = {**around_decision(found), "answered": answered}
    return form_page(request, "change_decision", form, context)


def _reworded(
    request: SignedInRequest, found: Decision, form: ChangeForm, *, answered: bool
) -> Decision:
    data = form.cleaned_data
    words = {name: data[name] for name in ("question", "text", "version")}
    if answered:
        return verbs.begin_round(found, by=request.user, closes_at=data["closes_at"], **words)
    return verbs.amend_decision(found, by=request.user, **words)


def around_decision(found: Decision) -> dict[str, Any]:
    """What every page about a decision shows."""
    group = found.thread.group
    return {"decision": found, "thread": found.thread, "group": group,
            "demo_page": group.is_example}  # fmt: skip


@workspace
def extend_decision(request: SignedInRequest, pk: int) -> HttpResponse:
    """Give the cities more time."""
    found = decision_inside(request, pk)
    require(request.user, "moderate", found)
    group = found.thread.group
    form = DeadlineForm(request.POST or None, group=group,
                        initial={"clock_city": found.clock_city.slug})  # fmt: skip
    if sent(request, form, lambda: verbs.extend_decision(
        found, by=request.user, closes_at=form.cleaned_data["closes_at"]
    ), _("The cities have been told of the new deadline.")):  # fmt: skip
        return redirect("decision", pk=pk)
    context = {**around_decision(found), "card": cards_of(group, [found], request.user)[0]}
    return form_page(request, "extend_decision", form, context)


@require_POST
@workspace
def withdraw_decision(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take an open question back."""
    found = decision_inside(request, pk)
    require(request.user, "moderate", found)
    form = WithdrawForm(request.POST)
    try:
        if form.is_valid():
            verbs.withdraw_decision(found, by=request.user, why=form.cleaned_data["why"])
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect("decision", pk=pk)
