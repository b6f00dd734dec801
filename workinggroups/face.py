"""What every visitor may know of a group: who sits in it by city, what it made public.

Nobody is named here: a post stands only where the person shows it, everything else is a count.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.db.models import F, Q

from coalition import clock
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

    @property
    def has_voices(self) -> bool:
        """Whether any city has named who speaks for it."""
        return any(voice.seats for voice in self.voices)


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
    today = clock.today()
    here = group.guest_notes.filter(
        Q(group__place__memberships__until=None) | Q(group__place__memberships__until__gte=today),
        group__place__memberships__role="guest",
        group__place__memberships__released_at=None,
        group__place__memberships__since__lte=today,
        group__place__memberships__user__email=F("email"),
    )
    found = Counter(here.values_list("stakeholder", flat=True))
    return [(term.name, found[key]) for key, term in terms("stakeholder_groups").items()
            if found[key]]  # fmt: skip
