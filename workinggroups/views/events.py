"""The public calendar and the public page of a meeting: never a link to join, never a name."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from coalition import clock
from coalition.http import whole
from coalition.templatetags.site import page_at
from workinggroups.happenings import coming, in_year, kinds, past, years
from workinggroups.models import Meeting, Minutes
from workinggroups.models.meetings import timed

LISTED = 60  # of the past, where no year is chosen


@require_safe
def events(request: HttpRequest) -> HttpResponse:
    """What is coming and what was; with a year or a kind in the address, only that."""
    today = clock.today()
    known = years(today)
    kind = request.GET.get("kind", "")
    kind = kind if kind in dict(kinds()) else ""
    year = whole(request.GET.get("year", ""))
    year = year if year in known else None
    ahead = coming(today, kind) if year is None else []
    before = past(today, kind)[:LISTED] if year is None else []
    rows = in_year(year, kind) if year else []
    context = {
        "ahead": ahead, "before": before, "rows": rows, "year": year, "kind": kind,
        "years": known, "kinds": kinds(), "section": "events",
        "shows_examples": any(
            one.meeting and one.meeting.group.is_example for one in (*ahead, *before, *rows)
        ),
        "crumbs": [(_("Events"), None)],
    }  # fmt: skip
    return render(request, "workinggroups/events.html", context)


@require_safe
def public_meeting(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """A meeting everybody may know of: title, time, place, cities and agenda."""
    rows = Meeting.objects.public().select_related("group", "city", "thread")
    found = get_object_or_404(rows, pk=pk, group__slug=slug)
    released = Minutes.objects.public().filter(meeting=found).first()
    context = {
        "meeting": found, "group": found.group, "items": timed(found, list(found.items.all())),
        "cities": [one.city for one in found.invitations.select_related("city")],
        "minutes": released, "people": posts_at(found) if released else [],
        "section": "events", "demo_page": found.group.is_example,
        "crumbs": [(_("Events"), page_at("events")), (found.title, None)],
    }  # fmt: skip
    return render(request, "workinggroups/public_meeting.html", context)


def posts_at(meeting: Meeting) -> list[tuple[str, list[str]]]:
    """The posts of those who took part, by city or organisation; never a name."""
    posts: dict[str, list[str]] = {}
    for one in meeting.attendance.select_related("city"):
        if one.was_there:
            posts.setdefault(one.of, []).append(one.post)
    return list(posts.items())
