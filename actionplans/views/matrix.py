"""The matrix of the desk: today's, or as it stood in a period that is over; and its file."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from actionplans.exports.files import KINDS as FILES
from actionplans.exports.matrix import matrix_workbook
from actionplans.lines import Line
from actionplans.matrix import AXES, COLUMNS, Matrix
from actionplans.models import ReportingRound
from actionplans.past import PAST_AXES, Past, completed_rounds
from actionplans.views.review import cities_of, crumb_of_desk
from cities.models import City
from coalition import clock
from coalition.http import SignedInRequest, page_mark, whole, workspace

PAGE = 200


def chosen_round(request: SignedInRequest, cities: list[City]) -> ReportingRound | None:
    """The period of the address; 404 for one of which these cities have no completed report."""
    asked = request.GET.get("round", "")
    return get_object_or_404(completed_rounds(cities), pk=whole(asked) or 0) if asked else None


def axis_of(request: SignedInRequest, about: ReportingRound | None) -> str:
    """By what the matrix is laid out; by status unless asked otherwise."""
    asked = request.GET.get("by", "")
    return asked if asked in (PAST_AXES if about else AXES) else "status"


def matrix_of(
    cities: list[City], about: ReportingRound | None, number: int | None = 1, columns: int = COLUMNS
) -> Matrix:
    """The matrix of a period that is over, else today's."""
    if about:
        return Past.of(cities, about.ends_on, number, columns).of_round(about)
    return Matrix.of(cities, clock.today(), number, columns)


@require_safe
@workspace
def review(request: SignedInRequest) -> HttpResponse:
    """Consenting cities side by side: by status and signal, direction, goal, hazard, gap."""
    cities = cities_of(request)
    about = chosen_round(request, cities)
    axis = axis_of(request, about)
    matrix = matrix_of(cities, about, page_mark(request, "columns"))
    context: dict[str, Any] = {
        "cities": matrix.shown, "axis": axis, "matrix": matrix, "about": about,
        "rounds": completed_rounds(cities), "today": clock.today(),
        "query": f"by={axis}" + (f"&round={about.pk}" if about else ""),
        "demo_page": matrix.is_example, "section": "review",
    }  # fmt: skip
    if axis == "goal":
        context["goals"] = matrix.goals()
    else:
        context["lines"] = matrix.gaps() if axis == "gap" else matrix.lines(axis)
    if axis == "status":
        context["signals"] = matrix.signals()
    return render(request, "actionplans/review.html", context)


@require_safe
@workspace
def review_matrix_file(request: SignedInRequest) -> HttpResponse:
    """The same matrix as a workbook, all cities on one sheet."""
    cities = cities_of(request)
    about = chosen_round(request, cities)
    axis = axis_of(request, about)
    matrix = matrix_of(cities, about, columns=max(1, len(cities)))
    response = HttpResponse(matrix_workbook(matrix, axis), content_type=FILES["xlsx"][1])
    when = f"{about.kind}-{about.starts_on}" if about else str(clock.today())
    name = f"overview-{axis}-{when}.xlsx"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_safe
@workspace
def review_period(request: SignedInRequest) -> HttpResponse:
    """The measures behind a figure of a past period, each with the report that says so."""
    cities = cities_of(request)
    if "round" not in request.GET:
        return redirect("review")  # the address was cut short: the desk lists the periods
    about = get_object_or_404(completed_rounds(cities), pk=whole(request.GET["round"]) or 0)
    past = Past.of(cities, about.ends_on).of_round(about)
    city = next((one for one in cities if one.slug == request.GET.get("city", "")), None)
    chosen = past.chosen(request.GET)
    found = list(past.behind(city, chosen))
    mark = whole(request.GET.get("from", "")) or 0
    return render(request, "actionplans/review_period.html", {
        "about": about,
        "city": city,
        "conditions": [past.words_of(axis, key) for axis, key in chosen.items()],
        "rows": [(one, Line(one.about)) for one in found[mark : mark + PAGE]],
        "total": len(found),
        "older": past.address(city, chosen, mark + PAGE) if len(found) > mark + PAGE else "",
        "demo_page": past.is_example,
        "crumbs": [crumb_of_desk(), (str(about), past.desk()),
                   (city.name if city else _("All cities"), None)],
        "section": "review",
    })  # fmt: skip
