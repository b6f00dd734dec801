"""What leaves the platform only by a switch of the city: side by side, and inside other sites."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from actionplans.figures import ALL, kept
from actionplans.reading import plans_in_force, summary_of
from cities.models import City
from coalition import clock
from coalition.charts.status import LOOKS
from coalition.middleware import CSP
from coalition.models.terms import term_name
from coalition.templatetags.site import page_at

AGREE = 2  # one city alone stands beside nobody


@dataclass(frozen=True)
class Hazard:
    """A hazard a city names, and how many measures of its plan are against it."""

    name: str
    count: int


@dataclass(frozen=True)
class Row:
    """A city beside others: what it said itself, counted, without order of merit."""

    city: City
    is_example: bool
    total: int
    hazards: list[Hazard]
    statuses: list[tuple[str, int]]


@require_safe
def side_by_side(request: HttpRequest) -> HttpResponse:
    """The cities that agreed to stand beside each other; nobody while fewer than two have."""
    cities = list(City.objects.members().filter(allows_comparison=True))
    rows = rows_of(cities) if len(cities) >= AGREE else []
    crumbs = [(_("Home"), page_at()), (_("Cities side by side"), None)]
    context = {"rows": rows, "crumbs": crumbs, "demo_page": any(row.is_example for row in rows)}
    return render(request, "actionplans/side_by_side.html", context)


def rows_of(cities: list[City]) -> list[Row]:
    """Two questions to the database, however many cities there are."""
    counted = kept([city.pk for city in cities], clock.today(), "lines")
    examples = plans_in_force().filter(city__in=cities, is_example=True)
    invented = set(examples.values_list("city_id", flat=True))
    return [row_of(city, counted[city.pk], is_example=city.pk in invented) for city in cities]


def row_of(city: City, lines: dict[str, dict[str, list[int]]], *, is_example: bool) -> Row:
    """A city by the lines of its figures; late and at risk are told by nobody here."""
    against, by_status = lines.get("hazard", {}), lines.get("status", {})
    return Row(
        city=city,
        is_example=is_example,
        total=lines.get(ALL, {}).get(ALL, [0])[0],
        hazards=[Hazard(term_name("hazards", key), against.get(key, [0])[0])
                 for key in city.hazards],
        statuses=[
            (str(look.word).lower(), by_status[status][0])
            for status, look in LOOKS.items()
            if status in by_status
        ],
    )  # fmt: skip


@require_safe
@xframe_options_exempt
def embedded_plan(request: HttpRequest, slug: str) -> HttpResponse:
    """The plan of a city in figures, for the page of another site; 404 unless the city opens it."""
    city = get_object_or_404(City.objects.members().filter(allows_embedding=True), slug=slug)
    its = summary_of(city, clock.today())
    if its is None:
        raise Http404
    response = render(request, "actionplans/embedded_plan.html", {"city": city, "its": its})
    here = CSP.replace("frame-ancestors 'self'", "frame-ancestors *")
    response.headers["Content-Security-Policy"] = here
    return response
