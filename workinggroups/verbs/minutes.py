"""Minutes of a meeting: drafted, sent round, objected to, approved by consent."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from coalition import clock
from coalition.errors import Conflict
from coalition.models import User
from coalition.models.journal import record
from coalition.permissions import may, require
from coalition.text import tidy
from workinggroups.attending import answered_city, locked_meeting, told_of
from workinggroups.drafting import drafted, marks_of, news_for, woven
from workinggroups.meeting_letters import write_to
from workinggroups.models import Meeting, Minutes, MinutesObjection, MinutesRevision
from workinggroups.times import Told, cities_of, end_of, in_zone
from workinggroups.verbs.meetings import enter_change, tell_line

USUAL_DAYS = 7  # for objections
MOST_DAYS = 60


@transaction.atomic
def draft_minutes(meeting: Meeting, *, by: User) -> Minutes:
    """Begin the minutes from the agenda, what the thread kept in sight, and who was there."""
    require(by, "moderate", meeting)
    held = locked_meeting(meeting)
    if found := Minutes.objects.filter(meeting=held).first():
        return found
    if held.is_cancelled or not held.has_begun:
        raise ValidationError(_("Minutes are written when the meeting has begun."))
    with override(held.thread.lang):
        text, told = drafted(held)
    minutes = Minutes.objects.create(meeting=held, text=text, told=told, by=by)
    MinutesRevision.objects.create(minutes=minutes, n=1, text=text, by=by)
    record("minutes.drafted", by=by, subject=minutes, place=held.group.place)
    return minutes


@transaction.atomic
def edit_minutes(  # noqa: PLR0913 -- what was typed, and which facts go in
    minutes: Minutes,
    *,
    by: User,
    text: str,
    number: str = "",
    version: int,
    take: Collection[str] = (),
    leave: bool = False,
) -> Minutes:
    """Write the minutes anew; once changed they are a draft again, and are sent round again.

    `take` are keys of facts that became known since: they are put into the text as it was typed,
    which is changed nowhere else. With `leave` the others are not offered again.
    """
    require(by, "moderate", minutes)
    fresh = _locked(minutes)
    if fresh.state == Minutes.State.APPROVED:
        raise ValidationError(_("The minutes are approved; they stay as they are."))
    text, number = tidy(text), tidy(number)
    if fresh.version != version:
        raise Conflict(str(fresh.by), fresh.at, [(_("Text"), fresh.text, text)],
                       {"version": fresh.version})  # fmt: skip
    text = _with_facts(fresh, text, take, leave=leave)
    if (fresh.text, fresh.number) == (text, number):
        return fresh
    fresh.text, fresh.number, fresh.version = text, number, fresh.version + 1
    fresh.by, fresh.at = by, clock.now()
    fresh.state = Minutes.State.DRAFT
    fresh.circulated_at = fresh.objections_until = None
    fresh.full_clean()
    fresh.save()
    MinutesRevision.objects.create(minutes=fresh, n=fresh.version, text=text, by=by)
    record("minutes.edited", by=by, subject=fresh, place=fresh.meeting.group.place)
    return fresh


def _with_facts(minutes: Minutes, text: str, take: Collection[str], *, leave: bool) -> str:
    """The typed text with the facts chosen; they, and with `leave` the others, count as told."""
    with override(minutes.meeting.thread.lang):
        news = news_for(minutes) if take or leave else []
    taken = [one for one in news if one.key in take]
    if told := marks_of(news if leave else taken):
        minutes.told |= told
        Minutes.objects.filter(pk=minutes.pk).update(told=minutes.told)
    return woven(text, taken)


@transaction.atomic
def circulate_minutes(minutes: Minutes, *, by: User, until: date) -> Minutes:
    """Send the minutes round: objections are taken until the end of a day, in the meeting's city.

    Everybody concerned is told by letter. Sent round anew, earlier objections count as answered.
    """
    require(by, "moderate", minutes)
    fresh = _locked(minutes)
    if fresh.state == Minutes.State.APPROVED:
        raise ValidationError(_("The minutes are approved; they stay as they are."))
    first = in_zone(clock.now(), fresh.meeting.tz).date() + timedelta(days=1)
    if not first <= until <= first + timedelta(days=MOST_DAYS):
        raise ValidationError({"until": _("Choose a day from tomorrow to two months from now.")})
    fresh.state, fresh.circulated_at = Minutes.State.CIRCULATED, clock.now()
    fresh.objections_until = end_of(until, fresh.meeting.tz)
    fresh.save()
    record("minutes.circulated", by=by, subject=fresh, place=fresh.meeting.group.place,
           until=until.isoformat())  # fmt: skip
    _tell(fresh, "circulated", by=by)
    return fresh


@transaction.atomic
def object_to_minutes(minutes: Minutes, *, by: User, words: str) -> MinutesObjection:
    """Object in writing, with the reason, before the date; the minutes are then not approved."""
    city = answered_city(by, minutes.meeting)
    if city is None and not may(by, "post", minutes):
        raise PermissionDenied
    fresh = _locked(minutes)
    if not fresh.awaits_objections:
        raise ValidationError(_("Objections are taken until the date named, and not after it."))
    words = tidy(words)
    if not words:
        raise ValidationError({"words": _("Say what you object to and why.")})
    objection = MinutesObjection(
        minutes=fresh, to_version=fresh.version, by=by, city=city, words=words
    )
    objection.full_clean()
    objection.save()
    record("minutes.objected", by=by, subject=fresh, place=fresh.meeting.group.place)
    _tell(fresh, "objected", by=by)
    return objection


@transaction.atomic
def approve_minutes(minutes: Minutes, *, by: User) -> Minutes:
    """Note that nobody objected until the date; the text is then the minutes for good.

    The chair and the secretary do this, or the platform itself once the date has passed.
    """
    if not by.is_system:
        require(by, "moderate", minutes)
    fresh = _locked(minutes)
    if fresh.state == Minutes.State.APPROVED:
        return fresh
    if fresh.state == Minutes.State.DRAFT or fresh.awaits_objections:
        raise ValidationError(_("Minutes are approved when the date for objections has passed."))
    if fresh.open_objections:
        raise ValidationError(_("There are objections. Change the text and send it round again."))
    fresh.state, fresh.approved_at = Minutes.State.APPROVED, clock.now()
    fresh.save()
    Meeting.objects.filter(pk=fresh.meeting_id, state=Meeting.State.PLANNED).update(
        state=Meeting.State.HELD
    )
    record("minutes.approved", by=by, subject=fresh, place=fresh.meeting.group.place)
    _tell(fresh, "approved", by=by)
    return fresh


@transaction.atomic
def approve_unopposed_minutes(*, by: User | None = None) -> int:
    """Approve what nobody objected to until its date; done hourly by the platform itself."""
    if by is not None and not by.is_system:
        raise PermissionDenied
    due = Minutes.objects.filter(
        state=Minutes.State.CIRCULATED, objections_until__lte=clock.now()
    ).select_related("meeting")
    done = 0
    for minutes in due:
        if not minutes.open_objections:
            approve_minutes(minutes, by=User.system())
            done += 1
    return done


def _locked(minutes: Minutes) -> Minutes:
    locked_meeting(minutes.meeting)
    rows = Minutes.objects.select_for_update(of=("self",))
    return rows.select_related("meeting__group__place", "meeting__thread", "meeting__city",
                               "by").get(pk=minutes.pk)  # fmt: skip


def _tell(minutes: Minutes, what: str, *, by: User) -> None:
    """The thread, the centre of notifications; a letter where an answer is awaited by a date."""
    meeting = minutes.meeting
    enter_change(meeting, f"minutes.{what}", by=by)
    readers, path = told_of(meeting), f"/work/meetings/{meeting.pk}/minutes/"
    cities = cities_of(readers)
    tell_line(meeting, f"minutes.{what}", by=by, readers=readers, cities=cities, path=path)
    if what == "circulated":
        write_to(meeting, "minutes", readers, by=by, cities=cities, minutes=minutes,
                 told=Told.of(meeting), path=path)  # fmt: skip
