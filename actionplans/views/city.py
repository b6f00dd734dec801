"""A city's plan at work: the whole plan in edit mode, its goals and directions."""

from __future__ import annotations

from typing import NamedTuple

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from actionplans import verbs
from actionplans.desk import current_plan, joint_rows, plan_tree, waiting_for
from actionplans.forms.headings import DirectionForm, GoalForm, rename_forms
from actionplans.models import ActionPlan, Goal
from actionplans.permissions import require_decision
from cities.models import City
from cities.views.city import city_inside
from coalition import clock
from coalition.http import SignedInRequest, workspace
from coalition.permissions import may, require


class Inside(NamedTuple):
    """A city as its people see it at work, and what every page of it takes."""

    city: City
    plan: ActionPlan | None
    context: dict[str, object]

    @property
    def own_plan(self) -> ActionPlan:
        """The plan; 404 where the city has none yet."""
        if self.plan is None:
            raise Http404
        return self.plan


def inside(request: SignedInRequest, slug: str, tab: str) -> Inside:
    """The city whose inside this person may see; 404 otherwise, as if there were none."""
    city = city_inside(request, slug)
    plan = current_plan(city)
    waiting = waiting_for(request.user, [city], clock.today())[0]
    return Inside(city, plan, {
        "city": city,
        "plan": plan,
        "tab": tab,
        "section": "city",
        "waiting": waiting,
        "may_administer": may(request.user, "administer", city),
        "demo_page": plan is not None and plan.is_example,
    })  # fmt: skip


@workspace
def city_work(request: SignedInRequest, slug: str) -> HttpResponse:
    """The city's plan in edit mode: every measure with its draft, its report, and links to both."""
    city, plan, context = inside(request, slug, "plan")
    today = clock.today()
    tree = plan_tree(plan, city, today) if plan else []
    count = sum(len(branch.rows) + len(branch.new) for _goal, lines in tree for branch in lines)
    return render(
        request,
        "actionplans/work_city.html",
        {**context, "tree": tree, "count": count, "joint": joint_rows(city, today),
         "today": today},
    )  # fmt: skip


@require_POST
@workspace
def open_plan(request: SignedInRequest, slug: str) -> HttpResponse:
    """Begin the current plan of a city that has none."""
    city = city_inside(request, slug)
    require(request.user, "edit", city)
    verbs.ensure_plan(city, by=request.user)
    return redirect("city_work", slug=slug)


@require_POST
@workspace
def submit_plan(request: SignedInRequest, slug: str) -> HttpResponse:
    """Put the first edition before the approver."""
    here = inside(request, slug, "plan")
    require(request.user, "edit", here.city)
    try:
        verbs.submit_plan(here.own_plan, by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("The plan is before the approver."))
    return redirect("city_work", slug=slug)


@workspace
def headings(request: SignedInRequest, slug: str) -> HttpResponse:
    """Goals and directions of the plan: rename them, add new ones."""
    here = inside(request, slug, "plan")
    city, plan = here.city, here.own_plan
    if plan.is_public or not may(request.user, "edit", city):
        require_decision(request.user, city)  # everybody sees these headings at once
    posted = request.POST or None
    what = request.POST.get("what", "")
    goals = list(plan.goals.prefetch_related("directions"))
    goal_form = GoalForm(posted if what == "goal" else None, prefix="goal")
    line_form = DirectionForm(posted if what == "direction" else None, prefix="line", goals=goals)
    renames = rename_forms(goals, posted if what == "rename" else None)
    new: dict[str, GoalForm | DirectionForm] = {"goal": goal_form, "direction": line_form}
    if request.method == "POST" and _save_headings(request, plan, new.get(what), renames):
        messages.success(request, _("Saved."))
        return redirect("headings", slug=slug)
    return render(
        request,
        "actionplans/work_headings.html",
        {**here.context, "goal_form": goal_form, "line_form": line_form,
         "renames": renames},
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
