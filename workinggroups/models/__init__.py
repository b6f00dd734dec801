"""Circles of people that talk, and what is said in them."""

from workinggroups.models.groups import JoinRequest, WorkingGroup
from workinggroups.models.posts import Post, PostRevision, PostTranslation
from workinggroups.models.readers import Draft, ThreadUser
from workinggroups.models.seats import Seat
from workinggroups.models.threads import Thread, ThreadEvent

__all__ = [
    "Draft",
    "JoinRequest",
    "Post",
    "PostRevision",
    "PostTranslation",
    "Seat",
    "Thread",
    "ThreadEvent",
    "ThreadUser",
    "WorkingGroup",
]
