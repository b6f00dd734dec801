"""The city's inbox: what groups recommend, and what the city makes of it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from actionplans import verbs
from actionplans.models import ActionPlan, CityProposal, Measure
from actionplans.permissions import may_decide
from actionplans.views.city import inside
from cities.models import City
from cities.views.city import city_inside
from coalition.forms import TidyField
from coalition.http import SignedInRequest, page_mark, workspace
from coalition.permissions import may

PAGE = 50


class AsideForm(forms.Form):
    """Why a proposal is put aside, and whether the group may know."""

    words = TidyField(label=gettext_lazy("A word why"), max_length=400, required=False)
    tell = forms.BooleanField(label=gettext_lazy("Tell the group"), required=False)


class MeasureForm(forms.Form):
    """Which measure of the plan does what is proposed."""

    measure = forms.ModelChoiceField(
        label=gettext_lazy("Measure of the plan"),
        queryset=Measure.objects.none(),
        empty_label=gettext_lazy("choose"),
    )
    tell = forms.BooleanField(label=gettext_lazy("Tell the group"), required=False)

    def __init__(self, *args: Any, city: City, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["measure"].queryset = measures_of(city)  # type: ignore[attr-defined]


def measures_of(city: City) -> QuerySet[Measure]:
    """What stands in the plans of a city that have not ended."""
    plans = ActionPlan.objects.in_work().filter(city=city)
    return Measure.objects.standing().filter(plan__in=plans)


def proposal_to_answer(request: SignedInRequest, slug: str, pk: int) -> CityProposal:
    """A proposal this person answers for the city; 404 for strangers, 403 for its readers."""
    city = city_inside(request, slug)
    rows = CityProposal.objects.select_related("city__place", "decision")
    found = get_object_or_404(rows, pk=pk, city=city)
    if not (may(request.user, "edit", city) or may_decide(request.user, city)):
        raise PermissionDenied
    return found


@require_safe
@workspace
def proposals(request: SignedInRequest, slug: str) -> HttpResponse:
    """Everything that groups have proposed to the city."""
    here = inside(request, slug, "proposals")
    rows = CityProposal.objects.filter(city=here.city)
    rows = rows.select_related(
        "decision__thread__group", "draft__measure", "measure", "answered_by"
    )
    before = page_mark(request)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    page = list(rows[: PAGE + 1])
    may_edit = may(request.user, "edit", here.city)
    return render(request, "actionplans/work_proposals.html", {
        **here.context,
        "proposals": page[:PAGE],
        "older": f"?before={page[PAGE - 1].pk}" if len(page) > PAGE else None,
        "may_edit": may_edit and here.plan is not None,
        "may_answer": may_edit or may_decide(request.user, here.city),
        "measures": [(one.pk, str(one)) for one in measures_of(here.city)],
    })  # fmt: skip


@require_POST
@workspace
def put_aside(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Put a proposal aside."""
    found = proposal_to_answer(request, slug, pk)
    form = AsideForm(request.POST)
    try:
        if form.is_valid():
            verbs.put_aside_proposal(found, by=request.user, **form.cleaned_data)
            messages.success(
                request,
                _("The group now reads that your city has not taken this into its plan.")
                if form.cleaned_data["tell"]
                else _("Put aside. Only the city's own people see this."),
            )
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect("proposals", slug=slug)


@require_POST
@workspace
def point_to(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Say which measure of the plan does this already."""
    found = proposal_to_answer(request, slug, pk)
    form = MeasureForm(request.POST, city=found.city)
    try:
        if form.is_valid():
            verbs.point_to_measure(found, by=request.user, **form.cleaned_data)
            messages.success(request, _("Written down: the plan has it already."))
        else:
            messages.error(request, _("Choose a measure of the city's plan."))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect("proposals", slug=slug)


@require_POST
@workspace
def make_known(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Tell the group what became of the proposal in the city, or take that back."""
    found, known = proposal_to_answer(request, slug, pk), "off" not in request.POST
    try:
        verbs.make_answer_known(found, by=request.user, known=known)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(
            request,
            _("The group now reads what became of it in your city.")
            if known
            else _("Taken back: the group reads nothing of it."),
        )
    return redirect("proposals", slug=slug)
