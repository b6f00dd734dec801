"""Circles of people that talk, and what is said in them."""

from workinggroups.models.groups import JoinRequest, WorkingGroup
from workinggroups.models.posts import Post, PostRevision, PostTranslation
from workinggroups.models.readers import Draft, ThreadUser
from workinggroups.models.threads import Thread, ThreadEvent

__all__ = [
    "Draft",
    "JoinRequest",
    "Post",
    "PostRevision",
    "PostTranslation",
    "Thread",
    "ThreadEvent",
    "ThreadUser",
    "WorkingGroup",
]
