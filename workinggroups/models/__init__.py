"""Circles of people that talk, and what is said in them."""

from workinggroups.models.consultations import Consultation, SecretariatInvitation
from workinggroups.models.decisions import Decision, DecisionRound, Stance
from workinggroups.models.groups import JoinRequest, WorkingGroup
from workinggroups.models.posts import Post, PostRevision, PostTranslation
from workinggroups.models.readers import Draft, ThreadUser
from workinggroups.models.rules import RulesOfProcedure
from workinggroups.models.seats import Seat
from workinggroups.models.threads import Thread, ThreadEvent

__all__ = [
    "Consultation",
    "Decision",
    "DecisionRound",
    "Draft",
    "JoinRequest",
    "Post",
    "PostRevision",
    "PostTranslation",
    "RulesOfProcedure",
    "Seat",
    "SecretariatInvitation",
    "Stance",
    "Thread",
    "ThreadEvent",
    "ThreadUser",
    "WorkingGroup",
]
