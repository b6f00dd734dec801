"""Circles of people that talk, and what is said in them."""

from workinggroups.models.groups import JoinRequest, WorkingGroup
from workinggroups.models.invited import Attendance, MeetingInvitation
from workinggroups.models.meetings import AgendaItem, Meeting
from workinggroups.models.minutes import Minutes, MinutesObjection, MinutesRevision
from workinggroups.models.occasions import Occasion
from workinggroups.models.posts import Post, PostRevision, PostTranslation
from workinggroups.models.readers import Draft, ThreadUser
from workinggroups.models.seats import Seat
from workinggroups.models.threads import Thread, ThreadEvent

__all__ = [
    "AgendaItem",
    "Attendance",
    "Draft",
    "JoinRequest",
    "Meeting",
    "MeetingInvitation",
    "Minutes",
    "MinutesObjection",
    "MinutesRevision",
    "Occasion",
    "Post",
    "PostRevision",
    "PostTranslation",
    "Seat",
    "Thread",
    "ThreadEvent",
    "ThreadUser",
    "WorkingGroup",
]
