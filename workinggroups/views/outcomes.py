"""What came of decisions: outcomes, the way to the cities, the rules of a group."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from coalition.http import SignedInRequest, workspace
from coalition.permissions import may, require
from coalition.steps import done, sent
from workinggroups import verbs
from workinggroups.models import Decision, RulesOfProcedure
from workinggroups.outcome_forms import AnnounceForm, OfferForm, OutcomeForm, RulesForm
from workinggroups.views.decisions import around_decision, decision_inside
from workinggroups.views.groups import group_inside
from workinggroups.views.steps import form_page


@workspace
def outcome(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say what the group concluded."""
    found = decision_inside(request, pk)
    require(request.user, "moderate", found)
    if not found.awaits_outcome:
        messages.error(request, _("An outcome is stated once, after the decision is closed."))
        return redirect("decision", pk=pk)
    silent = found.mode == Decision.Mode.SILENCE
    form = (AnnounceForm if silent else OutcomeForm)(request.POST or None, decision=found)
    deed = verbs.announce_decision if silent else verbs.state_outcome
    stated = sent(request, form, lambda: deed(found, by=request.user, **form.cleaned_data))
    if stated:
        said = _("The outcome stands in the register under number %(number)s.")
        messages.success(request, said % {"number": stated.number})
        return redirect("decision", pk=pk)
    return form_page(request, "outcome", form, {**around_decision(found), "silent": silent})


@require_POST
@workspace
def show_outcome(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show an outcome to everybody, or take it back."""
    found = decision_inside(request, pk)
    require(request.user, "moderate", found)
    shown = "on" in request.POST
    done(request, lambda: verbs.show_outcome(found, by=request.user, is_public=shown))
    return redirect("decision", pk=pk)


@workspace
def offer(request: SignedInRequest, pk: int) -> HttpResponse:
    """Send a recommendation to the cities as a proposal."""
    found = decision_inside(request, pk)
    require(request.user, "moderate", found)
    if not (found.is_adopted and found.state == Decision.State.STATED) or found.offered_at:
        messages.error(request, _("Only an adopted recommendation in force goes to the cities, "
                                  "and only once."))  # fmt: skip
        return redirect("decision", pk=pk)
    form = OfferForm(request.POST or None, initial={"text": found.outcome})
    if sent(request, form,
            lambda: verbs.offer_to_cities(found, by=request.user, **form.cleaned_data),
            _("The proposal is with the cities; each decides itself.")):  # fmt: skip
        return redirect("decision", pk=pk)
    return form_page(request, "offer", form, around_decision(found))


@workspace
def rules(request: SignedInRequest, slug: str) -> HttpResponse:
    """The group's rules of procedure: read by its people, registered by the chair."""
    group = group_inside(request, slug)
    form = RulesForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        require(request.user, "moderate", group)
        names = ("title", "adopted_on", "link", "file", "document")
        if sent(request, form, lambda: verbs.register_rules(
            group, by=request.user, **{name: form.cleaned_data[name] for name in names}
        ), _("The rules of procedure are registered.")):  # fmt: skip
            return redirect("rules", slug=slug)
    held = RulesOfProcedure.objects.filter(group=group).select_related(
        "file", "registered_by", "document"
    )
    return form_page(request, "rules", form, {
        "group": group, "held": held, "moderates": may(request.user, "moderate", group),
        "demo_page": group.is_example,
    })  # fmt: skip


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
