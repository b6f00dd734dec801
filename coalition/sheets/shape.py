"""The one shape of every table: rows of typed cells, and which of them were merged."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from coalition.text import tidy

Cell = str | Decimal | date | None

MOST_ROWS = 10_000
MOST_COLUMNS = 200
MOST_CELLS = 400_000
MOST_SHEETS = 60
LETTERS = 26


class Span(NamedTuple):
    """An area of merged cells; rows and columns count from 0, both ends belong to it."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass
class Sheet:
    """One table: what stands in each cell. A merged cell stands in every place it covers."""

    name: str
    rows: list[list[Cell]]
    spans: list[Span] = field(default_factory=list)
    unread: list[tuple[int, int]] = field(default_factory=list)  # a formula without its result
    _at: dict[tuple[int, int], Span] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        width = max((len(row) for row in self.rows), default=0)
        for row in self.rows:
            row.extend([None] * (width - len(row)))
        self.spans = [one for span in self.spans if (one := self._clipped(span, width))]
        if sum((s.bottom - s.top + 1) * (s.right - s.left + 1) for s in self.spans) > MOST_CELLS:
            raise too_large()
        for span in self.spans:
            self._spread(span)

    def _clipped(self, span: Span, width: int) -> Span | None:
        """The part of a merged area that is inside the table."""
        cut = Span(max(span.top, 0), max(span.left, 0),
                   min(span.bottom, len(self.rows) - 1), min(span.right, width - 1))  # fmt: skip
        fits = cut.top <= cut.bottom and cut.left <= cut.right
        return cut if fits and cut[:2] != cut[2:] else None

    def _spread(self, span: Span) -> None:
        value = self.rows[span.top][span.left]
        for row in range(span.top, span.bottom + 1):
            for column in range(span.left, span.right + 1):
                self._at[row, column] = span
                self.rows[row][column] = value

    @property
    def width(self) -> int:
        return len(self.rows[0]) if self.rows else 0

    @property
    def is_empty(self) -> bool:
        return not any(value is not None for row in self.rows for value in row)

    def span_at(self, row: int, column: int) -> Span | None:
        """The merged area a cell belongs to."""
        return self._at.get((row, column))


@dataclass(frozen=True)
class Tables:
    """What was in a file: its kind ("xlsx", "docx" or "csv") and its tables, none of them empty."""

    kind: str
    sheets: list[Sheet]


def of_sheets(kind: str, sheets: Iterable[Sheet]) -> Tables:
    """The tables that hold anything; a sentence where there is none."""
    found = [sheet for sheet in sheets if not sheet.is_empty]
    if not found and kind == "docx":
        raise ValidationError(_("There is no table in this document. The plan must be a table."))
    if not found:
        raise ValidationError(_("There is nothing in this file. Choose the one with the plan."))
    return Tables(kind, found)


def too_large() -> ValidationError:
    """The sentence about a table that no plan fills."""
    return ValidationError(
        _("The table is too large: at most %(rows)d rows and %(columns)d columns. "
          "Delete what does not belong to the plan, or bring it in parts.")
        % {"rows": MOST_ROWS, "columns": MOST_COLUMNS}
    )  # fmt: skip


def damaged() -> ValidationError:
    """The sentence about a file whose inside cannot be understood."""
    return ValidationError(
        _("The file is damaged and cannot be read. Open it in its program, save it anew as "
          "XLSX, DOCX or CSV and choose it again.")
    )  # fmt: skip


def check_size(rows: int, columns: int, cells: int = 0) -> None:
    """Refuse a table larger than any plan."""
    if rows > MOST_ROWS or columns > MOST_COLUMNS or cells > MOST_CELLS:
        raise too_large()


def clean(text: str) -> Cell:
    """Text of a cell as it is kept; nothing but spaces is an empty cell."""
    return tidy(text.replace("\u00a0", " ").replace("\u202f", " ").replace("\x0b", "\n")) or None


def without_empty_end(rows: list[list[Cell]]) -> list[list[Cell]]:
    """Rows without the empty ones after the last that holds anything."""
    last = max((n for n, row in enumerate(rows) if any(v is not None for v in row)), default=-1)
    return rows[: last + 1]


def cell_name(row: int, column: int) -> str:
    """A cell as office programs call it: B12."""
    letters, rest = "", column + 1
    while rest:
        rest, letter = divmod(rest - 1, LETTERS)
        letters = chr(ord("A") + letter) + letters
    return f"{letters}{row + 1}"
