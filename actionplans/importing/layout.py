"""Where the table of a plan begins in a file, and what its columns are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.formats import date_format

from actionplans.importing.headings import FIELDS, LEFT, MANY, fields_of
from coalition.sheets import Cell, Sheet, Tables, cell_name
from coalition.text import fold

LOOKED_AT = 40
TALLEST = 3
SAMPLES = 3
SAMPLE = 80


@dataclass
class Layout:
    """Which sheet, which rows are its headings, what each column becomes."""

    sheet: int
    top: int
    bottom: int
    fields: list[str]

    def stored(self) -> dict[str, Any]:
        return {"sheet": self.sheet, "top": self.top, "bottom": self.bottom, "fields": self.fields}

    @classmethod
    def of(cls, stored: dict[str, Any]) -> Layout:
        return cls(stored["sheet"], stored["top"], stored["bottom"], list(stored["fields"]))

    @property
    def title(self) -> int | None:
        """The column of the measures."""
        return self.fields.index("title") if "title" in self.fields else None

    def columns(self, field: str) -> list[int]:
        return [number for number, one in enumerate(self.fields) if one == field]


def words(value: Cell) -> str:
    """A cell as a reader sees it."""
    if isinstance(value, date):
        return date_format(value, "SHORT_DATE_FORMAT")
    return format(value, "f") if isinstance(value, Decimal) else value or ""


def propose(tables: Tables) -> Layout:
    """The most likely table of the file and what its columns are."""
    found = [(number, *best_row(sheet)) for number, sheet in enumerate(tables.sheets)]
    number, _score, top = max(found, key=lambda one: (one[1], -one[0]))
    return at(tables, number, top)


def at(tables: Tables, number: int, top: int) -> Layout:
    """The layout of one sheet when its headings begin in one row."""
    sheet = tables.sheets[number]
    top, bottom = heading_rows(sheet, top)
    return Layout(number, top, bottom, fields_of(headings(sheet, top, bottom)))


def best_row(sheet: Sheet) -> tuple[int, int]:
    """(how well, which row): the row whose cells are most like the headings of a plan."""
    best = (0, next((n for n, row in enumerate(sheet.rows) if filled(row) > 1), 0))
    for number in range(min(LOOKED_AT, len(sheet.rows))):
        row = [words(value) for value in sheet.rows[number]]
        if len(set(filter(None, row))) < 2:  # noqa: PLR2004 -- a title, not headings
            continue
        known = {field for field in fields_of(row) if field and field not in MANY}
        score = len(known) * 2 + (3 if "title" in known else 0)
        if score > best[0]:
            best = score, number
    return best


def filled(row: list[Cell]) -> int:
    return sum(value is not None for value in row)


def heading_rows(sheet: Sheet, top: int) -> tuple[int, int]:
    """The first and the last row of headings, where they stand one above the other."""
    while top > 0 and any(
        (span := sheet.span_at(top, column)) and span.top < top for column in range(sheet.width)
    ):
        top -= 1
    bottom = top
    for column in range(sheet.width):
        span = sheet.span_at(top, column)
        if span:
            bottom = max(bottom, min(span.bottom, top + TALLEST))
    return top, min(bottom, max(len(sheet.rows) - 1, 0))


def headings(sheet: Sheet, top: int, bottom: int) -> list[str]:
    """The heading of each column, from the upper to the lower."""
    found = []
    for column in range(sheet.width):
        said = [words(sheet.rows[row][column]) for row in range(top, bottom + 1)]
        found.append(" / ".join(dict.fromkeys(" ".join(one.split()) for one in said if one)))
    return found


@dataclass(frozen=True)
class Column:
    """A column as a person checks it: its letter, heading, field, and a few of its values."""

    number: int
    letter: str
    heading: str
    field: str
    samples: list[str]

    @property
    def field_words(self) -> str:
        return str(FIELDS.get(self.field, ""))


def columns(tables: Tables, layout: Layout) -> Iterator[Column]:
    """The columns that hold anything."""
    sheet = tables.sheets[layout.sheet]
    named = headings(sheet, layout.top, layout.bottom)
    below = sheet.rows[layout.bottom + 1 :]
    body = [row for row in below if len(set(row) - {None}) > 1 and not is_count(row)]
    for number in range(sheet.width):
        values = (row[number] for row in body if row[number] is not None)
        samples = list(dict.fromkeys(words(value).replace("\n", " ")[:SAMPLE] for value in values))
        if not samples and not named[number]:
            continue
        field = layout.fields[number] if number < len(layout.fields) else LEFT
        letter = cell_name(0, number)[:-1]
        yield Column(number, letter, named[number], field, samples[:SAMPLES])


def is_count(values: list[Cell]) -> bool:
    """A row that only counts the columns: 1, 2, 3."""
    numbers = [words(value).strip(".()") for value in values if value is not None]
    if len(numbers) < 3 or not all(one.isascii() and one.isdecimal() for one in numbers):  # noqa: PLR2004
        return False
    first = int(numbers[0][:6])
    return [int(one[:6]) for one in numbers] == list(range(first, first + len(numbers)))


def same_headings(first: list[str], second: list[str]) -> bool:
    """Whether two tables are one plan in pieces."""
    return [fold(one) for one in first] == [fold(one) for one in second]
