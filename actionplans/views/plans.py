"""The measures of all cities together, without any rank."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from actionplans.choices import choices_of
from actionplans.filters import Filter
from actionplans.outline import MeasureRow
from actionplans.reading import (
    after,
    in_figures,
    in_order,
    listed,
    pairs_of,
    plans_in_force,
    what_there_is,
    with_rows,
    worded_here,
)
from cities.models import City
from coalition import clock
from coalition.templatetags.site import page_at

PAGE = 40


@require_safe
def plans(request: HttpRequest) -> HttpResponse:
    """All plans in force, and their measures under the conditions of the address."""
    today, url = clock.today(), reverse("plans")
    cities = list(City.objects.members())
    conditions = Filter.read(request.GET, cities={city.slug: city.name for city in cities})
    found = in_order(conditions.apply(listed(), today))
    anchor = request.GET.get("after", "")
    page = list(with_rows(after(found, anchor))[: PAGE + 1])
    rows = [MeasureRow(measure, today) for measure in page[:PAGE]]
    in_force = list(in_figures(plans_in_force(), today))
    joint_plans = [plan for plan in in_force if plan.is_joint]
    worded_here(*joint_plans)
    more = conditions.query(after=str(rows[-1].measure.pk)) if len(page) > PAGE else ""
    return render(
        request,
        "actionplans/plans.html",
        {
            "pairs": pairs_of(cities, in_force),
            "joint_plans": joint_plans,
            "rows": rows,
            "shown": found.count(),
            "conditions": conditions,
            "chips": conditions.chips(url),
            "choices": choices_of(
                conditions,
                what_there_is(),
                signals=any(city.shows_signals for city in cities),
            ),
            "plan_url": url,
            "first": f"{url}?{conditions.query()}" if anchor and rows else "",
            "older": f"{url}?{more}" if more else "",
            "crumbs": [(_("Home"), page_at()), (_("Action plans"), None)],
            "demo_page": any(plan.is_example for plan in in_force),
            "section": "plans",
        },
    )
