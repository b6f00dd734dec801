"""Which row of the working groups a person may see, asked row by row."""

from coalition.permissions import may
from workinggroups.models import (
    Decision,
    Meeting,
    Post,
    PostFile,
    Task,
    Thread,
    Upload,
    WorkingGroup,
)


def sees_inside(user, row):
    return may(user, "see_inside", row)


def sees_decision(user, row):
    """Of the group; a draft only whoever leads it."""
    return may(user, "moderate" if row.is_draft else "see_inside", row)


def sees_meeting(user, row):
    """Of the group, or of a city that is invited."""
    invited = row.invitations.select_related("city__place")
    return sees_inside(user, row) or any(sees_inside(user, one.city) for one in invited)


def is_theirs(user, row):
    """Of the person who sends it up, while they read the thread."""
    return row.user_id == user.pk and sees_inside(user, row)


VISIBLE = {
    **dict.fromkeys((WorkingGroup, Thread, Post, PostFile, Task), sees_inside),
    Decision: sees_decision,
    Meeting: sees_meeting,
    Upload: is_theirs,
}
