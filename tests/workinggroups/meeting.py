"""Meetings that tests begin with."""

from datetime import time, timedelta

from cities.models import City
from coalition import clock
from workinggroups.models import Meeting
from workinggroups.times import moment_of
from workinggroups.verbs import cancel_meeting, plan_meeting


def planned(group, by, *, days=10, hour=11, minutes=120, city="osh", tell=False, **details):
    """A meeting of a group, some days from today, by the clock of a city."""
    place = City.objects.get(slug=city)
    starts = moment_of(clock.today() + timedelta(days=days), time(hour), place.timezone)
    ends = starts + timedelta(minutes=minutes)
    details = {"title": "Датчики на притоках", **details}
    return plan_meeting(
        group, by=by, starts_at=starts, ends_at=ends, city=place, tell=tell, **details
    )


def call_off_all(group, by):
    """Nothing is before the group any more; its demonstration has a meeting to come."""
    for meeting in Meeting.objects.coming(clock.now()).filter(group=group):
        cancel_meeting(meeting, by=by, why="Группа закончила.")


def anew(meeting: Meeting) -> Meeting:
    """The meeting as it is stored now."""
    return Meeting.objects.select_related("group__place", "city", "thread").get(pk=meeting.pk)
