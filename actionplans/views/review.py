"""The reviewers' desk: how things go in the cities that consent to the overview of progress.

Cities stand side by side in the order of the Declaration; nothing here ranks them, and nothing
here writes.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from actionplans import review as desk
from actionplans.figures import submitted
from actionplans.models import Contribution, Indicator, Measure, ProgressUpdate, Reading, Spending
from actionplans.reading import listed
from actionplans.timeliness import OPEN, signals_of
from cities.models import City
from coalition import clock
from coalition.http import SignedInRequest, workspace
from coalition.permissions import places_with

PAGE = 100


def cities_of(request: SignedInRequest) -> list[City]:
    """The cities whose progress this person overlooks; 403 for who reviews nowhere."""
    if not places_with(request.user, "review"):
        raise PermissionDenied
    return list(desk.reviewed_cities(request.user))


def row_of(part: Contribution) -> dict[str, Any]:
    """A contribution with what the dates say of it."""
    today = clock.today()
    return {
        "part": part,
        "measure": part.measure,
        "lead": next(iter(part.measure.executors.all()), None),
        "signals": signals_of(part, today),
        "days": days_left(part, today),
    }


def days_left(part: Contribution, today: date) -> int | None:
    """How many days there are until an open measure is due, when that is soon."""
    due = part.dated_by.due_on
    if due is None or part.status not in OPEN:
        return None
    days = (due - today).days
    return days if 0 <= days <= settings.SIGNAL_SOON_DAYS else None


@require_safe
@workspace
def review_measures(request: SignedInRequest) -> HttpResponse:
    """The measures behind a figure, of all consenting cities."""
    return measures_page(request, cities_of(request))


@require_safe
@workspace
def review_city(request: SignedInRequest, slug: str) -> HttpResponse:
    """The measures behind a figure, of one city."""
    city = next((one for one in cities_of(request) if one.slug == slug), None)
    if city is None:
        raise Http404
    return measures_page(request, [city], city)


def measures_page(
    request: SignedInRequest, cities: list[City], city: City | None = None
) -> HttpResponse:
    """A list of contributions narrowed by the conditions of the address."""
    today = clock.today()
    asked = desk.Asked.read(request.GET, cities)
    parts = asked.apply(desk.with_measures(submitted(cities)), today)
    rows = list(desk.after(parts, request.GET.get("after", ""))[: PAGE + 1])
    query = asked.filter.query(**asked.own)
    older = f"?{query}&after={rows[PAGE - 1].pk}".replace("?&", "?") if len(rows) > PAGE else None
    return render(
        request,
        "actionplans/review_measures.html",
        {
            "city": city,
            "cities": cities,
            "conditions": asked.filter,
            "chips": asked.chips(request.path),
            "choices": desk.choices(asked, cities),
            "shown": parts.count(),
            "demo_page": desk.shows_examples(cities),
            "crumbs": [crumb_of_desk(), (city.name if city else _("All cities"), None)],
            "rows": [row_of(part) for part in rows[:PAGE]],
            "older": older,
            "section": "review",
        },
    )


@require_safe
@workspace
def review_measure(request: SignedInRequest, pk: int) -> HttpResponse:
    """One measure with what its consenting cities have approved of its progress."""
    cities = cities_of(request)
    measure = get_object_or_404(
        listed()
        .select_related("plan__city", "direction__goal")
        .prefetch_related("translations", "terms", "executors"),
        pk=pk,
    )
    parts = list(
        Contribution.objects.shown()
        .filter(measure=measure, city__in=cities)
        .select_related("city", "measure__plan")
        .prefetch_related("budget_lines", "milestones", Prefetch("updates", told_updates()))
    )
    if not parts:
        raise Http404
    return render(
        request,
        "actionplans/review_measure.html",
        {
            "measure": measure,
            "city": measure.plan.city,
            "demo_page": measure.plan.is_example,
            "parts": [(part, signals_of(part, clock.today())) for part in parts],
            "indicators": indicators_of(measure, cities),
            "crumbs": [crumb_of_desk(), *crumb_of_city(measure), (measure.code, None)],
            "section": "review",
        },
    )


def told_updates() -> Any:
    """Approved updates with their values and money, newest first."""
    return (
        ProgressUpdate.objects.approved()
        .select_related("contribution__city")
        .prefetch_related(
            "translations",
            Prefetch("readings", Reading.objects.select_related("indicator")),
            Prefetch("spendings", Spending.objects.select_related("budget_line")),
        )
        .order_by("-on", "-pk")
    )


def indicators_of(measure: Measure, cities: list[City]) -> list[Indicator]:
    """What is counted, with the approved values of the consenting cities, newest first."""
    values = Reading.objects.filter(
        update__state=ProgressUpdate.State.APPROVED,
        contribution__city__in=cities,
        contribution__visibility=Measure.Visibility.PUBLIC,
    )
    told = values.select_related("contribution__city").order_by("-on", "-pk")
    return list(measure.indicators.prefetch_related(Prefetch("readings", told)))


def crumb_of_desk() -> tuple[str, str]:
    """The way back to the desk."""
    return _("Overview of progress"), reverse("review")


def crumb_of_city(measure: Measure) -> list[tuple[str, str]]:
    """The way back to the city's list."""
    city = measure.plan.city
    return [(city.name, reverse("review_city", args=[city.slug]))] if city else []
