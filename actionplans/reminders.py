"""When people are reminded of what: pure rules over days, no database and no clock.

Each kind of reminder counts days from its own day: the due date, the day somebody began to wait.
Before that day numbers are negative. A reminder is said at its moments and never twice within
`APART` days; a moment that was missed, because the server stood still or nobody was there to be
told, is made good once, on the first day that can be.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

APART = 5  # days between two reminders of one thing
EVERY = 30
MORNING, EVENING = 8, 20  # letters are put together between these hours of the city
WEEK = 7


@dataclass(frozen=True)
class Rule:
    """The moments of one kind; `goes_on` adds every thirtieth day after its own day."""

    moments: tuple[int, ...]
    goes_on: bool = False
    until: int | None = None  # the last day on which it is said at all

    def latest(self, days: int) -> int | None:
        """The last moment that has come by a day; None before the first and after the end."""
        if self.until is not None and days > self.until:
            return None
        come = [one for one in self.moments if one <= days]
        if self.goes_on and days >= EVERY:
            come.append(days // EVERY * EVERY)
        return max(come, default=None)


AFTER = (1, 7)
RULES = {
    "soon": Rule((-30, -7, -1), until=0),  # from the due date of a measure
    "passed": Rule(AFTER, goes_on=True),  # from the due date
    "stale": Rule(AFTER, goes_on=True),  # from the day on which the news became old
    "opening": Rule(AFTER, until=WEEK),  # from the day a round opened
    "closing": Rule((-7, -1, *AFTER), goes_on=True),  # from the day reports are awaited by
    "asked": Rule(AFTER, until=WEEK),  # from the day proposals for clarification were sent
    "answer": Rule((-7, -1, *AFTER), goes_on=True),  # from the day answers are awaited by
    "approval": Rule(AFTER, goes_on=True),  # from the day something began to wait
    "returned": Rule(AFTER, goes_on=True),  # from the day it came back
    "sent": Rule(AFTER, goes_on=True),  # from the day a city's report came to the reviewers
}


def due(kind: str, days: int, last_sent: int | None) -> bool:
    """Whether a reminder is said today.

    `days` after the kind's own day, negative before it; `last_sent`: how many days ago the same
    thing was last mentioned, None for never.
    """
    latest = RULES[kind].latest(days)
    if latest is None:
        return False
    if last_sent is None:
        return True
    return last_sent >= APART and days - last_sent < latest


def is_morning(now: datetime, last_on: date | None, *, weekly: bool = False) -> bool:
    """Whether a person's letter is put together now; `now` is the time in their city.

    Once a day from eight in the morning, or once a week from Monday; a missed morning is made
    good on the same day or the next one, with one letter.
    """
    if not MORNING <= now.hour < EVENING:
        return False
    today = now.date()
    since = today - timedelta(days=today.weekday()) if weekly else today
    return last_on is None or last_on < since


@dataclass(frozen=True)
class Line:
    """One thing a person is reminded of: what is said, where to go, what it is about.

    `subjects` are what is remembered as mentioned: a line may stand for many.
    """

    kind: str
    words: str
    path: str
    subjects: tuple[str, ...]


@dataclass(frozen=True)
class Matter:
    """Something that may be mentioned: its kind, its key and its own day."""

    kind: str
    subject: str
    day: date

    def is_due(self, today: date, said: dict[str, date]) -> bool:
        """Whether it is mentioned today; `said` is when each subject was mentioned last."""
        last = said.get(self.subject)
        ago = None if last is None else (today - last).days
        return due(self.kind, (today - self.day).days, ago)


def any_due(matters: Iterable[Matter], today: date, said: dict[str, date]) -> bool:
    """Whether one of several things that are mentioned together is due."""
    return any(one.is_due(today, said) for one in matters)
