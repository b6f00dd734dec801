"""One measure as everybody reads it: six facts first, then its progress and everything else."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from actionplans.models import Measure
from actionplans.outline import MeasureRow, keys_of, plan_url
from actionplans.portrait import indicators_of, parts_of, whole
from actionplans.reading import listed, similar
from actionplans.trail import crumbs_of
from coalition import clock


@require_safe
def measure(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """A measure of a city's plan; 404 unless everybody may see it."""
    return render(
        request,
        "actionplans/measure.html",
        page_of(Measure.objects.public().filter(plan__city__slug=slug), code),
    )


@require_safe
def joint_measure(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """A measure of a joint plan, with each city's part."""
    joint = listed().filter(plan__city=None, plan__slug=slug).prefetch_related("plan__translations")
    return render(request, "actionplans/measure.html", page_of(joint, code))


def page_of(measures: QuerySet[Measure], code: str) -> dict[str, Any]:
    """What the page of a measure tells; the same code in an ended plan comes second."""
    today = clock.today()
    found = whole(measures.filter(code=code)).order_by("plan__state", "-plan__period_end").first()
    if found is None:
        raise Http404
    plan, parts = found.plan, parts_of(found)
    return {
        "plan": plan,
        "city": plan.city,
        "measure": found,
        "row": MeasureRow(found, today),
        "parts": parts,
        "indicators": indicators_of(found, parts),
        "updates": sorted(
            (update for part in parts for update in part.log),  # type: ignore[attr-defined]
            key=lambda one: (one.on, one.pk),
        ),
        "similar": similar(found, keys_of(found, "hazard")),
        "plan_url": plan_url(plan),
        "today": today,
        "crumbs": crumbs_of(plan, last=found.code, under=plan_url(plan)),
        "demo_page": plan.is_example,
        "section": "plans",
    }
