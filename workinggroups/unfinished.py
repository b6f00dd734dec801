"""What still goes on in a group, for whoever is about to finish its work."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from coalition import clock
from workinggroups.models import Decision, Meeting, Task, WorkingGroup

State, Result = Decision.State, Decision.Result
MOST = 20


@dataclass(frozen=True)
class Unfinished:
    """What cities and people still wait for; a group ends when its word is kept."""

    decisions: list[Decision]  # open for answers, or answered and without an outcome
    meetings: list[Meeting]
    tasks: int
    threads: int
    requests: int  # of people who asked to be let in

    @property
    def is_awaited(self) -> bool:
        """Whether cities have been asked or invited: first they hear how it ends."""
        return bool(self.decisions or self.meetings)

    @property
    def is_left(self) -> bool:
        """Whether something would stay as it is, for nobody to take further."""
        return bool(self.tasks or self.threads or self.requests)


def unfinished_in(group: WorkingGroup) -> Unfinished:
    """What would be cut off if the group finished now; five queries."""
    over = (Result.WITHDRAWN, Result.BROKEN)
    awaited = Q(state=State.OPEN) | Q(state=State.CLOSED) & ~Q(result__in=over)
    decisions = Decision.objects.filter(awaited, thread__group=group).order_by("closes_at", "pk")
    coming = Meeting.objects.filter(group=group).coming(clock.now())
    return Unfinished(
        list(decisions.select_related("thread")[:MOST]),
        list(coming.select_related("city", "group")[:MOST]),
        Task.objects.open().filter(thread__group=group).count(),
        group.threads.filter(closed_at=None).count(),
        group.requests.filter(answered_at=None).count(),
    )
