"""A joint plan as files: one line for each city's part, with what it does and how it goes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext_lazy as _

from actionplans.dues import say_due
from actionplans.exports.columns import FULL, Cell, Column, lines_of
from actionplans.models import Contribution
from actionplans.outline import MeasureRow

DAY = "day"


class PartRow(MeasureRow):
    """One city's part of a joint measure, as a line of a file."""

    def __init__(self, measure: MeasureRow, part: Contribution, today: date) -> None:
        super().__init__(measure.measure, today)
        self.parts = [part]
        self.status, self.percent, self.reported_on = part.status, part.percent, part.reported_on

    @property
    def part(self) -> Contribution:
        return self.parts[0]


def by_city(rows: Iterable[MeasureRow], today: date) -> list[MeasureRow]:
    """Each measure with a line for each of its cities, in the order of the Declaration."""
    return [PartRow(row, part, today) for row in rows for part in row.parts]


def part_of(row: MeasureRow) -> Contribution | None:
    return row.part if isinstance(row, PartRow) else None


def words(row: MeasureRow) -> str:
    part = part_of(row)
    return part.words if part else ""


def lead(row: MeasureRow) -> str:
    part = part_of(row)
    return part.lead if part else ""


def due(row: MeasureRow) -> Cell:
    """The city's own due date; empty where it is the measure's."""
    part = part_of(row)
    if part is None or part.due_on is None:
        return None
    return part.due_on if part.due_precision == DAY else say_due(part.due_on, part.due_precision)


def coordinates(row: MeasureRow) -> int:
    part = part_of(row)
    return int(bool(part and part.coordinates))


def left_on(row: MeasureRow) -> date | None:
    part = part_of(row)
    return part.left_on if part else None


def money(row: MeasureRow) -> str:
    return "; ".join(f"{amount} ({source})" for source, amount in lines_of(row))


OWN = (
    Column("part", _("What the city does"), _("The city's own words on its part."), 50, words),
    Column("part_lead", _("Who leads it in the city"), _("The office of the city."), 30, lead),
    Column("part_due", _("The city's own due date"),
           _("Where it differs from that of the measure."), 14, due),
    Column("coordinates", _("Coordinates"), _("1 where the city coordinates the measure now."), 12,
           coordinates),
    Column("left_on", _("Left on"), _("The day the city left; its part stays as history."), 12,
           left_on),
)  # fmt: skip
JOINT = (*FULL, *OWN)
KEYS = ("code", "city", "title", "part", "expected_result", "due", "status_words", "percent",
        "money", "lead")  # fmt: skip
PRINTED_TOGETHER = tuple(next(column for column in JOINT if column.key == key) for key in KEYS)
