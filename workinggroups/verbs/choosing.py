"""Choosing when to meet: times are proposed, cities mark what suits, the chair settles on one."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from cities.models import City
from coalition import clock
from coalition.models import User
from coalition.models.journal import record
from coalition.permissions import may, require
from workinggroups.attending import answers_for, locked_meeting
from workinggroups.models import Meeting, MeetingTime, TimeMark
from workinggroups.verbs.meetings import enter_change, tell_all

FEWEST_TIMES, MOST_TIMES = 2, 6


@transaction.atomic
def propose_times(meeting: Meeting, *, by: User, starts: Iterable[datetime]) -> Meeting:
    """Let the cities choose between the meeting's own time and others; everybody is told.

    Until the chair settles on one, calendars show the meeting as uncertain. Proposed anew, the
    marks on times that stay are kept.
    """
    require(by, "moderate", meeting)
    fresh = _open(meeting)
    wanted = {fresh.starts_at, *starts}
    if not FEWEST_TIMES <= len(wanted) <= MOST_TIMES:
        raise ValidationError(
            _("Propose from two to %(most)d different times.") % {"most": MOST_TIMES}
        )
    if min(wanted) <= clock.now():
        raise ValidationError(_("A proposed time has passed already."))
    fresh.times.exclude(starts_at__in=wanted).delete()
    known = set(fresh.times.values_list("starts_at", flat=True))
    MeetingTime.objects.bulk_create(
        MeetingTime(meeting=fresh, starts_at=one) for one in sorted(wanted - known)
    )
    _changed(fresh, tentative=True)
    record("meeting.times_proposed", by=by, subject=fresh, place=fresh.group.place,
           times=[one.isoformat() for one in sorted(wanted)])  # fmt: skip
    tell_all(fresh, "times", by=by)
    return fresh


@transaction.atomic
def mark_times(meeting: Meeting, *, by: User, city: City, suits: Collection[int]) -> None:
    """Say for a city which of the proposed times suit it; the others do not. The last word counts.

    Whoever answers the invitation says it, or a participant who speaks for the city in the group.
    """
    speaks = may(by, "post", meeting) and meeting.group.city_of(by) == city
    if not (speaks or answers_for(by, meeting, city)):
        raise PermissionDenied
    fresh = _open(meeting)
    if not fresh.tentative:
        raise ValidationError(_("The time is settled."))
    if not fresh.invitations.filter(city=city).exists():
        raise PermissionDenied
    for time in fresh.times.all():
        TimeMark.objects.update_or_create(
            time=time, city=city,
            defaults={"suits": time.pk in suits, "by": by, "at": clock.now()},
        )  # fmt: skip
    enter_change(fresh, "times", by=by)
    record("meeting.times_marked", by=by, subject=fresh, place=fresh.group.journal_of(city))


@transaction.atomic
def choose_time(time: MeetingTime, *, by: User) -> Meeting:
    """Settle on one of the proposed times: that is when the meeting is; everybody is told."""
    require(by, "moderate", time.meeting)
    fresh = _open(time.meeting)
    if not fresh.tentative:
        raise ValidationError(_("The time is settled."))
    if time.starts_at <= clock.now():
        raise ValidationError(_("A proposed time has passed already."))
    long = fresh.ends_at - fresh.starts_at
    fresh.times.all().delete()
    _changed(fresh, tentative=False, starts_at=time.starts_at, ends_at=time.starts_at + long)
    record("meeting.time_chosen", by=by, subject=fresh, place=fresh.group.place,
           starts_at=fresh.starts_at.isoformat())  # fmt: skip
    tell_all(fresh, "settled", by=by)
    return fresh


def _open(meeting: Meeting) -> Meeting:
    """The meeting, locked; refused once it has begun or was called off."""
    fresh = locked_meeting(meeting)
    if fresh.state != Meeting.State.PLANNED or fresh.has_begun:
        raise ValidationError(_("The meeting is over or was called off; no answer is needed."))
    return fresh


def _changed(meeting: Meeting, **values: object) -> None:
    for name, value in values.items():
        setattr(meeting, name, value)
    meeting.version += 1
    meeting.sequence += 1
    meeting.changed_at = clock.now()
    meeting.full_clean()
    meeting.save()
