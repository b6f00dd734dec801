"""The one letter of a morning: every app puts its lines into it, so a person gets one a day.

Who writes the letter asks `news_for` in its transaction; whoever has lines takes care themselves
that nothing is said twice.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from coalition.models import User


@dataclass(frozen=True)
class Line:
    """One thing in the letter: what is said, where to go."""

    words: str
    path: str


@dataclass(frozen=True)
class Part:
    """A part of the letter: its heading, how its lines are taken, how a person ends them."""

    title: str | Promise
    take: Callable[[User], list[Line]]
    end: Callable[[User], object]


_parts: list[Part] = []


def register(
    title: str | Promise, take: Callable[[User], list[Line]], end: Callable[[User], object]
) -> None:
    """Make a part of the letter known; apps do so when the platform starts."""
    _parts.append(Part(title, take, end))


def news_for(user: User) -> list[tuple[str, list[Line]]]:
    """The parts that have something to say to a person this morning, in their language."""
    taken = [(str(part.title), part.take(user)) for part in _parts]
    return [(title, lines) for title, lines in taken if lines]


def end_for(user: User) -> None:
    """End all parts for a person who wants no letter of the morning any more."""
    for part in _parts:
        part.end(user)
