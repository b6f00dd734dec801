"""Plans as files, under the same conditions as the pages."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from actionplans.exports import KINDS, Export, columns_for, file_name
from actionplans.exports.periods import period_of
from actionplans.exports.standing import standing_columns
from actionplans.exports.together import by_city
from actionplans.filters import Filter
from actionplans.models import ActionPlan, Measure
from actionplans.outline import MeasureRow, plan_url
from actionplans.reading import (
    given_out,
    in_order,
    plans_in_force,
    public_plans_of,
    with_rows,
    worded,
)
from cities.models import City
from coalition import clock


@require_safe
def plan(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """The measures of a city's plan as a file."""
    return _of_city(request, worded(public_plans_of(slug)).first(), kind)


@require_safe
def ended_plan(request: HttpRequest, slug: str, ended: str, kind: str) -> HttpResponse:
    """The measures of a city's plan that has ended."""
    return _of_city(request, worded(public_plans_of(slug)).filter(slug=ended).first(), kind)


def _of_city(request: HttpRequest, found: ActionPlan | None, kind: str) -> HttpResponse:
    if found is None or found.city is None or not found.city.in_open_data:
        raise Http404
    conditions = Filter.read(request.GET, signals=found.city.shows_signals)
    return answer(request, kind, found.measures.public(), conditions, found)


@require_safe
def joint_plan(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """The measures of a joint plan as a file."""
    found = get_object_or_404(worded(plans_in_force().filter(city=None)), slug=slug)
    return answer(request, kind, found.measures.public(), Filter.read(request.GET), found)


@require_safe
def plans(request: HttpRequest, kind: str) -> HttpResponse:
    """The measures of all cities as a file."""
    cities = {city.slug: city.name for city in City.objects.members()}
    return answer(request, kind, given_out(), Filter.read(request.GET, cities=cities), None)


def answer(
    request: HttpRequest,
    kind: str,
    measures: QuerySet[Measure],
    conditions: Filter,
    plan: ActionPlan | None,
) -> HttpResponse:
    """A file to be kept, under an ASCII name with its day."""
    if kind not in KINDS:
        raise Http404
    write, content_type, usual = KINDS[kind]
    today = clock.today()
    period, day = period_of(request.GET.get("period", "")), _day(request.GET.get("on", ""))
    if period:
        measures = period.measures(measures)
    found = with_rows(in_order(conditions.apply(measures, today)))
    rows = [
        MeasureRow(measure, today)
        for measure in found.select_related("direction__goal").prefetch_related(
            "direction__translations",
            "direction__goal__translations",
            "contributions__budget_lines",
        )
    ]
    if plan and plan.is_joint:
        rows = by_city(rows, today)
    export = Export(
        rows=rows,
        more=standing_columns(rows, day, brief=kind == "docx") if day else (),
        plan=plan,
        conditions=conditions,
        address=conditions.address(plan_url(plan) if plan else reverse("plans")),
        columns=columns_for(plan, request.GET.get("columns", ""), usual),
    )
    if period:
        export.extra.append((_("Period"), period.words))
    response = HttpResponse(write(export), content_type=content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{file_name(plan, kind)}"'
    return response


def _day(text: str) -> date | None:
    """The day in an address as of which progress is told; none for nonsense and for tomorrow."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day <= clock.today() else None
