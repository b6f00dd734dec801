"""Meetings and dates of the region as calendars that a phone or an office program takes in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from coalition.models import User
from workinggroups.models import CalendarLinks, Meeting, Occasion, WorkingGroup
from workinggroups.times import Told

SALT = "workinggroups.calendars"
OFTEN = timedelta(hours=1)
STATES = {Meeting.State.CANCELLED: "CANCELLED"}


def calendar(name: str, events: Iterable[Event]) -> bytes:
    """One calendar with these events."""
    whole = Calendar()
    whole.add("prodid", "-//Coalition of Sustainable Cities of Central Asia//Meetings//RU")
    whole.add("version", "2.0")
    whole.add("calscale", "GREGORIAN")
    whole.add("method", "PUBLISH")
    whole.add("name", name)
    whole.add("x-wr-calname", name)
    # how often programs ask again; each of these two is what another program understands
    whole.add("refresh-interval", OFTEN, {"value": "DURATION"})
    whole.add("x-published-ttl", "PT1H")
    for event in events:
        whole.add_component(event)
    return whole.to_ical()


def meeting_event(meeting: Meeting, *, inside: bool) -> Event:
    """A meeting under a name that never changes; the link to join only for those inside."""
    one = Event()
    one.add("uid", f"{meeting.uid}@{urlsplit(settings.SITE_URL).hostname}")
    one.add("sequence", meeting.sequence)
    one.add("dtstamp", meeting.changed_at.astimezone(UTC))
    one.add("last-modified", meeting.changed_at.astimezone(UTC))
    one.add("dtstart", meeting.starts_at.astimezone(UTC))
    one.add("dtend", meeting.ends_at.astimezone(UTC))
    one.add("summary", summary_of(meeting))
    usual = "TENTATIVE" if meeting.tentative else "CONFIRMED"
    one.add("status", STATES.get(Meeting.State(meeting.state), usual))
    where = ", ".join(filter(None, [meeting.place, meeting.city.name if meeting.place else ""]))
    one.add("location", where or meeting.get_mode_display())
    said = [meeting.group.name, Told.of(meeting).words()]
    if meeting.is_cancelled:
        said += [meeting.cancelled_why if inside else ""]
    elif inside:
        said += [meeting.link, meeting.dial_in]
    if inside:
        path = reverse("meeting", args=[meeting.pk])
    else:
        path = reverse("public_meeting", args=[meeting.group.slug, meeting.pk])
    one.add("description", "\n".join(filter(None, said)))
    one.add("url", settings.SITE_URL + path)
    return one


def summary_of(meeting: Meeting) -> str:
    """The title; that it is off stands in it too, for programs that overlook the state."""
    example = meeting.group.is_example and not meeting.title.startswith(_("Example"))
    marks = [_("Called off:") if meeting.is_cancelled else "", _("Example.") if example else ""]
    return " ".join(filter(None, [*marks, meeting.title]))


def occasion_event(occasion: Occasion) -> Event:
    """A date of the region: whole days; a yearly one comes back every year."""
    one = Event()
    one.add("uid", f"occasion-{occasion.key}@{urlsplit(settings.SITE_URL).hostname}")
    one.add("sequence", occasion.version - 1)
    one.add("dtstamp", occasion.changed_at.astimezone(UTC))
    one.add("last-modified", occasion.changed_at.astimezone(UTC))
    one.add("dtstart", occasion.starts_on)
    one.add("dtend", occasion.ends_on + timedelta(days=1))
    one.add("summary", occasion.name)
    if occasion.place:
        one.add("location", occasion.place)
    one.add("description", _("Source: %(source)s") % {"source": occasion.source})
    one.add("transp", "TRANSPARENT")
    if occasion.yearly:
        one.add("rrule", {"freq": "yearly"})
    return one


@dataclass(frozen=True)
class Feed:
    """Whose calendar a secret link is, and of which group; of none, of all that is theirs."""

    user: User
    group: WorkingGroup | None

    def meetings(self) -> list[Meeting]:
        """What the person may see today; of a group they have left, nothing."""
        rows = Meeting.objects.visible_to(self.user).select_related("group", "city")
        if self.group is not None:
            rows = rows.filter(group=self.group)
        return list(rows.order_by("starts_at", "pk"))

    @property
    def name(self) -> str:
        return self.group.name if self.group else _("My meetings")


def feed_token(user: User, group: WorkingGroup | None = None) -> str:
    """What makes the secret link of a calendar, until the person makes their links anew.

    Signing out everywhere ends all of them too.
    """
    said = [user.pk, group.pk if group else 0, user.sessions_closed, turn_of(user)]
    return signing.Signer(salt=SALT).sign_object(said)  # the same whenever it is shown


def turn_of(user: User) -> int:
    """How often a person has made their links anew."""
    return CalendarLinks.objects.filter(user=user).values_list("turn", flat=True).first() or 0


def feed_of(token: str) -> Feed | None:
    """The calendar that a secret link opens, while it is in force."""
    try:
        person, group, closed, turn = signing.Signer(salt=SALT).unsign_object(token)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    user = User.objects.filter(pk=person, is_active=True, sessions_closed=closed).first()
    if user is None or turn != turn_of(user):
        return None
    found = WorkingGroup.objects.filter(pk=group).first() if group else None
    return None if group and found is None else Feed(user, found)
