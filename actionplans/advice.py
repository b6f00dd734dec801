"""What a plan's authors may look at: what measures lack, and which are perhaps the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from actionplans.alike import Sketch, common_words, perhaps_the_same
from actionplans.checklist import Gap, known_gaps
from actionplans.desk import Branch
from actionplans.models import Measure, MeasureDraft

MOST_PAIRS = 12


class Twins(NamedTuple):
    """Two measures that are perhaps the same; only adopted ones can be merged into one."""

    one: Measure | MeasureDraft
    other: Measure | MeasureDraft
    words: list[str]

    @property
    def can_merge(self) -> bool:
        return isinstance(self.one, Measure) and isinstance(self.other, Measure)


@dataclass(frozen=True)
class Advice:
    """Help for the authors of one plan; nothing here is a mark, and nobody else sees it."""

    lacking: int  # measures that lack something
    gaps: list[tuple[Gap, int]]
    twins: list[Twins]


def advice_on(branches: Iterable[Branch]) -> Advice:
    """What there is to say of the measures in hand; asks the database for nothing."""
    found: dict[str, Measure | MeasureDraft] = {}
    sketches, counted, lacking = [], Counter[str](), 0
    for branch in branches:
        for row in branch.rows:
            measure = row.measure
            found[measure.code] = measure
            hazards = [term.key for term in measure.terms.all() if term.scheme == "hazards"]
            said = {"title": measure.title, "hazards": hazards, "location": measure.location}
            said |= row.draft.patch if row.draft else {}
            sketches.append(Sketch.of(measure.code, said))
            counted.update(gap.key for gap in row.gaps)
            lacking += bool(row.gaps)
        for draft in branch.new:
            found[draft.patch["code"]] = draft
            sketches.append(Sketch.of(draft.patch["code"], draft.patch))
            gaps = draft.gaps  # type: ignore[attr-defined]
            counted.update(gap.key for gap in gaps)
            lacking += bool(gaps)
    pairs = perhaps_the_same(sketches)[:MOST_PAIRS]
    return Advice(
        lacking,
        [(gap, counted[gap.key]) for gap in known_gaps() if counted[gap.key]],
        [
            Twins(found[pair.one], found[pair.other],
                  common_words(title_of(found[pair.one]), pair.shared))
            for pair in pairs
        ],
    )  # fmt: skip


def title_of(one: Measure | MeasureDraft) -> str:
    return one.title if isinstance(one, Measure) else one.patch["title"]
