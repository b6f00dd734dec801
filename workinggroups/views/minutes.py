"""The minutes of a meeting: written, sent round, objected to, approved, taken as Word."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST, require_safe

from coalition import clock
from coalition.http import SignedInRequest, workspace
from coalition.permissions import may, require
from coalition.steps import done, sent
from workinggroups import verbs
from workinggroups.attending import answered_city
from workinggroups.drafting import news_for
from workinggroups.facts import Fact
from workinggroups.meeting_forms import CirculateForm, MinutesForm, ObjectionForm, ReleaseForm
from workinggroups.models import Meeting, Minutes
from workinggroups.papers import minutes_paper
from workinggroups.verbs.minutes import USUAL_DAYS
from workinggroups.views.invitations import paper_answer
from workinggroups.views.meetings import around, meeting_inside, meeting_to_lead
from workinggroups.views.steps import form_page


def minutes_inside(request: SignedInRequest, pk: int) -> tuple[Meeting, Minutes]:
    """The minutes of a meeting this person may see; a draft is its writers' alone."""
    meeting = meeting_inside(request, pk)
    found: Minutes | None = getattr(meeting, "minutes", None)
    if found is None:
        raise Http404
    if found.state == Minutes.State.DRAFT:
        require(request.user, "moderate", meeting)
    return meeting, found


def news_of(found: Minutes) -> list[Fact]:
    """What has become known since the text was written, in the language of the minutes."""
    if found.state == Minutes.State.APPROVED:
        return []
    with override(found.meeting.thread.lang):
        return news_for(found)


@require_safe
@workspace
def minutes(request: SignedInRequest, pk: int) -> HttpResponse:
    """The minutes with what is said against them, and what may be done next."""
    return show(request, *minutes_inside(request, pk))


def show(
    request: SignedInRequest, meeting: Meeting, found: Minutes, form: ObjectionForm | None = None
) -> HttpResponse:
    """The page of the minutes; with a form that was refused, the words come back in it."""
    speaks = may(request.user, "post", meeting) or answered_city(request.user, meeting) is not None
    until = clock.today() + timedelta(days=USUAL_DAYS)
    context = {
        **around(request, meeting),
        "minutes": found,
        "objections": list(found.objections.select_related("by", "city")),
        "open": [one.pk for one in found.open_objections],
        "objects": speaks and found.awaits_objections,
        "objection_form": form or ObjectionForm(),
        "circulate_form": CirculateForm(initial={"until": until}),
        "news": len(news_of(found)) if may(request.user, "moderate", meeting) else 0,
        "may_release": meeting.is_public and meeting.group.is_between_cities,
        "release_form": ReleaseForm(),
    }
    status = 422 if form else 200
    return render(request, "workinggroups/minutes.html", context, status=status)


@require_POST
@workspace
def draft_minutes(request: SignedInRequest, pk: int) -> HttpResponse:
    """Begin the minutes from what is known of the meeting."""
    meeting = meeting_to_lead(request, pk)
    begun = done(request, lambda: verbs.draft_minutes(meeting, by=request.user))
    return redirect("edit_minutes" if begun else "meeting", pk=pk)


@workspace
def edit_minutes(request: SignedInRequest, pk: int) -> HttpResponse:
    """Write the minutes."""
    meeting = meeting_to_lead(request, pk)
    _meeting, found = minutes_inside(request, pk)
    first = {"number": found.number, "text": found.text, "version": found.version}
    form = MinutesForm(request.POST or None, initial=first, news=news_of(found))
    if sent(request, form,
            lambda: verbs.edit_minutes(found, by=request.user, **form.cleaned_data),
            _("Saved.")):  # fmt: skip
        return redirect("minutes", pk=pk)
    context = {**around(request, meeting), "minutes": found}
    return form_page(request, "edit_minutes", form, context)


@require_POST
@workspace
def circulate_minutes(request: SignedInRequest, pk: int) -> HttpResponse:
    """Send the minutes round until a day."""
    meeting_to_lead(request, pk)
    _meeting, found = minutes_inside(request, pk)
    form = CirculateForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(str(said) for row in form.errors.values() for said in row))
        return redirect("minutes", pk=pk)
    until = form.cleaned_data["until"]
    done(request, lambda: verbs.circulate_minutes(found, by=request.user, until=until),
         _("The minutes are sent round. Everybody is told by letter."))  # fmt: skip
    return redirect("minutes", pk=pk)


@require_POST
@workspace
def object_to_minutes(request: SignedInRequest, pk: int) -> HttpResponse:
    """Object to the minutes, with the reason."""
    meeting, found = minutes_inside(request, pk)
    if answered_city(request.user, meeting) is None:
        require(request.user, "post", meeting)
    form = ObjectionForm(request.POST)
    if sent(request, form,
            lambda: verbs.object_to_minutes(found, by=request.user, **form.cleaned_data),
            _("The objection is with the secretary; the minutes wait.")):  # fmt: skip
        return redirect("minutes", pk=pk)
    return show(request, meeting, found, form)


@require_POST
@workspace
def approve_minutes(request: SignedInRequest, pk: int) -> HttpResponse:
    """Note that nobody objected."""
    meeting_to_lead(request, pk)
    _meeting, found = minutes_inside(request, pk)
    words = _("The minutes are approved.")
    done(request, lambda: verbs.approve_minutes(found, by=request.user), words)
    return redirect("minutes", pk=pk)


@require_POST
@workspace
def release_minutes(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show the minutes to everybody, or take them back."""
    meeting_to_lead(request, pk)
    _meeting, found = minutes_inside(request, pk)
    if "off" in request.POST:
        verbs.take_back_minutes(found, by=request.user)
        messages.success(request, _("Visitors do not see the minutes any more."))
        return redirect("minutes", pk=pk)
    if not ReleaseForm(request.POST).is_valid():
        messages.error(request, _("Tick the sentence first: the minutes are read by everybody."))
        return redirect("minutes", pk=pk)
    words = _("The minutes stand on the public page of the meeting.")
    done(request, lambda: verbs.release_minutes(found, by=request.user), words)
    return redirect("minutes", pk=pk)


@require_safe
@workspace
def minutes_file(request: SignedInRequest, pk: int, kind: str) -> HttpResponse:
    """The minutes as Word or to be printed."""
    _meeting, found = minutes_inside(request, pk)
    back = reverse("minutes", args=[pk])
    return paper_answer(request, minutes_paper(found), kind, f"minutes-{pk}", back)
