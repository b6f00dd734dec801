"""Invitations of cities to a meeting, their answers, and who was there."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from cities.models import City
from coalition import clock
from coalition.models import User
from coalition.models.journal import record
from coalition.permissions import may, require
from coalition.text import tidy
from workinggroups.attending import answers_for, locked_meeting
from workinggroups.models import Attendance, Meeting, MeetingInvitation, Minutes
from workinggroups.verbs.meetings import enter_change


@transaction.atomic
def number_invitation(
    invitation: MeetingInvitation, *, by: User, number: str, day: date | None
) -> MeetingInvitation:
    """Write down under which number and date the letter to a city leaves."""
    require(by, "moderate", invitation.meeting)
    fresh = MeetingInvitation.objects.select_for_update().get(pk=invitation.pk)
    fresh.number, fresh.day = tidy(number), day
    fresh.full_clean(exclude=["answered_by"])
    fresh.save(update_fields=["number", "day"])
    record("meeting.letter_numbered", by=by, subject=invitation,
           place=invitation.meeting.group.place, number=fresh.number)  # fmt: skip
    return fresh


@transaction.atomic
def answer_invitation(  # noqa: PLR0913 -- an answer may name a delegate
    invitation: MeetingInvitation,
    *,
    by: User,
    answer: str,
    post: str = "",
    name: str = "",
    words: str = "",
    document: str = "",
) -> MeetingInvitation:
    """Say for a city whether it takes part, or whom it sends; the last word counts.

    The city's administrator, approver or delegate says it; the chair and the secretary write it
    down when a letter of the city says so.
    """
    meeting, document = invitation.meeting, tidy(document)
    by_letter = bool(document) and may(by, "moderate", meeting)
    if not (answers_for(by, meeting, invitation.city) or by_letter):
        raise PermissionDenied
    locked = locked_meeting(meeting)
    if locked.state != Meeting.State.PLANNED or locked.ends_at < clock.now():
        raise ValidationError(_("The meeting is over or was called off; no answer is needed."))
    fresh = MeetingInvitation.objects.select_for_update().get(pk=invitation.pk)
    delegated = answer == MeetingInvitation.Answer.DELEGATE
    fresh.answer = answer
    fresh.post, fresh.name = (tidy(post), tidy(name)) if delegated else ("", "")
    fresh.words, fresh.document = tidy(words), document
    fresh.answered_by, fresh.answered_at = by, clock.now()
    if not answer:
        raise ValidationError({"answer": _("Choose an answer.")})
    fresh.full_clean()
    fresh.save()
    enter_change(meeting, "answer", by=by)
    record("meeting.answered", by=by, subject=meeting, answer=answer, document=document,
           place=meeting.group.journal_of(invitation.city))  # fmt: skip
    return fresh


@transaction.atomic
def note_attendance(  # noqa: PLR0913 -- a person is of a city or an organisation, by post
    meeting: Meeting,
    *,
    by: User,
    post: str,
    city: City | None = None,
    organisation: str = "",
    name: str = "",
    sex: str = "",
    how: str = Attendance.How.PRESENT,
) -> Attendance:
    """Put a person on the list of those who took part, once the meeting has begun."""
    require(by, "moderate", meeting)
    _listable(meeting)
    one = Attendance(
        meeting=meeting, city=city, organisation=tidy(organisation), post=tidy(post),
        name=tidy(name), sex=sex, how=how, noted_by=by,
    )  # fmt: skip
    one.full_clean()
    one.save()
    record("meeting.attendance_noted", by=by, subject=meeting, place=meeting.group.place,
           of=one.of, post=one.post)  # fmt: skip
    return one


@transaction.atomic
def strike_attendance(attendance: Attendance, *, by: User) -> None:
    """Take a line off the list."""
    meeting = attendance.meeting
    require(by, "moderate", meeting)
    _listable(meeting)
    record("meeting.attendance_struck", by=by, subject=meeting, place=meeting.group.place,
           of=attendance.of, post=attendance.post)  # fmt: skip
    Attendance.objects.filter(pk=attendance.pk).delete()


def _listable(meeting: Meeting) -> None:
    held = locked_meeting(meeting)
    if held.is_cancelled or not held.has_begun:
        raise ValidationError(_("The list is made when the meeting has begun."))
    if Minutes.objects.filter(meeting=held, state=Minutes.State.APPROVED).exists():
        raise ValidationError(_("The minutes are approved; the list of those present stands."))
