"""What every visitor may know of a group: who sits in it by city, what it made public.

Nobody is named here: a post stands only where the person shows it, everything else is a count.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from coalition import clock
from coalition.models import Membership
from coalition.models.terms import terms
from workinggroups.models import ShownThread, WorkingGroup
from workinggroups.people import CityVoice, voices_in


@dataclass(frozen=True)
class Face:
    """A group as everybody sees it."""

    voices: list[CityVoice]
    circles: list[tuple[str, int]]  # whom guests speak for, how many
    questions: list[ShownThread]
    results: list[ShownThread]


def face_of(group: WorkingGroup) -> Face:
    """The public side of a group; six queries."""
    shown = list(group.shown_threads.filter(thread__group=group).select_related("thread"))
    return Face(
        voices_in(group),
        circles_in(group),
        [one for one in shown if one.thread.closed_at is None],
        [one for one in shown if one.thread.closed_at and one.result],
    )


def circles_in(group: WorkingGroup) -> list[tuple[str, int]]:
    """How many guests come from which circle, in the order of the list of circles."""
    guests = Membership.objects.filter(place=group.place_id, role="guest").in_force(clock.today())
    here = {email.lower() for email in guests.values_list("user__email", flat=True)}
    notes = [note.stakeholder for note in group.guest_notes.all() if note.email.lower() in here]
    found = Counter(notes)
    return [(term.name, found[key]) for key, term in terms("stakeholder_groups").items()
            if found[key]]  # fmt: skip
