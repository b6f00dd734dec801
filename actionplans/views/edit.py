"""The form of a measure: every change is a draft that waits for the city's approver."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from actionplans import verbs
from actionplans.editions import PARTS
from actionplans.forms.measure import MeasureForm
from actionplans.models import ActionPlan, Measure, MeasureDraft, ProgressUpdate
from actionplans.patches import CODE, NEW, Values, values_of
from actionplans.permissions import require_decision
from actionplans.views.city import Inside, inside
from actionplans.wording import changes, directions_of
from cities.views.city import city_inside
from coalition.http import SignedInRequest, whole, workspace
from coalition.permissions import require

HISTORY = 20
FIGURES = "0123456789"


def measure_of(plan: ActionPlan, code: str) -> Measure:
    """A standing measure of the plan by its number."""
    if not CODE.fullmatch(code):
        raise Http404
    rows = plan.measures.filter(state=Measure.State.STANDING).prefetch_related(*PARTS)
    measure = get_object_or_404(rows, code=code)
    measure.plan = plan
    return measure


@workspace
def measure_edit(request: SignedInRequest, slug: str, code: str) -> HttpResponse:
    """Change a measure: a draft of it, or another version of the draft that waits."""
    here = inside(request, slug, "plan")
    measure = measure_of(here.own_plan, code)
    require(request.user, "edit", here.city)
    draft = measure.drafts.filter(state__in=("open", "returned")).select_related("by").first()
    return _form(request, here, measure, draft)


@workspace
def measure_new(request: SignedInRequest, slug: str) -> HttpResponse:
    """A measure the plan does not have yet."""
    here = inside(request, slug, "plan")
    require(request.user, "edit", here.city)
    return _form(request, here, None, None)


@workspace
def draft_edit(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """A new measure that waits: another version of it."""
    here = inside(request, slug, "plan")
    waiting = here.own_plan.drafts.filter(state__in=("open", "returned")).select_related(
        "by", "measure"
    )
    draft = get_object_or_404(waiting, pk=pk)
    require(request.user, "edit", here.city)
    if draft.measure:
        return redirect("measure_edit", slug=slug, code=draft.measure.code)
    return _form(request, here, None, draft)


def _form(
    request: SignedInRequest,
    here: Inside,
    measure: Measure | None,
    draft: MeasureDraft | None,
) -> HttpResponse:
    """Show the form, or lay a draft; what is typed is never lost."""
    plan = here.own_plan
    directions = directions_of(plan)
    form = MeasureForm(
        request.POST or None,
        plan=plan,
        measure=measure,
        values=_shown(request, plan, measure, draft, directions),
        directions=directions,
        versions=(measure.version if measure else 0, draft.version if draft else None),
        reason=draft.reason if draft else "",
    )
    if request.method == "POST" and form.is_valid():
        try:
            verbs.draft_measure(
                plan,
                by=request.user,
                measure=measure,
                draft=draft,
                patch=form.values(),
                base_version=form.cleaned_data["base_version"] or 0,
                draft_version=form.cleaned_data["draft_version"],
                reason=form.cleaned_data["reason"],
            )
        except ValidationError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Saved. The change waits for the approver."))
            return redirect("city_work", slug=here.city.slug)
    more = {"measure": measure, "draft": draft, "form": form,
            "changes": _changes(draft, measure, directions)}  # fmt: skip
    return render(request, "actionplans/work_measure.html", {**here.context, **more})


def _changes(draft: MeasureDraft | None, measure: Measure | None, directions: dict) -> list:
    if draft is None or measure is None:
        return []
    draft.measure = measure
    return changes(draft, directions)


def _shown(
    request: SignedInRequest,
    plan: ActionPlan,
    measure: Measure | None,
    draft: MeasureDraft | None,
    directions: dict[int, str],
) -> Values:
    """What the form shows at first: the measure as adopted, with the draft's changes on top."""
    if measure or draft:
        return {**(values_of(measure) if measure else NEW), **(draft.patch if draft else {})}
    asked = whole(request.GET.get("direction", ""))
    chosen = asked if asked in directions else None
    return {**NEW, "code": next_code(plan), "direction": chosen}


def next_code(plan: ActionPlan) -> str:
    """The number after the last one, where numbers of the plan end in a figure."""
    used = set(plan.measures.values_list("code", flat=True))
    used |= {patch.get("code", "") for patch in
             plan.drafts.filter(measure=None).values_list("patch", flat=True)}  # fmt: skip
    ended = [code for code in used if code and code[-1] in FIGURES]
    if not ended:
        return ""
    stem, figures = _split(max(ended, key=lambda code: (int(_split(code)[1]), code)))
    return f"{stem}{int(figures) + 1:0{len(figures)}d}"


def _split(code: str) -> tuple[str, str]:
    figures = len(code) - len(code.rstrip(FIGURES))
    return code[: len(code) - figures], code[len(code) - figures :]


@require_POST
@workspace
def draft_withdraw(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Take a waiting change back."""
    city = city_inside(request, slug)
    draft = get_object_or_404(
        MeasureDraft.objects.select_related("plan__place", "plan__city"), pk=pk, plan__city=city
    )
    require(request.user, "edit", city)
    try:
        verbs.withdraw_draft(draft, by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("The change is taken back; the measure stays as it was."))
    return redirect("city_work", slug=slug)


@workspace
def measure_visibility(request: SignedInRequest, slug: str, code: str) -> HttpResponse:
    """What everybody sees of a measure: take it back from public view, or show it again."""
    here = inside(request, slug, "plan")
    measure = measure_of(here.own_plan, code)
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
