"""One measure as everybody reads it: six facts first, then its progress and everything else."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from actionplans.elsewhere import of_measure
from actionplans.models import ActionPlan, Contribution, Evidence, Measure, UpdateFile
from actionplans.outline import MeasureRow, plan_url
from actionplans.portrait import (
    evidence_of,
    indicators_of,
    parts_of,
    replaced_by,
    say_in_readers_language,
    whole,
)
from actionplans.rolledup import money_of
from actionplans.trail import crumbs_of
from coalition import clock
from coalition.files import send_file


@require_safe
def measure(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """A measure of a city's plan; 404 unless everybody may see it."""
    return render(
        request,
        "actionplans/measure.html",
        page_of(Measure.objects.readable().filter(plan__city__slug=slug), code),
    )


@require_safe
def ended_measure(request: HttpRequest, slug: str, ended: str, code: str) -> HttpResponse:
    """A measure of a plan that has ended; the next plan may have another of this number."""
    measures = Measure.objects.readable().filter(plan__city__slug=slug, plan__slug=ended)
    return render(request, "actionplans/measure.html", page_of(measures, code))


@require_safe
def joint_measure(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """A measure of a joint plan, with each city's part."""
    joint = Measure.objects.readable().filter(
        plan__city=None, plan__slug=slug, plan__state=ActionPlan.State.ADOPTED
    )
    joint = joint.prefetch_related("plan__translations", "coordinations__city")
    context = page_of(joint, code)
    own = Contribution.objects.standing().filter(measure=context["measure"])
    own = own.select_related("city")
    context |= {
        "sums": money_of(context["parts"]),
        "left": any(part.left_on for part in context["parts"]),
        "hidden": [one.city.name for one in own.exclude(visibility="public")],
    }
    return render(request, "actionplans/measure.html", context)


def page_of(measures: QuerySet[Measure], code: str) -> dict[str, Any]:
    """What the page of a measure tells; the same code in an ended plan comes second."""
    today = clock.today()
    found = whole(measures.filter(code=code)).order_by("plan__state", "-plan__period_end").first()
    if found is None:
        raise Http404
    plan, parts = found.plan, parts_of(found)
    stands = found.state == Measure.State.STANDING
    row = MeasureRow(found, today)
    if not stands:
        row.signal = None  # it is not waited for any more
    successor = found.superseded_by
    updates = sorted(
        (update for part in parts for update in part.log),  # type: ignore[attr-defined]
        key=lambda one: (one.on, one.pk),
        reverse=True,
    )
    say_in_readers_language(found, updates)
    return {
        "plan": plan,
        "city": plan.city,
        "measure": found,
        "row": row,
        "parts": parts,
        "indicators": indicators_of(found, parts),
        "updates": updates,
        "similar": of_measure(found, row.hazards) if stands else [],
        "evidence": evidence_of(found),
        "before": [one for one in replaced_by(found) if is_told(one)],
        "successor": successor if successor and is_told(successor) else None,
        "plan_url": plan_url(plan),
        "today": today,
        "crumbs": crumbs_of(plan, last=found.code, under=plan_url(plan)),
        "demo_page": plan.is_example,
        "section": "plans",
    }


def is_told(measure: Measure) -> bool:
    """Whether a page of another measure of the same plan may name this one."""
    return (
        measure.visibility == Measure.Visibility.PUBLIC and measure.state != Measure.State.REMOVED
    )


@require_safe
def evidence(request: HttpRequest, slug: str, code: str, pk: int) -> FileResponse:
    """A file beside a measure of a city that everybody may open."""
    shown = Evidence.objects.public().filter(measure__plan__city__slug=slug, measure__code=code)
    found = get_object_or_404(shown.filter(attachment__isnull=False), pk=pk)
    if found.attachment is None:
        raise Http404
    return send_file(found.attachment)


@require_safe
def update_file(request: HttpRequest, slug: str, pk: int) -> FileResponse | HttpResponseNotModified:
    """A photograph or a paper beside a report that everybody may read.

    A cache may keep it but asks each time, so that what a city takes back is gone at once.
    """
    shown = UpdateFile.objects.public().filter(update__contribution__city__slug=slug)
    found = get_object_or_404(shown.select_related("attachment"), pk=pk).attachment
    mark = f'"{found.sha256}"'
    kept = request.headers.get("If-None-Match") == mark
    response: FileResponse | HttpResponseNotModified
    response = HttpResponseNotModified() if kept else send_file(found)
    response.headers["Cache-Control"] = "public, no-cache"
    response.headers["ETag"] = mark
    return response
