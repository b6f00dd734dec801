"""Which time suits: the chair proposes, cities mark, the chair settles."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cities.models import City
from coalition.http import SignedInRequest, whole, workspace
from coalition.permissions import may
from coalition.steps import done, sent
from workinggroups import verbs
from workinggroups.attending import answerable_by
from workinggroups.choices import proposed_for, silent_of
from workinggroups.meeting_forms import TimesForm
from workinggroups.models import Meeting
from workinggroups.views.meetings import around, meeting_inside, meeting_to_lead
from workinggroups.views.steps import form_page


def marking(request: SignedInRequest, meeting: Meeting) -> City | None:
    """The invited city for which a person says what suits."""
    invited = [one.city for one in meeting.invitations.select_related("city__place")]
    mine = answerable_by(request.user, meeting)
    if may(request.user, "post", meeting) and (own := meeting.group.city_of(request.user)):
        mine.add(own.pk)
    return next((city for city in invited if city.pk in mine), None)


@workspace
def times(request: SignedInRequest, pk: int) -> HttpResponse:
    """The proposed times with whom they suit; a city's people mark theirs."""
    meeting = meeting_inside(request, pk)
    city = marking(request, meeting)
    if request.method == "POST":
        if city is None:
            raise PermissionDenied
        marked = map(whole, request.POST.getlist("suits"))
        chosen = [one for one in marked if one is not None]
        done(request,
             lambda: verbs.mark_times(meeting, by=request.user, city=city, suits=chosen),
             _("The group sees which times suit. You can change it."))  # fmt: skip
        return redirect("meeting_times", pk=pk)
    rows = proposed_for(meeting)
    invited = [one.city for one in meeting.invitations.select_related("city")]
    context = {
        **around(request, meeting), "rows": rows, "city": city, "cities": invited,
        "silent": silent_of(invited, rows), "form": TimesForm(meeting=meeting),
        "open": meeting.state == Meeting.State.PLANNED and not meeting.has_begun,
    }  # fmt: skip
    return render(request, "workinggroups/times.html", context)


@workspace
def propose_times(request: SignedInRequest, pk: int) -> HttpResponse:
    """Propose further times beside the meeting's own."""
    meeting = meeting_to_lead(request, pk)
    form = TimesForm(request.POST or None, meeting=meeting)
    words = _("The cities are asked which time suits them.")
    if sent(request, form,
            lambda: verbs.propose_times(meeting, by=request.user, starts=form.starts()),
            words):  # fmt: skip
        return redirect("meeting_times", pk=pk)
    return form_page(request, "propose_times", form, around(request, meeting))


@require_POST
@workspace
def choose_time(request: SignedInRequest, pk: int, time: int) -> HttpResponse:
    """Settle on one of the times."""
    meeting = meeting_to_lead(request, pk)
    found = get_object_or_404(meeting.times.all(), pk=time)
    found.meeting = meeting
    words = _("The time is settled and everybody is told.")
    settled = done(request, lambda: verbs.choose_time(found, by=request.user), words)
    return redirect("meeting" if settled else "meeting_times", pk=pk)
