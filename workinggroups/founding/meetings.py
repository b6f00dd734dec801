"""Dates of the region, and the invented meetings of the demonstration."""

from __future__ import annotations

from datetime import time, timedelta
from pathlib import Path
from typing import Any

import yaml

from cities.models import City
from coalition import clock
from coalition.models import User
from workinggroups.models import Meeting, WorkingGroup
from workinggroups.times import moment_of
from workinggroups.verbs import (
    add_item,
    answer_invitation,
    draft_minutes,
    hold_meeting,
    note_attendance,
    note_occasion,
    plan_meeting,
)

HERE = Path(__file__).parent


def found_calendar() -> None:
    """The dates that have a day and a source; those that are there stay as they are."""
    for entry in yaml.safe_load((HERE / "calendar.yaml").read_text("utf-8"))["occasions"]:
        note_occasion(entry.pop("key"), by=User.system(), **entry)


def found_demo_meetings() -> None:
    """Invented meetings of the illustrative groups; found again by their titles."""
    for entry in yaml.safe_load((HERE / "meetings.yaml").read_text("utf-8"))["meetings"]:
        group = WorkingGroup.objects.select_related("place").get(slug=entry["group"])
        if not Meeting.objects.filter(group=group, title=entry["title"]).exists():
            found_meeting(group, entry)


def found_meeting(group: WorkingGroup, entry: dict[str, Any]) -> Meeting:
    """One meeting some days from today, with its agenda; one of the past with its list."""
    chair = User.objects.get(email=f"{entry['by']}@demo.invalid")
    city = City.objects.select_related("place").get(slug=entry["city"])
    day = clock.today() + timedelta(days=entry["in_days"])
    starts = moment_of(day, time(entry["hour"]), city.timezone)
    meeting = plan_meeting(
        group, by=chair, title=entry["title"], starts_at=starts,
        ends_at=starts + timedelta(minutes=entry["minutes"]), city=city, tell=False,
        **entry["details"],
    )  # fmt: skip
    for item in entry["agenda"]:
        add_item(meeting, by=chair, tell=False, **item)
    for answer in entry.get("answers", []):
        invitation = meeting.invitations.select_related("city__place").get(city__slug=answer["of"])
        invitation.meeting = meeting
        speaker = User.objects.get(email=f"approver.{answer.pop('of')}@demo.invalid")
        answer_invitation(invitation, by=speaker, **answer)
    if meeting.has_begun:
        hold_meeting(meeting, by=chair)
        for person in entry["people"]:
            of = City.objects.filter(slug=person.pop("of", "")).first()
            note_attendance(meeting, by=chair, city=of, **person)
        draft_minutes(meeting, by=chair)
    return meeting
