"""What every visitor may know of groups: their purpose and cities, never names or words."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from coalition import clock
from coalition.templatetags.site import page_at
from workinggroups.models import WorkingGroup


@require_safe
def groups(request: HttpRequest) -> HttpResponse:
    """The working groups of the Coalition."""
    found = WorkingGroup.objects.public().with_counts(clock.today()).prefetch_related("cities")
    return render(request, "workinggroups/groups.html", {"groups": found, "section": "groups"})


@require_safe
def group(request: HttpRequest, slug: str) -> HttpResponse:
    """One group: what for, which cities, how much is going on."""
    found = get_object_or_404(WorkingGroup.objects.public().with_counts(clock.today()), slug=slug)
    return render(
        request,
        "workinggroups/group.html",
        {
            "group": found,
            "cities": found.cities.members(),
            "section": "groups",
            "demo_page": found.is_example,
            "crumbs": [(_("Working groups"), page_at("groups")), (found.name, None)],
        },
    )
