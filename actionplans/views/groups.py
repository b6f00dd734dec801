"""What goes on lately: in working groups by quarter, in counts, and what cities have published."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import quote

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from actionplans import activity
from actionplans import review as desk
from actionplans.exports.files import KINDS as FILES
from actionplans.exports.groups import groups_workbook
from actionplans.periods import Kind, begins, ends, say_quarter
from actionplans.views.review import crumb_of_desk
from coalition import clock
from coalition.http import SignedInRequest, workspace
from coalition.permissions import places_with
from workinggroups.activity import COUNTED, Span, activity_in
from workinggroups.permissions import is_secretariat

QUARTERS = 8  # to choose from


def require_overview(request: SignedInRequest) -> None:
    """Reviewers and the secretariat; 403 for everybody else."""
    if not (places_with(request.user, "review") or is_secretariat(request.user)):
        raise PermissionDenied


def quarters() -> list[date]:
    """The first days of this quarter and of those before it."""
    found = [begins(Kind.QUARTER, clock.today())]
    while len(found) < QUARTERS:
        found.append(begins(Kind.QUARTER, found[-1] - timedelta(days=1)))
    return found


def chosen_quarter(request: SignedInRequest) -> date:
    """The quarter of the address, else the present one."""
    asked = request.GET.get("quarter", "")
    known = quarters()
    return next((day for day in known if str(day) == asked), known[0])


def span_of(quarter: date) -> Span:
    """From the quarter's first moment up to the next one's."""
    zone, after = get_current_timezone(), ends(Kind.QUARTER, quarter) + timedelta(days=1)
    return Span(*(datetime.combine(day, time(), zone) for day in (quarter, after)))


@require_safe
@workspace
def review_activity(request: SignedInRequest) -> HttpResponse:
    """Counts of working groups; what consenting cities have adopted and approved, newest first."""
    require_overview(request)
    cities = list(desk.reviewed_cities(request.user))
    entries, older = activity.page_of(cities, request.GET.get("before", ""))
    quarter = chosen_quarter(request)
    rows = activity_in(span_of(quarter))
    reviews = bool(places_with(request.user, "review"))
    way_back = [crumb_of_desk()] if reviews else []
    context: dict[str, Any] = {
        "reviews": reviews,
        "entries": entries,
        "older": older and f"?before={quote(older)}&quarter={quarter}",
        "headings": [heading for heading, _rows in COUNTED],
        "rows": rows,
        "quarter": str(quarter),
        "quarters": [(str(day), say_quarter(day)) for day in quarters()],
        "period": say_quarter(quarter),
        "demo_page": desk.shows_examples(cities) or any(row.group.is_example for row in rows),
        "crumbs": [*way_back, (_("Groups and publications"), None)],
        "section": "review",
    }
    return render(request, "actionplans/review_activity.html", context)


@require_safe
@workspace
def review_groups_file(request: SignedInRequest) -> HttpResponse:
    """The counts of the quarter as a workbook."""
    require_overview(request)
    quarter = chosen_quarter(request)
    file = groups_workbook(activity_in(span_of(quarter)), say_quarter(quarter))
    response = HttpResponse(file, content_type=FILES["xlsx"][1])
    name = f"groups-{quarter:%Y}-{(quarter.month + 2) // 3}.xlsx"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
