"""Which row of the working groups a person may see, asked row by row."""

from coalition.permissions import may
from workinggroups.models import Decision, Meeting, Post, PostFile, Task, Thread, WorkingGroup


def sees_inside(user, row):
    return may(user, "see_inside", row)


def sees_meeting(user, row):
    """Of the group, or of a city that is invited."""
    invited = row.invitations.select_related("city__place")
    return sees_inside(user, row) or any(sees_inside(user, one.city) for one in invited)


VISIBLE = {
    **dict.fromkeys((Decision, WorkingGroup, Thread, Post, PostFile, Task), sees_inside),
    Meeting: sees_meeting,
}
