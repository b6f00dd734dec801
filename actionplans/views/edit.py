"""The form of a measure: every change is a draft that waits for the city's approver."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from actionplans import verbs
from actionplans.checklist import gaps_of
from actionplans.editions import PARTS
from actionplans.elsewhere import Kin, elsewhere
from actionplans.forms.measure import MeasureForm
from actionplans.models import ActionPlan, CityProposal, Measure, MeasureDraft
from actionplans.patches import CODE, NEW, Values, values_of
from actionplans.prefill import copied, instead_of, merged, next_code, proposed
from actionplans.views.city import Inside, inside
from actionplans.wording import changes, directions_of
from cities.views.city import city_inside
from coalition.http import SignedInRequest, whole, workspace
from coalition.permissions import require


def measure_of(plan: ActionPlan, code: str, *, replaced: bool = False) -> Measure:
    """A standing measure of the plan by its number, or one that another has replaced."""
    if not CODE.fullmatch(code):
        raise Http404
    states = [Measure.State.STANDING, *([Measure.State.SUPERSEDED] if replaced else [])]
    rows = plan.measures.filter(state__in=states).prefetch_related(*PARTS)
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
    values, begun = _shown(request, plan, measure, draft, directions)
    form = MeasureForm(
        request.POST or None,
        plan=plan,
        measure=measure,
        values=values,
        directions=directions,
        versions=(measure.version if measure else 0, draft.version if draft else None),
        reason=draft.reason if draft else "",
    )
    only_looks = "look" in request.POST
    if only_looks:
        form.hush()
    elif request.method == "POST" and form.is_valid() and _saved(request, here, form, draft):
        messages.success(request, _("Saved. The change waits for the approver."))
        return redirect("city_work", slug=here.city.slug)
    typed = form.typed() if form.is_bound else values
    return render(request, "actionplans/work_measure.html", {
        **here.context,
        "measure": measure,
        "draft": draft,
        "form": form,
        "begun": begun,
        "changes": _changes(draft, measure, directions),
        "gaps": gaps_of(typed, plan) if measure or draft or only_looks else [],
        "kin": _kin(plan, typed),
        "only_looks": only_looks,
        "show": request.GET.get("show", ""),
        "others": _others(plan, measure),
    })  # fmt: skip


def _proposal(
    request: SignedInRequest, plan: ActionPlan, measure: Measure | None, draft: MeasureDraft | None
) -> CityProposal | None:
    """The proposal of a group from which a new measure begins, as `?proposal=` asks for."""
    pk = whole(request.GET.get("proposal", ""))
    if measure or draft or pk is None:
        return None
    waiting = CityProposal.objects.exclude(state=CityProposal.State.TAKEN)
    rows = waiting.select_related("city__place", "decision__thread__group")
    return get_object_or_404(rows, pk=pk, city=plan.city_id)


def _from_group(proposal: CityProposal, code: str) -> tuple[Values, str]:
    """The form as a group proposes it, and a sentence on where that comes from."""
    said = _("From the proposal of the group “%(group)s” (%(number)s). Change what you like.")
    decision = proposal.decision
    names = {"group": decision.thread.group.name, "number": decision.number}
    return proposed(proposal, code), said % names


def _saved(
    request: SignedInRequest, here: Inside, form: MeasureForm, draft: MeasureDraft | None
) -> bool:
    """Whether a draft could be laid; otherwise the form holds the sentences."""
    kept = draft.patch if draft else {}  # what the form does not show, such as a place in the order
    said: Values = {
        "patch": {**kept, **form.values()},
        "base_version": form.cleaned_data["base_version"] or 0,
        "draft_version": form.cleaned_data["draft_version"],
        "reason": form.cleaned_data["reason"],
    }
    proposal = _proposal(request, here.own_plan, form.measure, draft)
    try:
        if proposal:
            verbs.take_up_proposal(proposal, by=request.user, plan=here.own_plan, **said)
        else:
            verbs.draft_measure(
                here.own_plan, by=request.user, measure=form.measure, draft=draft,
                merge=request.POST.get("merge") == "1", **said,
            )  # fmt: skip
    except ValidationError as refusal:
        form.refuse(refusal)
        return False
    return True


def _kin(plan: ActionPlan, values: Values) -> list[Kin]:
    """How other cities do what is being written; nothing while there are no words to go by."""
    said = f"{values.get('title') or ''} {values.get('expected_result') or ''}"
    hazards = values.get("hazards") or []
    return elsewhere(plan, text=said, hazards=hazards) if said.strip() or hazards else []


def _others(plan: ActionPlan, measure: Measure | None) -> list[tuple[str, str]]:
    """Measures that this one could be merged with."""
    if measure is None:
        return []
    rows = plan.measures.standing().exclude(pk=measure.pk)
    return list(rows.values_list("code", "title"))


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
) -> tuple[Values, str]:
    """What the form shows at first, and a sentence on where that comes from.

    The measure as adopted, with the draft's changes on top; or what `?merge=`, `?copy=` and
    `?instead=` ask for. Nothing is stored before the person saves.
    """
    asked = request.GET
    if measure or draft:
        values = {**(values_of(measure) if measure else NEW), **(draft.patch if draft else {})}
        code = asked.get("merge", "")
        if measure and code and code != measure.code:
            other = values_of(measure_of(plan, code))
            return merged(values, other), _(
                "Measure %(code)s has been added to this one. Look through the texts and the sums, "
                "then save. Once adopted, %(code)s leaves the plan; its page and its history stay."
            ) % {"code": code}
        return values, ""
    if proposal := _proposal(request, plan, measure, draft):
        return _from_group(proposal, next_code(plan))
    if code := asked.get("instead", ""):
        values = instead_of(values_of(measure_of(plan, code)), next_code(plan, code))
        return values, _(
            "A new measure instead of %(code)s. Once adopted, %(code)s leaves the plan; its page "
            "and its history stay, with links both ways."
        ) % {"code": code}
    if code := asked.get("copy", ""):
        values = copied(values_of(measure_of(plan, code)), next_code(plan, code))
        return values, _("A copy of measure %(code)s under a new number. Change what differs.") % {
            "code": code
        }
    line = whole(request.GET.get("direction", ""))
    chosen = line if line in directions else None
    return {**NEW, "code": next_code(plan), "direction": chosen}, ""


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
