"""The shape of a plan: names and order of goals and directions, order of measures."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from actionplans import verbs
from actionplans.forms.headings import DirectionForm, GoalForm, rename_forms
from actionplans.models import ActionPlan, Direction, Goal
from actionplans.permissions import require_decision
from actionplans.placing import by_direction, line_up
from actionplans.views.city import Inside, inside
from coalition.http import SignedInRequest, whole, workspace
from coalition.permissions import may, require


@workspace
def order(request: SignedInRequest, slug: str) -> HttpResponse:
    """The order of measures inside their directions; every move waits for the approver."""
    here = inside(request, slug, "plan")
    plan = here.own_plan
    require(request.user, "edit", here.city)
    if request.method == "POST":
        up = "up" in request.POST
        key = request.POST.get("up" if up else "down", "")
        try:
            item = verbs.arrange_measure(plan, key, by=request.user, up=up)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
            return redirect("order", slug=slug)
        return redirect(reverse("order", args=[slug]) + f"#{item.key}")
    lines = by_direction(plan, line_up(plan))
    return render(request, "actionplans/work_order.html", {**here.context, "lines": lines})


@workspace
def headings(request: SignedInRequest, slug: str) -> HttpResponse:
    """Goals and directions of the plan: rename them, add new ones."""
    here = inside(request, slug, "plan")
    city, plan = here.city, here.own_plan
    if plan.edition or not may(request.user, "edit", city):
        require_decision(request.user, city)  # everybody sees these headings at once
    posted = request.POST or None
    what = request.POST.get("what", "")
    goals = list(plan.goals.prefetch_related("directions"))
    goal_form = GoalForm(posted if what == "goal" else None, prefix="goal")
    line_form = DirectionForm(posted if what == "direction" else None, prefix="line", goals=goals)
    renames = rename_forms(goals, posted if what == "rename" else None)
    new: dict[str, GoalForm | DirectionForm] = {"goal": goal_form, "direction": line_form}
    if request.method == "POST" and what == "arrange":
        return _arranged(request, here, goals)
    if request.method == "POST" and _save_headings(request, plan, new.get(what), renames):
        messages.success(request, _("Saved."))
        return redirect("headings", slug=slug)
    return render(
        request,
        "actionplans/work_headings.html",
        {**here.context, "goal_form": goal_form, "line_form": line_form,
         "renames": renames, "goals": goals},
    )  # fmt: skip


def _save_headings(
    request: SignedInRequest, plan: ActionPlan, form: Form | None, renames: list
) -> bool:
    """Whether what was sent could be saved; otherwise the forms hold the sentences."""
    forms = [form] if form else [one for one in renames if one.has_changed()]
    if not all(one.is_valid() for one in forms):
        return False
    for one in forms:
        try:
            _save_heading(request, plan, one)
        except ValidationError as refusal:
            one.add_error(None, refusal.messages)
            return False
    return True


def _save_heading(request: SignedInRequest, plan: ActionPlan, form: object) -> None:
    if isinstance(form, GoalForm):
        verbs.add_goal(plan, by=request.user, **form.cleaned_data)
    elif isinstance(form, DirectionForm):
        said = dict(form.cleaned_data)
        goal = get_object_or_404(Goal, plan=plan, pk=said.pop("goal"))
        verbs.add_direction(goal, by=request.user, **said)
    else:
        verbs.rename_heading(form.heading, by=request.user, title=form.cleaned_data["title"])  # type: ignore[attr-defined]


def _arranged(request: SignedInRequest, here: Inside, goals: list[Goal]) -> HttpResponse:
    """Do what one button beside a heading says, and come back to that heading."""
    heading, deed = _pressed(request, here.own_plan)
    by = request.user
    try:
        if deed in ("up", "down"):
            verbs.move_heading(heading, by=by, up=deed == "up")
        elif deed == "remove":
            verbs.remove_heading(heading, by=by)
            messages.success(request, _("The empty heading is removed."))
            return redirect("headings", slug=here.city.slug)
        elif deed == "code":
            verbs.renumber_heading(heading, by=by, code=request.POST.get("code", ""))
        elif deed == "under" and isinstance(heading, Direction):
            pk = whole(request.POST.get("goal", ""))
            goal = next((one for one in goals if one.pk == pk), None)
            if goal is None:
                raise ValidationError(_("Choose a goal of this plan."))  # noqa: TRY301 -- one way out
            verbs.put_under(heading, goal, by=by)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    mark = f"{'g' if isinstance(heading, Goal) else 'd'}{heading.pk}"
    return redirect(reverse("headings", args=[here.city.slug]) + f"#{mark}")


def _pressed(request: SignedInRequest, plan: ActionPlan) -> tuple[Goal | Direction, str]:
    """The heading and the deed of the pressed button: "d12:up"."""
    mark, _colon, deed = request.POST.get("deed", "").partition(":")
    pk = whole(mark[1:])
    if mark[:1] == "g":
        return get_object_or_404(Goal.objects.select_related("plan__city", "plan__place"),
                                 plan=plan, pk=pk), deed  # fmt: skip
    if mark[:1] == "d":
        rows = Direction.objects.select_related("goal__plan__city", "goal__plan__place")
        return get_object_or_404(rows, goal__plan=plan, pk=pk), deed
    raise Http404
