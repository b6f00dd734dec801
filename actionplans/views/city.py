"""A city's plan at work: the whole plan in edit mode, its goals and directions."""

from __future__ import annotations

from typing import NamedTuple, cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from actionplans import verbs
from actionplans.advice import advice_on
from actionplans.desk import (
    Waiting,
    at_work,
    current_plan,
    plan_aside,
    plan_tree,
    replaced_in,
    row_of,
    waiting_for,
)
from actionplans.models import ActionPlan, Contribution
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
    today, waiting = clock.today(), cast("Waiting", context["waiting"])
    own: list[Contribution] = []
    joint: list[Contribution] = []
    for part in at_work(plan, city):
        (joint if part.measure.plan.is_joint else own).append(part)
    tree = plan_tree(plan, own, waiting.all_drafts, today) if plan else []
    branches = [branch for _goal, lines in tree for branch in lines]
    gap = request.GET.get("gap", "")
    if gap:
        tree = [(goal, [line.lacking(gap) for line in lines]) for goal, lines in tree]
    return render(
        request,
        "actionplans/work_city.html",
        {
            **context,
            "tree": tree,
            "count": sum(len(branch.rows) + len(branch.new) for branch in branches),
            "joint": [row_of(part, {}, today) for part in joint],
            "aside": plan_aside(city) if plan else None,
            "today": today,
            "gap": gap,
            "advice": advice_on(branches),
            "replaced": replaced_in(plan) if plan and not gap else [],
        },
    )


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
