"""The words of a joint measure: drafted by one city, agreed by each."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from actionplans import verbs
from actionplans.checklist import gaps_of
from actionplans.concord import coordination_of, may_word, participants, words_on
from actionplans.forms.joint import JointMeasureForm, WordForm
from actionplans.models import Measure, MeasureDraft
from actionplans.patches import NEW, values_of
from actionplans.permissions import may_decide
from actionplans.prefill import next_code
from actionplans.views.edit import measure_of
from actionplans.views.joint import Together, agreed_only
from actionplans.wording import changes, directions_of
from coalition.errors import Conflict
from coalition.http import SignedInRequest, whole, workspace
from coalition.permissions import may, require

WAITING = ("open", "returned")


@workspace
def measure_new(request: SignedInRequest, slug: str, plan: str) -> HttpResponse:
    """A measure the cities do not share yet."""
    found = agreed_only(request, slug, plan)
    require(request.user, "edit", found.city)
    return _form(request, found, None, None)


@workspace
def measure_edit(request: SignedInRequest, slug: str, plan: str, code: str) -> HttpResponse:
    """Other words for a joint measure, or who coordinates it; a draft until all agree."""
    found = agreed_only(request, slug, plan)
    measure = measure_of(found.plan, code)
    require(request.user, "edit", found.city)
    if not measure.contributions.filter(city=found.city, left_on=None).exists():
        raise PermissionDenied
    waiting = measure.drafts.filter(state__in=WAITING).select_related("by", "city").first()
    if waiting and waiting.city_id != found.city.pk and not may_word(found.city, measure, waiting):
        return redirect("joint_draft", slug=slug, plan=plan, pk=waiting.pk)
    return _form(request, found, measure, waiting)


@workspace
def draft_edit(request: SignedInRequest, slug: str, plan: str, pk: int) -> HttpResponse:
    """Other words for a draft of a measure that does not stand yet; its own city's."""
    found = agreed_only(request, slug, plan)
    rows = found.plan.drafts.filter(state__in=WAITING, measure=None)
    laid = get_object_or_404(rows.select_related("by", "city"), pk=pk)
    require(request.user, "edit", found.city)
    if laid.city_id != found.city.pk:
        raise PermissionDenied
    return _form(request, found, None, laid)


def _form(
    request: SignedInRequest, found: Together, measure: Measure | None, draft: MeasureDraft | None
) -> HttpResponse:
    plan, city = found.plan, found.city
    directions = directions_of(plan)
    base = values_of(measure) if measure else {**NEW, "code": next_code(plan),
                                               "cities": [city.slug]}  # fmt: skip
    values = {**base, **(draft.patch if draft else {})}
    form = JointMeasureForm(
        request.POST or None, measure=measure, values=values, directions=directions,
        cities=participants(plan), reason=draft.reason if draft else "",
        versions=(measure.version if measure else 0, draft.version if draft else None),
        only_hand_over=not may_word(city, measure, draft),
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            laid = verbs.draft_joint(
                plan, city, by=request.user, measure=measure, draft=draft, patch=form.values(),
                base_version=said["base_version"] or 0, draft_version=said["draft_version"],
                reason=said["reason"],
            )  # fmt: skip
        except ValidationError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Saved. It takes effect when every city has agreed."))
            return redirect("joint_draft", slug=city.slug, plan=plan.slug, pk=laid.pk)
    return render(request, "actionplans/work_joint_measure.html", {
        **found.here.context, "joint": plan, "measure": measure, "draft": draft, "form": form,
        "runs": coordination_of(measure) if measure else None,
        "gaps": [gap for gap in gaps_of(values, plan) if gap.field in form.fields or
                 gap.key == "coordinator"] if measure or draft else [],
    })  # fmt: skip


@workspace
def draft(request: SignedInRequest, slug: str, plan: str, pk: int) -> HttpResponse:
    """A draft of joint words: what changes, who has agreed, whose word is awaited."""
    found = agreed_only(request, slug, plan)
    rows = found.plan.drafts.filter(state__in=WAITING).prefetch_related("agreements__by")
    laid = get_object_or_404(rows.select_related("by", "city", "measure__plan"), pk=pk)
    decides, edits = may_decide(request.user, found.city), may(request.user, "edit", found.city)
    form, status = WordForm(request.POST or None), 200
    if request.method == "POST":
        if not (decides or edits):
            raise PermissionDenied
        if request.POST.get("what") == "withdraw":
            verbs.withdraw_joint(laid, found.city, by=request.user)
            messages.success(request, _("The draft is taken back; the measure stays as it was."))
            return redirect("joint_work", slug=slug, plan=plan)
        if form.is_valid():
            try:
                return _give_word(request, found, laid, form)
            except ValidationError as refusal:
                form.refuse(refusal)
            except Conflict:
                status = 409
                form.add_error(None, _("The words changed while you were reading. Look once more."))
                laid = rows.select_related("by", "city", "measure__plan").get(pk=pk)
    words = words_on(laid)
    return render(request, "actionplans/work_joint_draft.html", {
        **found.here.context, "joint": found.plan, "draft": laid, "words": words, "form": form,
        "changes": changes(laid, directions_of(found.plan)),
        "mine": next((one for one in words if one.city.pk == found.city.pk), None),
        "is_own": laid.city_id == found.city.pk,
        "may_change": edits and may_word(found.city, laid.measure, laid),
    }, status=status)  # fmt: skip


def _give_word(
    request: SignedInRequest, found: Together, laid: MeasureDraft, form: WordForm
) -> HttpResponse:
    """Write the city's word down; the address depends on whether it was the last one."""
    what, slug, plan = request.POST.get("what", ""), found.city.slug, found.plan.slug
    if what not in ("agree", "decline"):
        messages.info(request, _("Nothing has been changed yet."))
        return redirect("joint_draft", slug=slug, plan=plan, pk=laid.pk)
    edition = verbs.give_word(
        laid, found.city, by=request.user, version=whole(request.POST.get("version", "")) or 0,
        agrees=what == "agree", **form.cleaned_data,
    )  # fmt: skip
    if edition:
        messages.success(request, _("All cities have agreed. Everybody sees it now."))
        return redirect("joint_work", slug=slug, plan=plan)
    messages.success(request, _("Your city's word is written down."))
    return redirect("joint_draft", slug=slug, plan=plan, pk=laid.pk)
