"""Calendars that a phone subscribes to: of a person by a secret link, and everybody's."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from coalition.http import SignedInRequest, workspace
from coalition.text import coalition_name
from workinggroups.calendars import (
    calendar,
    feed_of,
    feed_token,
    meeting_event,
    occasion_event,
)
from workinggroups.models import Meeting, Occasion, WorkingGroup
from workinggroups.verbs import renew_calendar_links
from workinggroups.views.meetings import meeting_inside

ICS = "text/calendar; charset=utf-8"


def calendar_answer(content: bytes, name: str, *, private: bool) -> HttpResponse:
    """A calendar under an ASCII name; a person's own is kept by no shared cache."""
    response = HttpResponse(content, content_type=ICS)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.ics"'
    if private:
        response.headers["Cache-Control"] = "private, no-cache"
    return response


@require_safe
@workspace
def meeting_file(request: SignedInRequest, pk: int) -> HttpResponse:
    """One meeting for one's own calendar."""
    found = meeting_inside(request, pk)
    content = calendar(found.title, [meeting_event(found, inside=True)])
    return calendar_answer(content, f"meeting-{pk}", private=True)


@workspace
def calendars(request: SignedInRequest) -> HttpResponse:
    """The secret links by which one's phone follows the meetings; made anew where asked."""
    if request.method == "POST":
        renew_calendar_links(request.user, by=request.user)
        messages.success(request, _("The links are new. Those from before open nothing now."))
        return redirect("calendars")

    def link(group: WorkingGroup | None = None) -> tuple[str, str]:
        """The address, and the one on which a phone opens its calendar."""
        path = reverse("calendar_feed", args=[feed_token(request.user, group)])
        site = urlsplit(settings.SITE_URL)
        return settings.SITE_URL + path, f"webcal://{site.netloc}{path}"

    groups = WorkingGroup.objects.visible_to(request.user).filter(archived=False)
    rows = [(_("All my meetings"), *link()), *((one.name, *link(one)) for one in groups)]
    context = {"rows": rows, "crumbs": [(_("My day"), reverse("work")), (_("My calendar"), None)]}
    return render(request, "workinggroups/calendars.html", context)


@require_safe
def feed(_request: HttpRequest, token: str) -> HttpResponse:
    """A person's calendar without signing in: the link is the key, and today's rights count."""
    found = feed_of(token)
    if found is None:
        raise Http404
    events = [meeting_event(one, inside=True) for one in found.meetings()]
    return calendar_answer(calendar(found.name, events), "meetings", private=True)


@require_safe
def events_calendar(_request: HttpRequest) -> HttpResponse:
    """Everything of the public calendar, in the language the program asks for."""
    meetings = Meeting.objects.public().select_related("group", "city").order_by("starts_at", "pk")
    events = [meeting_event(one, inside=False) for one in meetings]
    occasions = Occasion.objects.shown().filter(day_known=True)
    events += [occasion_event(one) for one in occasions]
    response = calendar_answer(
        calendar(f"{coalition_name()}: {_('events')}", events), "events", private=False
    )
    patch_vary_headers(response, ["Accept-Language"])
    return response
