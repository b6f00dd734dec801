"""A meeting from the inside: planned, looked at, changed, called off, held."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from coalition.http import SignedInRequest, workspace
from coalition.permissions import may, require
from coalition.steps import done, sent
from workinggroups import verbs
from workinggroups.attending import answerable_by
from workinggroups.meeting_forms import CallOffForm, DetailsForm, MeetingForm
from workinggroups.models import Meeting
from workinggroups.models.meetings import timed
from workinggroups.times import city_of
from workinggroups.views.groups import group_inside
from workinggroups.views.steps import form_page


def meeting_inside(request: SignedInRequest, pk: int) -> Meeting:
    """A meeting this person may see; otherwise there is none."""
    rows = Meeting.objects.visible_to(request.user)
    return get_object_or_404(
        rows.select_related("group__place", "thread", "city", "minutes"), pk=pk
    )


def meeting_to_lead(request: SignedInRequest, pk: int) -> Meeting:
    """A meeting this person plans; 403 for those who only come to it."""
    found = meeting_inside(request, pk)
    require(request.user, "moderate", found)
    return found


def around(request: SignedInRequest, meeting: Meeting) -> dict[str, Any]:
    """What every page of a meeting shows."""
    return {
        "meeting": meeting,
        "group": meeting.group,
        "viewer": city_of(request.user),
        "moderates": may(request.user, "moderate", meeting),
        "in_group": may(request.user, "see_inside", meeting),
        "demo_page": meeting.group.is_example,
    }


@workspace
def new_meeting(request: SignedInRequest, slug: str) -> HttpResponse:
    """Plan a meeting: five fields; the cities of the group are invited."""
    group = group_inside(request, slug)
    require(request.user, "moderate", group)
    own = group.city_of(request.user) or group.cities.members().first()
    form = MeetingForm(request.POST or None, group=group, initial={"minutes": 90, "city": own})
    planned = sent(request, form, lambda: verbs.plan_meeting(
        group, by=request.user, **form.said()
    ))  # fmt: skip
    if planned:
        said = (
            _("This time has passed: the meeting is written down and nobody is told. "
              "Say the rest now.")
            if planned.has_begun
            else _("The meeting is planned and everybody is told. Say the rest now.")
        )  # fmt: skip
        messages.success(request, said)
        return redirect("meeting", pk=planned.pk)
    context = {"group": group, "demo_page": group.is_example}
    return form_page(request, "new_meeting", form, context)


@require_safe
@workspace
def meeting(request: SignedInRequest, pk: int) -> HttpResponse:
    """Everything about one meeting: when, where, the agenda, the answers, who was there."""
    found = meeting_inside(request, pk)
    items = timed(found, list(found.items.select_related("paper", "thread")))
    invitations = list(found.invitations.select_related("city"))
    minutes = getattr(found, "minutes", None)
    context = {
        **around(request, found),
        "items": items,
        "needed": sum(item.minutes for item in items),
        "invitations": invitations,
        "cities": [one.city for one in invitations],
        "mine": answerable_by(request.user, found),
        "people": list(found.attendance.select_related("city")),
        "minutes": minutes,
        "off_form": CallOffForm(),
    }
    return render(request, "workinggroups/meeting.html", context)


@workspace
def edit_meeting(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say where a meeting is held and how one joins, or move it."""
    found = meeting_to_lead(request, pk)
    form = DetailsForm(request.POST or None, meeting=found)
    words = _("Saved. Whoever is invited is told what changed.")
    if sent(request, form, lambda: verbs.change_meeting(found, by=request.user, **form.said()),
            words):  # fmt: skip
        return redirect("meeting", pk=pk)
    return form_page(request, "edit_meeting", form, around(request, found))


@require_POST
@workspace
def call_off(request: SignedInRequest, pk: int) -> HttpResponse:
    """Call a meeting off; everybody gets a letter."""
    found = meeting_to_lead(request, pk)
    form = CallOffForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(map(str, form.errors["why"])))
        return redirect("meeting", pk=pk)
    why = form.cleaned_data["why"]
    done(request, lambda: verbs.cancel_meeting(found, by=request.user, why=why),
         _("The meeting is called off. Everybody is told."))  # fmt: skip
    return redirect("meeting", pk=pk)


@require_POST
@workspace
def held(request: SignedInRequest, pk: int) -> HttpResponse:
    """Write down that a meeting has taken place."""
    found = meeting_to_lead(request, pk)
    words = _("Noted. Write down who was there, then draft the minutes.")
    noted = done(request, lambda: verbs.hold_meeting(found, by=request.user), words)
    return redirect("attendance" if noted else "meeting", pk=pk)
