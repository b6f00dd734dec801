"""What came of decisions: outcomes, the register and rules of a group, the way to the cities."""

from __future__ import annotations

import csv

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from coalition import clock
from coalition.http import SignedInRequest, page_mark, workspace
from coalition.permissions import may, require
from workinggroups import verbs
from workinggroups.decision_forms import OfferForm, OutcomeForm, RulesForm
from workinggroups.models import Decision, RulesOfProcedure
from workinggroups.register import heading, line_of, stated_in
from workinggroups.views.decisions import decision_inside
from workinggroups.views.groups import group_inside

REGISTER_PAGE = 50


@workspace
def outcome(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say what the group concluded."""
    found = decision_inside(request, pk)
    require(request.user, "moderate", found)
    form = OutcomeForm(request.POST or None, decision=found)
    if request.method == "POST" and form.is_valid():
        try:
            stated = verbs.state_outcome(found, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            said = _("The outcome stands in the register under number %(number)s.")
            messages.success(request, said % {"number": stated.number})
            return redirect("decision", pk=pk)
    context = {"decision": found, "thread": found.thread, "group": found.thread.group,
               "form": form, "demo_page": found.thread.group.is_example}  # fmt: skip
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


@require_safe
@workspace
def register(request: SignedInRequest, slug: str) -> HttpResponse:
    """The numbered outcomes of a group, newest first, and what is open now."""
    group = group_inside(request, slug)
    going = Decision.objects.filter(thread__group=group, state__in=("open", "closed"))
    rows = stated_in(group).order_by("-pk")
    before = page_mark(request)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    page = list(rows[: REGISTER_PAGE + 1])
    shown = page[:REGISTER_PAGE]
    return render(request, "workinggroups/register.html", {
        "group": group,
        "decisions": shown,
        "going": going.exclude(result=Decision.Result.WITHDRAWN).order_by("-pk"),
        "older": f"?before={shown[-1].pk}" if len(page) > REGISTER_PAGE else None,
        "rules": RulesOfProcedure.objects.in_force().filter(group=group).first(),
        "moderates": may(request.user, "moderate", group),
        "today": clock.today(),
        "demo_page": group.is_example,
    })  # fmt: skip


@require_safe
@workspace
def register_file(request: SignedInRequest, slug: str) -> HttpResponse:
    """The register as a table for office programs."""
    group = group_inside(request, slug)
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="register-{group.slug}.csv"'
    writer = csv.writer(response, delimiter=";")
    writer.writerow(heading())
    writer.writerows(line_of(one) for one in stated_in(group).order_by("pk"))
    return response


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
