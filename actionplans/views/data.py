"""The open data: what there is, in which files, and what each field means."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from actionplans.exports import FULL
from actionplans.exports.datasets import DATASETS, WRITERS, dataset_name
from actionplans.filters import LABELS
from actionplans.reading import plans_in_force, worded
from coalition import clock
from coalition.templatetags.site import page_at


@require_safe
def data(request: HttpRequest) -> HttpResponse:
    """Files of all plans with the meaning of their fields."""
    plans = [one for one in worded(plans_in_force()) if not one.city or one.city.in_open_data]
    return render(
        request,
        "actionplans/data.html",
        {
            "plans": plans,
            "columns": FULL,
            "datasets": DATASETS.values(),
            "conditions": ["q", *LABELS],
            "crumbs": [(_("Home"), page_at()), (_("Open data"), None)],
            "demo_page": any(plan.is_example for plan in plans),
            "section": "data",
        },
    )


@require_safe
def dataset(request: HttpRequest, name: str, kind: str) -> HttpResponse:
    """One file of open data: indicators, updates or money."""
    if name not in DATASETS or kind not in WRITERS:
        raise Http404
    found = DATASETS[name]
    write, content_type = WRITERS[kind]
    response = HttpResponse(write(found), content_type=content_type)
    kept_as = dataset_name(found, kind, clock.today())
    response.headers["Content-Disposition"] = f'attachment; filename="{kept_as}"'
    return response
