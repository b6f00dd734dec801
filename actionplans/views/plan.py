"""A plan as everybody reads it: of one city, or of several together."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from actionplans.choices import choices_of
from actionplans.filters import Filter
from actionplans.models import ActionPlan, Edition, Participation
from actionplans.outline import Outline, option_keys, plan_url
from actionplans.reading import plans_in_force, public_plans_of, worded, worded_here
from actionplans.rolledup import money_in
from actionplans.trail import crumbs_of
from coalition import clock


@require_safe
def plan(request: HttpRequest, slug: str) -> HttpResponse:
    """The plan of a city, with the conditions of the address; 404 while there is no public one."""
    return _of_city(request, public_plans_of(slug).first())


@require_safe
def ended_plan(request: HttpRequest, slug: str, ended: str) -> HttpResponse:
    """A plan of a city that has ended, at an address that stays its own."""
    return _of_city(request, public_plans_of(slug).filter(slug=ended).first())


def _of_city(request: HttpRequest, found: ActionPlan | None) -> HttpResponse:
    if found is None:
        raise Http404
    worded_here(found)
    shows_signals = found.city is not None and found.city.shows_signals
    conditions = Filter.read(request.GET, signals=shows_signals)
    context = page_of(found, conditions)
    context["choices"] = choices_of(
        conditions, option_keys(context["outline"].rows), signals=shows_signals
    )
    context["before"] = worded(public_plans_of(found.city.slug)).filter(
        state=ActionPlan.State.ARCHIVED
    ).exclude(pk=found.pk) if found.city else ()  # fmt: skip
    return render(request, "actionplans/plan.html", context)


@require_safe
def joint_plan(request: HttpRequest, slug: str) -> HttpResponse:
    """A plan of several cities, with what each of them contributes."""
    found = get_object_or_404(plans_in_force().filter(city=None), slug=slug)
    worded_here(found)
    context = page_of(found, Filter())
    sums = money_in(found)
    for row in context["outline"].rows:
        row.sums = sums.get(row.measure.pk, [])
    taking = Participation.objects.filter(plan=found, state__in=("agreed", "left"))
    context["participations"] = taking.select_related("city")
    return render(request, "actionplans/joint_plan.html", context)


def page_of(plan: ActionPlan, conditions: Filter) -> dict[str, Any]:
    """What both pages of plans tell."""
    today = clock.today()
    outline = Outline(plan, today)
    shown = None
    if conditions:
        matching = conditions.apply(plan.measures.public(), today)
        shown = set(matching.values_list("pk", flat=True))
    url = plan_url(plan)
    return {
        "plan": plan,
        "city": plan.city,
        "outline": outline,
        "trunks": outline.trunks(shown),
        "shown": len(outline.rows) if shown is None else len(shown),
        "total": len(outline.rows),
        "conditions": conditions,
        "chips": conditions.chips(url),
        "plan_url": url,
        "today": today,
        "editions": Edition.objects.filter(plan=plan).defer("content").order_by("-number"),
        "crumbs": crumbs_of(plan, last=_("Action plan") if plan.city else plan.say("title")),
        "demo_page": plan.is_example,
        "section": "plans",
    }
