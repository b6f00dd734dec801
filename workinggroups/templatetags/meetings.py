"""Meetings on any page: their time in two clocks, what is coming, what awaits an answer."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import template
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cities.models import City
from coalition import clock
from coalition.models import Place, User
from coalition.permissions import Person, may, places_of
from workinggroups.attending import awaited_from
from workinggroups.choices import Proposed, proposed_for
from workinggroups.happenings import Happening, coming
from workinggroups.models import Meeting, MeetingInvitation, Thread, WorkingGroup
from workinggroups.times import Told, days_words, in_zone, last_day

register = template.Library()
FEW = 3
MOST = 10  # on one's day


@register.simple_tag
def meeting_time(meeting: Meeting, viewer: City | None = None) -> SafeString:
    """3 December 2026, 11:00–13:00 Osh, UTC+6 · for you 10:00; public pages have no viewer."""
    told = Told.of(meeting)
    said = format_html('<time datetime="{}">{}</time> {}', told.stamp, told.span, told.zone)
    own = told.at(viewer.timezone) if viewer else ""
    return said + format_html(" · {}", _("for you %(time)s") % {"time": own}) if own else said


@register.simple_tag
def other_clocks(meeting: Meeting, cities: list[City]) -> list[str]:
    """When a meeting begins in the cities whose clocks show another time."""
    return Told.of(meeting).elsewhere(cities)


@register.simple_tag
def proposed_times(meeting: Meeting) -> list[Proposed]:
    """The times a meeting may be at, with what the cities say of each."""
    return proposed_for(meeting)


@register.simple_tag
def days(first: date, last: date) -> str:
    """The days of an event."""
    return days_words(first, last)


@register.simple_tag
def clock_of(item: Any, meeting: Meeting) -> SafeString:
    """From when to when an item of the agenda is, by the clock of the meeting's city."""
    first, last = in_zone(item.begins, meeting.tz), in_zone(item.ends, meeting.tz)
    stamp = first.isoformat(timespec="minutes")
    return format_html(
        '<span><time datetime="{}">{}</time>–{}</span>', stamp, f"{first:%H:%M}", f"{last:%H:%M}"
    )


@register.simple_tag
def deadline(moment: Any, tz: str) -> str:
    """The last day of a term that ends at midnight of the next, in a zone."""
    return date_format(last_day(moment, tz), "DATE_FORMAT")


@register.simple_tag
def letter_time(told: Told, tz: str) -> str:
    """When something is, in one line of a letter."""
    return told.words(tz)


@register.simple_tag
def meetings_of(group: WorkingGroup) -> list[Meeting]:
    """What a group has before it, and the last ones it held."""
    rows = Meeting.objects.filter(group=group).select_related("city")
    before = rows.filter(ends_at__lt=clock.now())[:FEW]
    ahead = rows.filter(ends_at__gte=clock.now()).order_by("starts_at", "pk")
    return [*ahead, *before]


@register.simple_tag
def public_meetings_of(group: WorkingGroup) -> list[Meeting]:
    """What everybody may know of a group's meetings: those to come."""
    return list(Meeting.objects.public().filter(group=group).coming(clock.now()).select_related(
        "city", "group"
    ))  # fmt: skip


@register.simple_tag
def held_meetings_of(group: WorkingGroup) -> list[Meeting]:
    """What everybody may know of a group's last meetings, with their minutes where released."""
    held = Meeting.objects.public().filter(group=group, state=Meeting.State.HELD)
    return list(held.select_related("city", "group", "minutes")[:FEW])


@register.simple_tag
def meeting_in(thread: Thread) -> Meeting | None:
    """The meeting a thread belongs to; read with the thread."""
    return getattr(thread, "meeting", None)


@register.simple_tag
def my_meetings(user: Person, awaited: list[MeetingInvitation]) -> list[Meeting]:
    """The coming meetings that a person may join, but those they have still to answer."""
    rows = Meeting.objects.visible_to(user).coming(clock.now()).select_related("city", "group")
    return list(rows.exclude(pk__in=[one.meeting_id for one in awaited])[:MOST])


@register.simple_tag
def awaited_answers(user: User) -> list[MeetingInvitation]:
    """Invitations that a person can answer for their city."""
    return awaited_from(user)


@register.simple_tag
def clock_city(user: User) -> City | None:
    """The city whose clock a person looks at."""
    cities = [place.city for place in places_of(user) if place.kind == Place.Kind.CITY]
    return min(cities, key=lambda city: city.position, default=None)


@register.simple_tag
def leads(user: Person, group: WorkingGroup) -> bool:
    """Whether a person plans the meetings of a group."""
    return may(user, "moderate", group)


@register.simple_tag
def next_events() -> list[Happening]:
    """The next dates everybody may know, of those that have a day."""
    rows = [one for one in coming(clock.today()) if not one.is_vague]
    return rows[:FEW]
