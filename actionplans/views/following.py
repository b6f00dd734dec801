"""The next plan of a city: begun from the one in force, and which of the two is on the table."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from actionplans import verbs
from actionplans.desk import plan_aside
from actionplans.forms.following import NextPlanForm
from actionplans.models import ActionPlan
from actionplans.permissions import require_work
from actionplans.views.city import inside
from coalition.http import SignedInRequest, workspace
from coalition.permissions import require


@workspace
def next_plan(request: SignedInRequest, slug: str) -> HttpResponse:
    """Title, period and what to take along; then the next plan is on the table, as drafts."""
    here = inside(request, slug, "plan")
    require(request.user, "edit", here.city)
    plan = here.own_plan
    if plan.state != ActionPlan.State.ADOPTED or plan_aside(here.city):
        messages.error(request, _("The next plan is begun once, from the plan in force."))
        return redirect("city_work", slug=slug)
    measures = plan.measures.standing().select_related("direction__goal").order_by(
        "direction__goal__position", "direction__position", "position", "pk"
    )  # fmt: skip
    sent = request.POST if request.method == "POST" else None
    form = NextPlanForm(sent, plan=plan, measures=measures.prefetch_related("contributions"))
    if sent is not None and form.is_valid():
        try:
            dues = form.dues()
            verbs.begin_next_plan(plan, by=request.user, title=form.cleaned_data["title"],
                                  period=form.period, dues=dues)  # fmt: skip
        except ValidationError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, ngettext(
                "The next plan is begun; %(count)d measure is taken along as a draft.",
                "The next plan is begun; %(count)d measures are taken along as drafts.", len(dues),
            ) % {"count": len(dues)})  # fmt: skip
            return redirect("city_work", slug=slug)
    return render(request, "actionplans/work_next.html", {**here.context, "form": form})


@require_POST
@workspace
def take_up(request: SignedInRequest, slug: str) -> HttpResponse:
    """Work on the other of the two plans."""
    here = inside(request, slug, "plan")
    require_work(request.user, here.own_plan)
    other = plan_aside(here.city)
    if other is None:
        raise Http404
    try:
        verbs.take_up_plan(other, by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("This plan is open now: %(plan)s.") % {"plan": other})
    return redirect("city_work", slug=slug)
