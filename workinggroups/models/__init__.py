"""Circles of people that talk, and what is said in them."""

from workinggroups.models.acks import Ack
from workinggroups.models.calendar_links import CalendarLinks
from workinggroups.models.choosing import MeetingTime, TimeMark
from workinggroups.models.consultations import Consultation, SecretariatInvitation
from workinggroups.models.decisions import Decision
from workinggroups.models.files import PostFile
from workinggroups.models.groups import JoinRequest, WorkingGroup
from workinggroups.models.guests import GuestNote
from workinggroups.models.invited import Attendance, MeetingInvitation
from workinggroups.models.meetings import AgendaItem, Meeting
from workinggroups.models.mentions import Mention
from workinggroups.models.minutes import Minutes, MinutesObjection, MinutesRevision
from workinggroups.models.occasions import Occasion
from workinggroups.models.posts import Post, PostRevision, PostTranslation
from workinggroups.models.readers import Draft, ThreadUser
from workinggroups.models.reviews import DecisionReview
from workinggroups.models.rules import RulesOfProcedure
from workinggroups.models.seats import Seat
from workinggroups.models.showing import ShownThread
from workinggroups.models.stances import DecisionRound, Stance
from workinggroups.models.statements import Statement
from workinggroups.models.tasks import Task
from workinggroups.models.threads import Thread, ThreadEvent
from workinggroups.models.uploads import Upload, UploadPiece
from workinggroups.models.volumes import Volume

__all__ = [
    "Ack",
    "AgendaItem",
    "Attendance",
    "CalendarLinks",
    "Consultation",
    "Decision",
    "DecisionReview",
    "DecisionRound",
    "Draft",
    "GuestNote",
    "JoinRequest",
    "Meeting",
    "MeetingInvitation",
    "MeetingTime",
    "Mention",
    "Minutes",
    "MinutesObjection",
    "MinutesRevision",
    "Occasion",
    "Post",
    "PostFile",
    "PostRevision",
    "PostTranslation",
    "RulesOfProcedure",
    "Seat",
    "SecretariatInvitation",
    "ShownThread",
    "Stance",
    "Statement",
    "Task",
    "Thread",
    "ThreadEvent",
    "ThreadUser",
    "TimeMark",
    "Upload",
    "UploadPiece",
    "Volume",
    "WorkingGroup",
]
