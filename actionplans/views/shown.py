"""What everybody sees of a measure: the measure itself, and files and links beside it."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from actionplans import verbs
from actionplans.forms.evidence import EvidenceForm
from actionplans.models import Evidence, Measure, ProgressUpdate
from actionplans.permissions import may_decide, require_decision
from actionplans.views.city import inside
from actionplans.views.edit import measure_of
from coalition.http import SignedInRequest, whole, workspace
from coalition.permissions import may, require

HISTORY = 20


@workspace
def measure_visibility(request: SignedInRequest, slug: str, code: str) -> HttpResponse:
    """What everybody sees of a measure: take it back from public view, or show it again."""
    here = inside(request, slug, "plan")
    measure = measure_of(here.own_plan, code, replaced=True)
    require_decision(request.user, here.city)
    if request.method != "POST":
        said = ProgressUpdate.objects.filter(
            contribution__measure=measure, contribution__city=here.city
        ).exclude(state__in=("submitted", "returned"))
        more = {"measure": measure, "history": said.order_by("-on", "-pk")[:HISTORY]}
        return render(request, "actionplans/work_shown.html", {**here.context, **more})
    reason = request.POST.get("reason", "")
    if request.POST.get("visibility") == Measure.Visibility.PUBLIC:
        verbs.reinstate_measure(measure, by=request.user, reason=reason)
        messages.success(request, _("Everybody sees the measure again."))
    else:
        verbs.withdraw_measure(measure, by=request.user, reason=reason)
        messages.success(request, _("Only the city's people see the measure now."))
    return redirect("city_work", slug=slug)


@workspace
def files(request: SignedInRequest, slug: str, code: str) -> HttpResponse:
    """Files and links beside a measure: what shows that it is done, and what it is based on."""
    here = inside(request, slug, "plan")
    measure = measure_of(here.own_plan, code, replaced=True)
    decides = may_decide(request.user, here.city)
    if request.method == "POST" and not decides:
        require(request.user, "edit", here.city)
    adds = request.method == "POST" and "evidence" not in request.POST
    form = EvidenceForm(
        request.POST if adds else None, request.FILES if adds else None, decides=decides
    )
    if adds and form.is_valid():
        try:
            verbs.add_evidence(measure, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("It is beside the measure now."))
            return redirect("measure_files", slug=slug, code=code)
    elif request.method == "POST" and not adds:
        _change(request, measure)
        return redirect("measure_files", slug=slug, code=code)
    return render(request, "actionplans/work_files.html", {
        **here.context,
        "measure": measure,
        "form": form,
        "evidence": measure.evidence.kept().select_related("attachment", "by"),
        "may_edit": decides or may(request.user, "edit", here.city),
        "decides": decides,
    })  # fmt: skip


def _change(request: SignedInRequest, measure: Measure) -> None:
    """Show, hide or take away what one button names."""
    kept = Evidence.objects.kept().select_related("measure__plan__place", "attachment__place")
    pk = whole(request.POST["evidence"])
    evidence = get_object_or_404(kept.filter(measure=measure), pk=pk)
    what = request.POST.get("what", "")
    if what == "withdraw":
        verbs.withdraw_evidence(evidence, by=request.user)
        messages.success(request, _("It is taken away."))
    elif what in Measure.Visibility.values:
        verbs.show_evidence(evidence, by=request.user, visibility=what)
        messages.success(request, _("Saved."))
