"""The period a page of the project is about, as addresses have it: «quarter:2026-07-01»."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from actionplans.periods import Kind, begins, ended, ends, say_period
from coalition import clock

COUNT = {Kind.QUARTER: 8, Kind.HALF_YEAR: 4, Kind.JAPANESE: 3}  # periods offered of each kind


@dataclass(frozen=True)
class Span:
    """A quarter, half-year or Japanese fiscal year that has begun."""

    kind: str
    starts_on: date

    @property
    def ends_on(self) -> date:
        return ends(self.kind, self.starts_on)

    @property
    def as_of(self) -> date:
        """The last day that can be told: its end, or today while it goes on."""
        return min(self.ends_on, clock.today())

    @property
    def is_over(self) -> bool:
        return self.ends_on < clock.today()

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.starts_on.isoformat()}"

    @property
    def words(self) -> str:
        return say_period(self.kind, self.starts_on, self.ends_on)

    @property
    def of(self) -> dict[str, object]:
        """The same for a query of what is said of a period."""
        return {"kind": self.kind, "starts_on": self.starts_on}


def spans(today: date) -> list[Span]:
    """The periods a report can be of: of each kind the one that goes on, then those before."""
    return [
        Span(kind, day)
        for kind, count in COUNT.items()
        for day in (begins(kind, today), *ended(kind, today, count))
    ]


def span_of(text: str) -> Span:
    """The period an address names; for none and for nonsense the last quarter that is over."""
    kind, _colon, said = text.partition(":")
    today = clock.today()
    try:
        found = Span(Kind(kind), date.fromisoformat(said))
    except ValueError:
        return usual(today)
    known = date(2000, 1, 1) <= found.starts_on <= today
    return found if known and begins(kind, found.starts_on) == found.starts_on else usual(today)


def usual(today: date) -> Span:
    return Span(Kind.QUARTER, ended(Kind.QUARTER, today, 1)[0])
