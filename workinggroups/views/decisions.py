"""A question put to the cities: opening it, reading it, answering, rewording, taking back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from coalition import clock
from coalition.http import SignedInRequest, workspace
from coalition.models import User
from coalition.permissions import may, require
from workinggroups import verbs
from workinggroups.cards import cards_of, with_rounds
from workinggroups.decision_forms import (
    ChangeForm,
    DeadlineForm,
    DecisionForm,
    StanceForm,
    WithdrawForm,
)
from workinggroups.decision_telling import seats_of
from workinggroups.models import Decision, RulesOfProcedure, WorkingGroup
from workinggroups.views.threads import thread_inside


def decision_inside(request: SignedInRequest, pk: int) -> Decision:
    """A decision this person may read, closed if its time has come; otherwise there is none."""
    visible = Decision.objects.visible_to(request.user).to_show()
    found = get_object_or_404(visible, pk=pk)
    if found.is_open and found.closes_at <= clock.now():
        verbs.close_decision(found, by=User.system())
        found = get_object_or_404(visible, pk=pk)
    return found


def own_clock(request: SignedInRequest, group: WorkingGroup) -> str:
    """The city whose clock a form begins with: the person's own, else the first of the group."""
    city = group.city_of(request.user) or group.cities.order_by("position").first()
    return city.slug if city else ""


@workspace
def open_decision(request: SignedInRequest, pk: int) -> HttpResponse:
    """Put a question of a thread to the cities."""
    found = thread_inside(request, pk)
    require(request.user, "moderate", found)
    group = found.group
    has_rules = RulesOfProcedure.objects.in_force().filter(group=group).exists()
    seated = {seat.city_id for seat in seats_of(group)}
    initial = {
        "mode": Decision.Mode.CONSENT, "question": found.title, "lang": found.lang,
        "clock_city": own_clock(request, group), "quorum": len(seated) // 2 + 1,
    }  # fmt: skip
    form = DecisionForm(request.POST or None, group=group, has_rules=has_rules, initial=initial)
    if request.method == "POST" and form.is_valid():
        fields = ("mode", "question", "text", "closes_at", "clock_city", "quorum", "about", "lang")
        try:
            decision = verbs.open_decision(
                found, by=request.user, **{name: form.cleaned_data[name] for name in fields}
            )
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        except verbs.ThreadClosed:
            form.add_error(None, _("The thread is closed; nothing new begins in it."))
        else:
            messages.success(request, _("The cities have been told. The decision is open."))
            return redirect("decision", pk=decision.pk)
    unseated = [city for city in group.cities.order_by("position") if city.pk not in seated]
    context = {"thread": found, "group": group, "form": form, "has_rules": has_rules,
               "unseated": unseated, "nobody": not seated,
               "demo_page": group.is_example}  # fmt: skip
    return render(request, "workinggroups/open_decision.html", context,
                  status=422 if form.errors else 200)  # fmt: skip


@workspace
def decision(request: SignedInRequest, pk: int) -> HttpResponse:
    """One decision with everything that was said to it."""
    return show(request, decision_inside(request, pk))


def show(
    request: SignedInRequest, found: Decision, *, form: StanceForm | None = None, status: int = 200
) -> HttpResponse:
    """The page of a decision."""
    group = found.thread.group
    card = with_rounds(cards_of(group, [found], request.user)[0])
    context: dict[str, Any] = {
        "decision": found,
        "thread": found.thread,
        "group": group,
        "card": card,
        "form": form,
        "moderates": may(request.user, "moderate", found),
        "under_review": found.is_under_review(clock.today()),
        "withdraw_form": WithdrawForm(),
        "demo_page": group.is_example,
    }
    return render(request, "workinggroups/decision.html", context, status=status)


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
        form.add_error(None, refusal.messages)
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
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        words = {name: data[name] for name in ("question", "text", "version")}
        try:
            if answered:
                verbs.begin_round(found, by=request.user, closes_at=data["closes_at"], **words)
            else:
                verbs.amend_decision(found, by=request.user, **words)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            messages.success(request, _("The cities have been told of the new wording."))
            return redirect("decision", pk=pk)
    context = {"decision": found, "thread": found.thread, "group": group, "form": form,
               "answered": answered, "demo_page": group.is_example}  # fmt: skip
    return render(request, "workinggroups/change_decision.html", context,
                  status=422 if form.errors else 200)  # fmt: skip


@workspace
def extend_decision(request: SignedInRequest, pk: int) -> HttpResponse:
    """Give the cities more time."""
    found = decision_inside(request, pk)
    require(request.user, "moderate", found)
    group = found.thread.group
    form = DeadlineForm(request.POST or None, group=group,
                        initial={"clock_city": found.clock_city.slug})  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            verbs.extend_decision(found, by=request.user, closes_at=form.cleaned_data["closes_at"])
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            messages.success(request, _("The cities have been told of the new deadline."))
            return redirect("decision", pk=pk)
    context = {"decision": found, "thread": found.thread, "group": group, "form": form,
               "card": cards_of(group, [found], request.user)[0],
               "demo_page": group.is_example}  # fmt: skip
    return render(request, "workinggroups/extend_decision.html", context,
                  status=422 if form.errors else 200)  # fmt: skip


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
