"""What came of decisions: outcomes, the way to the cities, the rules of a group."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from coalition.http import SignedInRequest, workspace
from coalition.permissions import may, require
from workinggroups import verbs
from workinggroups.models import Decision, RulesOfProcedure
from workinggroups.outcome_forms import AnnounceForm, OfferForm, OutcomeForm, RulesForm
from workinggroups.views.decisions import decision_inside, refuse
from workinggroups.views.groups import group_inside


@workspace
def outcome(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say what the group concluded."""
    found = decision_inside(request, pk)
    require(request.user, "moderate", found)
    silent = found.mode == Decision.Mode.SILENCE
    form = (AnnounceForm if silent else OutcomeForm)(request.POST or None, decision=found)
    if request.method == "POST" and form.is_valid():
        deed = verbs.announce_decision if silent else verbs.state_outcome
        try:
            stated = deed(found, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            refuse(form, refusal)
        else:
            said = _("The outcome stands in the register under number %(number)s.")
            messages.success(request, said % {"number": stated.number})
            return redirect("decision", pk=pk)
    context = {"decision": found, "thread": found.thread, "group": found.thread.group,
               "form": form, "silent": silent,
               "demo_page": found.thread.group.is_example}  # fmt: skip
    return render(request, "workinggroups/outcome.html", context,
                  status=422 if form.errors else 200)  # fmt: skip


@require_POST
@workspace
def show_outcome(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show an outcome to everybody, or take it back."""
    found = decision_inside(request, pk)
    require(request.user, "moderate", found)
    try:
        verbs.show_outcome(found, by=request.user, is_public="on" in request.POST)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect("decision", pk=pk)


@workspace
def offer(request: SignedInRequest, pk: int) -> HttpResponse:
    """Send a recommendation to the cities as a proposal."""
    found = decision_inside(request, pk)
    require(request.user, "moderate", found)
    form = OfferForm(request.POST or None, initial={"text": found.outcome})
    if request.method == "POST" and form.is_valid():
        try:
            verbs.offer_to_cities(found, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            messages.success(request, _("The proposal is with the cities; each decides itself."))
            return redirect("decision", pk=pk)
    context = {"decision": found, "thread": found.thread, "group": found.thread.group,
               "form": form, "demo_page": found.thread.group.is_example}  # fmt: skip
    return render(request, "workinggroups/offer.html", context,
                  status=422 if form.errors else 200)  # fmt: skip


@workspace
def rules(request: SignedInRequest, slug: str) -> HttpResponse:
    """The group's rules of procedure: read by its people, registered by the chair."""
    group = group_inside(request, slug)
    form = RulesForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        require(request.user, "moderate", group)
        if form.is_valid():
            data = {name: form.cleaned_data[name]
                    for name in ("title", "adopted_on", "link", "file")}  # fmt: skip
            try:
                verbs.register_rules(group, by=request.user, **data)
            except ValidationError as refusal:
                form.add_error(None, refusal.messages)
            else:
                messages.success(request, _("The rules of procedure are registered."))
                return redirect("rules", slug=slug)
    held = RulesOfProcedure.objects.filter(group=group).select_related("file", "registered_by")
    return render(request, "workinggroups/rules.html", {
        "group": group, "form": form, "held": held,
        "moderates": may(request.user, "moderate", group), "demo_page": group.is_example,
    }, status=422 if form.errors else 200)  # fmt: skip


@require_POST
@workspace
def end_rules(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Take rules of procedure out of force."""
    group = group_inside(request, slug)
    require(request.user, "moderate", group)
    found = get_object_or_404(RulesOfProcedure.objects.select_related("group__place"), pk=pk,
                              group=group)  # fmt: skip
    verbs.end_rules(found, by=request.user)
    messages.success(request, _("The rules of procedure are out of force."))
    return redirect("rules", slug=slug)
