"""Which row of the working groups a person may see, asked row by row."""

from coalition.permissions import may
from workinggroups.models import Decision, Post, Thread, WorkingGroup

VISIBLE = {
    model: lambda user, row: may(user, "see_inside", row)
    for model in (WorkingGroup, Thread, Post, Decision)
}
