"""What a person has in a place when they leave it, as the apps above tell it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from coalition.models import Place, User
from coalition.signals import handed_over, leaving


@dataclass(frozen=True)
class Held:
    """Some things of one kind that a person has in a place.

    `moves` says whether a successor takes them over; what does not move stays as `note` says.
    """

    what: str
    rows: list[tuple[str, str]] = field(default_factory=list)  # words, address (perhaps none)
    moves: bool = True
    note: str = ""


def held_in(place: Place, person: User) -> list[Held]:
    """All that a person has in a place, by kind."""
    return _gathered(leaving.send(sender=Place, place=place, person=person))


def moved_to(successor: User, *, place: Place, leaver: User, by: User) -> list[Held]:
    """What came to the successor, by kind; to be asked in the transaction of a deed."""
    told = handed_over.send(sender=Place, place=place, leaver=leaver, successor=successor, by=by)
    return _gathered(told)


def _gathered(answers: list[tuple[Any, Any]]) -> list[Held]:
    return [held for _receiver, some in answers for held in some or () if held.rows]
