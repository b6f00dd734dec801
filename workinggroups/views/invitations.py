"""The invitation of a city: its letter and its answer; the list of those who took part."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from coalition.documents import Paper
from coalition.documents.word import WORD
from coalition.http import SignedInRequest, workspace
from coalition.permissions import may
from coalition.steps import done, sent
from workinggroups import verbs
from workinggroups.attending import answers_for
from workinggroups.meeting_forms import AnswerForm, AttendanceForm, LetterForm
from workinggroups.models import Meeting, MeetingInvitation
from workinggroups.papers import invitation_paper
from workinggroups.views.meetings import around, meeting_inside, meeting_to_lead
from workinggroups.views.steps import form_page

KINDS = ("docx", "print")


def invitation_inside(
    request: SignedInRequest, pk: int, slug: str
) -> tuple[Meeting, MeetingInvitation]:
    """The invitation of one city to a meeting this person may see."""
    meeting = meeting_inside(request, pk)
    rows = meeting.invitations.select_related("city__place", "answered_by")
    found = get_object_or_404(rows, city__slug=slug)
    found.meeting = meeting
    return meeting, found


@workspace
def invitation(request: SignedInRequest, pk: int, slug: str) -> HttpResponse:
    """Answer for a city; the chair writes down what the city's letter says."""
    meeting, found = invitation_inside(request, pk, slug)
    for_city = answers_for(request.user, meeting, found.city)
    if not (for_city or may(request.user, "moderate", meeting)):
        raise PermissionDenied
    first = {name: getattr(found, name) for name in ("answer", "post", "name", "words", "document")}
    form = AnswerForm(request.POST or None, initial=first, by_letter=not for_city)
    words = _("The answer is with the group. It can be changed.")
    if sent(request, form,
            lambda: verbs.answer_invitation(found, by=request.user, **form.cleaned_data),
            words):  # fmt: skip
        return redirect("meeting", pk=pk)
    context = {
        **around(request, meeting), "invitation": found, "for_city": for_city,
        "letter_form": LetterForm(initial={"number": found.number, "day": found.day}),
    }  # fmt: skip
    return form_page(request, "invitation", form, context)


@require_POST
@workspace
def invitation_number(request: SignedInRequest, pk: int, slug: str) -> HttpResponse:
    """Give the letter to a city its outgoing number and date."""
    meeting_to_lead(request, pk)
    _meeting, found = invitation_inside(request, pk, slug)
    form = LetterForm(request.POST)
    if form.is_valid():
        verbs.number_invitation(found, by=request.user, **form.cleaned_data)
        messages.success(request, _("Saved."))
    else:
        messages.error(request, _("There is no such date. Write the day, month and year."))
    return redirect("invitation_of_city", pk=pk, slug=slug)


@require_safe
@workspace
def invitation_letter(request: SignedInRequest, pk: int, slug: str, kind: str) -> HttpResponse:
    """The letter to a city, as Word or to be printed."""
    meeting, found = invitation_inside(request, pk, slug)
    if not (
        answers_for(request.user, meeting, found.city) or may(request.user, "moderate", meeting)
    ):
        raise PermissionDenied
    return paper_answer(request, invitation_paper(found), kind, f"meeting-{pk}-{slug}",
                        reverse("invitation_of_city", args=[pk, slug]))  # fmt: skip


def paper_answer(
    request: SignedInRequest, paper: Paper, kind: str, name: str, back: str
) -> HttpResponse:
    """A document as a Word file, or as a page that prints on A4."""
    if kind not in KINDS:
        raise Http404
    if kind == "print":
        return render(request, "workinggroups/paper.html", {"paper": paper, "back": back})
    response = HttpResponse(paper.content(), content_type=WORD)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.docx"'
    return response


@workspace
def attendance(request: SignedInRequest, pk: int) -> HttpResponse:
    """The list of those who took part, by post; lines are added one by one and struck."""
    meeting = meeting_to_lead(request, pk)
    form = AttendanceForm(request.POST or None, meeting=meeting)
    if sent(request, form,
            lambda: verbs.note_attendance(meeting, by=request.user, **form.cleaned_data),
            _("The person is on the list.")):  # fmt: skip
        return redirect("attendance", pk=pk)
    people = list(meeting.attendance.select_related("city"))
    there = [one for one in people if one.was_there]
    context = {
        **around(request, meeting), "people": people, "striking": True,
        "there": len(there), "women": sum(one.sex == "f" for one in there),
        "men": sum(one.sex == "m" for one in there),
        "invitations": list(meeting.invitations.exclude(answer="").select_related("city")),
    }  # fmt: skip
    return form_page(request, "attendance", form, context)


@require_POST
@workspace
def strike(request: SignedInRequest, pk: int, person: int) -> HttpResponse:
    """Take a line off the list."""
    meeting = meeting_to_lead(request, pk)
    found = get_object_or_404(meeting.attendance.select_related("city"), pk=person)
    found.meeting = meeting
    done(request, lambda: verbs.strike_attendance(found, by=request.user))
    return redirect("attendance", pk=pk)
