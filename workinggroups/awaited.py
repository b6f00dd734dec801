"""What a thread awaits an answer to, and by when: a decision, minutes, an invitation."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial

from django.db.models import Exists, OuterRef
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from coalition import clock
from workinggroups.models import Decision, Meeting, MeetingInvitation, Minutes, Thread
from workinggroups.times import Told, last_day
from workinggroups.zones import on_the_clock_of

Asked = tuple[datetime, Callable[[], str]]  # until when, and the sentence that says so


def answer_by(thread: Thread) -> Callable[[], str]:
    """Says until when a thread awaits an answer, what ends first; says nothing where it does not.

    One query, two where there is a decision, one more in the thread of a meeting. The sentence is
    in the reader's language.
    """
    asked = [*_of_decision(thread), *_of_meeting(thread)]
    return min(asked, key=lambda one: one[0])[1] if asked else str


def _of_decision(thread: Thread) -> list[Asked]:
    rows = Decision.objects.filter(
        thread=thread, state=Decision.State.OPEN, closes_at__gt=clock.now()
    )
    first = rows.order_by("closes_at").values_list("pk", flat=True).first()
    if first is None:  # as nearly always, and then little was asked
        return []
    one = Decision.objects.select_related("clock_city").get(pk=first)
    return [(one.closes_at, partial(_question, one))]


def _question(decision: Decision) -> str:
    return _("Please answer until %(until)s: “%(question)s”") % {
        "until": on_the_clock_of(decision.closes_at, decision.clock_city),
        "question": decision.question,
    }


def _of_meeting(thread: Thread) -> list[Asked]:
    """Objections to the minutes, else an answer of the cities that are invited."""
    if thread.kind != Thread.Kind.MEETING:
        return []
    open_ones = MeetingInvitation.objects.filter(meeting=OuterRef("pk"), answer="")
    meeting = (
        Meeting.objects.filter(thread=thread)
        .select_related("city", "minutes")
        .annotate(awaits_cities=Exists(open_ones))
        .first()
    )
    if meeting is None or meeting.is_cancelled:
        return []
    minutes: Minutes | None = getattr(meeting, "minutes", None)
    if minutes and minutes.objections_until and minutes.awaits_objections:
        return [(minutes.objections_until, partial(_objections, meeting, minutes.objections_until))]
    if meeting.awaits_cities and not meeting.has_begun:
        return [(meeting.starts_at, partial(_invitation, meeting))]
    return []


def _objections(meeting: Meeting, until: datetime) -> str:
    day = date_format(last_day(until, meeting.tz), "DATE_FORMAT")
    return _("Objections to the minutes of “%(title)s” until %(day)s") % {
        "title": meeting.title,
        "day": day,
    }


def _invitation(meeting: Meeting) -> str:
    return _("Cities are asked to answer the invitation to “%(title)s” before it: %(time)s") % {
        "title": meeting.title,
        "time": Told.of(meeting).words(),
    }
