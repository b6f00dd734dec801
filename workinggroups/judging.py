"""What came of a decision, from what the cities said: the whole rule of each way of deciding."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from workinggroups.models import Decision, Stance

Mode, Result, Choice = Decision.Mode, Decision.Result, Stance.Choice

# what a city can say under each way of deciding, in the order of the buttons
CHOICES: dict[str, tuple[Stance.Choice, ...]] = {
    Mode.SENSE: (Choice.FITS, Choice.UNSURE, Choice.REMARK),
    Mode.CONSENT: (Choice.AGREE, Choice.ABSTAIN, Choice.OBJECTION),
    Mode.CONSENSUS: (Choice.AGREE, Choice.ABSTAIN, Choice.RESERVATION, Choice.OBJECTION),
    Mode.MAJORITY: (Choice.FOR, Choice.AGAINST, Choice.ABSTAIN),
    Mode.SILENCE: (Choice.OBJECTION, Choice.AMENDMENT),
}
STOPPING = {Choice.OBJECTION, Choice.AMENDMENT}


def judged(mode: str, said: Iterable[str], *, quorum: int, seats: int) -> Decision.Result:
    """The result at the deadline; `said` is one choice per city, `seats` how many could speak.

    A city that has said nothing has not agreed: only where the cities registered rules of
    procedure does silence let a proposal pass.
    """
    count = Counter(said)
    spoken = sum(count.values())
    if mode == Mode.SENSE:
        return Result.SUMMED
    if any(count[choice] for choice in STOPPING):
        return Result.BROKEN if mode == Mode.SILENCE else Result.NOT_ADOPTED
    if spoken < (max(quorum, seats) if mode == Mode.CONSENSUS else quorum):
        return Result.NO_QUORUM
    if mode == Mode.MAJORITY and count[Choice.FOR] <= count[Choice.AGAINST]:
        return Result.NOT_ADOPTED
    return Result.ADOPTED
