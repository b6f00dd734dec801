"""Planning a meeting, changing it, calling it off; everybody concerned is told what was."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Sum
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cities.models import City
from coalition import clock
from coalition.errors import Conflict
from coalition.models import Place, User
from coalition.models.journal import record
from coalition.notifications import notify
from coalition.permissions import require
from coalition.text import tidy
from workinggroups.attending import locked_meeting, told_of, too_long
from workinggroups.meeting_letters import write_to
from workinggroups.models import (
    Meeting,
    MeetingInvitation,
    Thread,
    ThreadEvent,
    WorkingGroup,
)
from workinggroups.models.meetings import TONGUES
from workinggroups.people import members_among
from workinggroups.times import Told, cities_of, in_zone
from workinggroups.verbs.threads import enter, open_thread

LONGEST = timedelta(hours=24)
DETAILS = ("title", "mode", "place", "link", "dial_in", "languages", "chair", "visibility")
IN_CALENDARS = {"title", "starts_at", "ends_at", "tz", "mode", "place", "link", "dial_in"}
TOLD_AT_ONCE = {"starts_at", "ends_at", "city", "place", "mode", "link", "dial_in"}


@transaction.atomic
def plan_meeting(  # noqa: PLR0913 -- what, when and in whose time
    group: WorkingGroup,
    *,
    by: User,
    title: str,
    starts_at: datetime,
    ends_at: datetime,
    city: City,
    tell: bool = True,
    **details: Any,
) -> Meeting:
    """Plan a meeting with a thread of its own, and invite the group's cities to it.

    The chair and the secretary do this. `city` is the one whose clock counts. Everybody concerned
    is told, unless the meeting lies in the past and is only written down.
    """
    require(by, "moderate", group)
    thread = open_thread(group, by=by, title=title, kind=Thread.Kind.MEETING)
    meeting = Meeting(
        group=group, thread=thread, title=tidy(title), starts_at=starts_at, ends_at=ends_at,
        city=city, tz=city.timezone, planned_by=by, **details,
    )  # fmt: skip
    _save_checked(meeting)
    MeetingInvitation.objects.bulk_create(
        MeetingInvitation(meeting=meeting, city=one) for one in group.cities.members()
    )
    record("meeting.planned", by=by, subject=meeting, place=group.place,
           starts_at=starts_at.isoformat())  # fmt: skip
    if tell and not meeting.has_begun:
        tell_all(meeting, "planned", by=by)
    return meeting


def _save_checked(meeting: Meeting) -> None:
    if meeting.ends_at - meeting.starts_at > LONGEST:
        raise ValidationError({"ends_at": _("A meeting lasts a day at most.")})
    if meeting.visibility == Meeting.Visibility.PUBLIC and not meeting.group.is_listed:
        raise ValidationError(
            {"visibility": _("The group has no public page, so its meetings have none.")}
        )
    meeting.full_clean()
    meeting.save()


def _compared(meeting: Meeting, said: dict[str, Any]) -> list[tuple[str, str, str]]:
    """What differs between a meeting as it is stored and as somebody has typed it, in words."""
    tz = said["city"].timezone if "city" in said else meeting.tz
    return [
        (
            capfirst(str(Meeting._meta.get_field(name).verbose_name)),  # type: ignore[union-attr]
            _in_words(name, getattr(meeting, name), meeting.tz),
            _in_words(name, value, tz),
        )
        for name, value in said.items()
        if getattr(meeting, name) != value
    ]


def _in_words(name: str, value: Any, tz: str) -> str:
    if isinstance(value, datetime):
        return date_format(in_zone(value, tz), "DATETIME_FORMAT")
    if isinstance(value, list):
        return ", ".join(str(TONGUES[code]) for code in value if code in TONGUES)
    choices = dict(getattr(Meeting._meta.get_field(name), "flatchoices", ()))
    return str(choices.get(value, value))


@transaction.atomic
def change_meeting(meeting: Meeting, *, by: User, version: int, **said: Any) -> Meeting:
    """Change the time, the place or the details; moved to another time, everybody is told.

    `version` is the one the form was opened with: after somebody else's change both are shown.
    """
    require(by, "moderate", meeting)
    fresh = locked_meeting(meeting)
    if fresh.is_cancelled:
        raise ValidationError(_("The meeting has been called off."))
    if fresh.version != version:
        raise Conflict(at=fresh.changed_at, rows=_compared(fresh, said),
                       keep={"version": fresh.version})  # fmt: skip
    was = Told.of(fresh)
    if "city" in said:
        said["tz"] = said["city"].timezone
    changed = {name for name, value in said.items() if getattr(fresh, name) != value}
    if not changed:
        return fresh
    for name in changed:
        value = said[name]
        setattr(fresh, name, tidy(value) if isinstance(value, str) else value)
    _meet_agenda(fresh)
    fresh.version += 1
    fresh.sequence += bool(changed & IN_CALENDARS)
    fresh.changed_at = clock.now()
    _save_checked(fresh)
    if "title" in changed:
        Thread.objects.filter(pk=fresh.thread_id).update(title=fresh.title)
    record("meeting.changed", by=by, subject=fresh, place=fresh.group.place,
           changed=sorted(changed), was=was.stamp, became=Told.of(fresh).stamp)  # fmt: skip
    if changed & TOLD_AT_ONCE and not fresh.has_begun:
        tell_all(fresh, "moved" if was != Told.of(fresh) else "changed", by=by, was=was)
    return fresh


def _meet_agenda(meeting: Meeting) -> None:
    """Refuse a meeting shorter than its agenda."""
    needed = meeting.items.aggregate(all=Sum("minutes"))["all"] or 0
    if needed > meeting.minutes_long:
        raise ValidationError({"ends_at": too_long(needed, meeting)})


@transaction.atomic
def cancel_meeting(meeting: Meeting, *, by: User, why: str = "") -> Meeting:
    """Call a meeting off and tell everybody; it stays in its place, marked as called off."""
    require(by, "moderate", meeting)
    fresh = locked_meeting(meeting)
    if fresh.is_cancelled:
        return fresh
    if fresh.state == Meeting.State.HELD:
        raise ValidationError(_("The meeting has taken place."))
    fresh.state, fresh.cancelled_why = Meeting.State.CANCELLED, tidy(why)[:300]
    fresh.tentative = False
    fresh.sequence += 1
    fresh.version += 1
    fresh.changed_at = clock.now()
    fresh.save()
    record("meeting.cancelled", by=by, subject=fresh, place=fresh.group.place,
           why=fresh.cancelled_why)  # fmt: skip
    tell_all(fresh, "cancelled", by=by)
    return fresh


@transaction.atomic
def hold_meeting(meeting: Meeting, *, by: User) -> Meeting:
    """Write down that a meeting has taken place."""
    require(by, "moderate", meeting)
    fresh = locked_meeting(meeting)
    if fresh.is_cancelled or not fresh.has_begun:
        raise ValidationError(_("The meeting has not begun yet, or was called off."))
    if fresh.state == Meeting.State.PLANNED:
        fresh.state, fresh.changed_at = Meeting.State.HELD, clock.now()
        fresh.version += 1
        fresh.save()
        enter_change(fresh, "held", by=by)
        record("meeting.held", by=by, subject=fresh, place=fresh.group.place)
    return fresh


def enter_change(meeting: Meeting, what: str, *, by: User) -> None:
    """Write into the log of the meeting's thread that something of the meeting changed."""
    enter(meeting.thread, ThreadEvent.Kind.AGENDA_CHANGE, by=by, meeting=meeting.pk, what=what)


def tell_all(meeting: Meeting, what: str, *, by: User, was: Told | None = None) -> None:
    """The thread, the centre of notifications, and a letter with what was and what is now."""
    enter_change(meeting, what, by=by)
    readers, told = told_of(meeting), Told.of(meeting)
    cities = cities_of(readers)
    tell_line(meeting, what, by=by, readers=readers, cities=cities, was=was)
    page = f"/work/meetings/{meeting.pk}/"
    write_to(
        meeting, "meeting", readers, by=by, cities=cities, what=what, told=told,
        was=was if was != told else None,
        path=f"{page}times/" if what == "times" else page,
    )  # fmt: skip


def tell_line(  # noqa: PLR0913 -- who is told, of what
    meeting: Meeting,
    what: str,
    *,
    by: User,
    readers: list[User],
    cities: dict[int, City],
    was: Told | None = None,
    path: str = "",
) -> None:
    """A line in everybody's centre: as of the group, else as of the city that is invited."""
    group = meeting.group.place
    members = members_among(meeting.group, readers)
    sides: dict[tuple[Place, str], list[User]] = {}  # in their place, by their own clock
    for reader in readers:
        city = cities.get(reader.pk)
        if reader.pk in members or city:
            place = group if reader.pk in members else city.place  # type: ignore[union-attr]
            sides.setdefault((place, city.timezone if city else ""), []).append(reader)
    for (place, own), people in sides.items():
        notify(
            people, "meeting", place=place, subject=f"meeting:{meeting.pk}", by=by,
            path=path or f"/work/meetings/{meeting.pk}/", what=what, title=meeting.title,
            starts=meeting.starts_at.isoformat(), ends=meeting.ends_at.isoformat(),
            tz=meeting.tz, city=meeting.city.names, own=own,
            was=[was.starts.isoformat(), was.ends.isoformat(), was.tz] if was else None,
            thread=meeting.thread_id,
        )  # fmt: skip
