"""What every visitor may know of groups: their purpose and cities, never names or words."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from coalition import clock
from coalition.templatetags.site import page_at
from workinggroups.face import face_of
from workinggroups.models import WorkingGroup


@require_safe
def groups(request: HttpRequest) -> HttpResponse:
    """The working groups of the Coalition."""
    found = WorkingGroup.objects.public().prefetch_related("cities")
    at_work = [one for one in found if not one.archived]
    finished = [one for one in found if one.archived]
    context = {"groups": at_work, "finished": finished, "section": "groups"}
    return render(request, "workinggroups/groups.html", context)


@require_safe
def group(request: HttpRequest, slug: str) -> HttpResponse:
    """One group: what for, which cities, what it made public of its work."""
    found = get_object_or_404(WorkingGroup.objects.public().with_counts(clock.today()), slug=slug)
    return render(
        request,
        "workinggroups/group.html",
        {
            "group": found,
            "face": face_of(found),
            "section": "groups",
            "demo_page": found.is_example,
            "crumbs": [(_("Working groups"), page_at("groups")), (found.name, None)],
        },
    )
