"""Circles of people that talk, and what is said in them."""

from workinggroups.models.acks import Ack
from workinggroups.models.files import PostFile
from workinggroups.models.groups import JoinRequest, WorkingGroup
from workinggroups.models.mentions import Mention
from workinggroups.models.posts import Post, PostRevision, PostTranslation
from workinggroups.models.readers import Draft, ThreadUser
from workinggroups.models.seats import Seat
from workinggroups.models.tasks import Task
from workinggroups.models.threads import Thread, ThreadEvent

__all__ = [
    "Ack",
    "Draft",
    "JoinRequest",
    "Mention",
    "Post",
    "PostFile",
    "PostRevision",
    "PostTranslation",
    "Seat",
    "Task",
    "Thread",
    "ThreadEvent",
    "ThreadUser",
    "WorkingGroup",
]
