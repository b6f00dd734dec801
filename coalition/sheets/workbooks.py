"""Excel workbooks: values as the last program that saved them has computed them."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from io import BytesIO
from typing import Any

from django.core.exceptions import ValidationError
from openpyxl import load_workbook
from openpyxl.utils import range_boundaries
from openpyxl.utils.cell import column_index_from_string, coordinate_from_string
from openpyxl.utils.escape import unescape
from openpyxl.worksheet._read_only import ReadOnlyWorksheet

from coalition.sheets.archive import Archive, walk
from coalition.sheets.shape import (
    MOST_CELLS,
    MOST_SHEETS,
    Cell,
    Sheet,
    Span,
    Tables,
    check_size,
    clean,
    damaged,
    of_sheets,
    too_large,
    without_empty_end,
)

FIXED = re.compile(r"0\.(0+)")
EXACT = 15  # digits a workbook really keeps


class Scan:
    """What is in a sheet before its values are read: how far it goes, what is merged."""

    def __init__(self, part: bytes) -> None:
        self.rows = self.columns = self.cells = 0
        self.merged: list[Span] = []
        self.unread: list[tuple[int, int]] = []  # a formula without its result, or an error
        self._row = self._column = -1
        self._formula = self._value = self._error = self._inside = False
        walk(part, self._start, self._end, self._said)

    def _start(self, tag: str, said: dict[str, str]) -> None:
        if tag == "row":
            self._row = int(said["r"]) - 1 if "r" in said else self._row + 1
            self._column = -1
        elif tag == "c":
            self._at(said.get("r", ""))
            self._error = said.get("t") == "e"
        elif tag == "f":
            self._formula = True
        elif tag in {"v", "is"}:
            self._inside = True
        elif tag == "mergeCell":
            left, top, right, bottom = range_boundaries(said.get("ref", ""))
            if None in {left, top, right, bottom}:
                raise damaged()
            self.merged.append(Span(top - 1, left - 1, bottom - 1, right - 1))
            if len(self.merged) > MOST_CELLS:
                raise too_large()

    def _at(self, name: str) -> None:
        self._formula = self._value = False
        if name:
            letters, row = coordinate_from_string(name)
            self._row, self._column = row - 1, column_index_from_string(letters) - 1
        else:
            self._column += 1

    def _said(self, _text: str) -> None:
        self._value = self._value or self._inside

    def _end(self, tag: str) -> None:
        if tag in {"v", "is"}:
            self._inside = False
        if tag != "c" or not (self._formula or self._value):
            return
        self.cells += 1
        self.rows, self.columns = max(self.rows, self._row + 1), max(self.columns, self._column + 1)
        check_size(self.rows, self.columns, self.cells)
        if self._error or (self._formula and not self._value):
            self.unread.append((self._row, self._column))


def read_xlsx(archive: Archive) -> Tables:
    """The visible sheets of a workbook; hidden ones are the author's own business."""
    try:
        book = load_workbook(
            BytesIO(archive.content), read_only=True, data_only=True, keep_links=False
        )
    # a workbook can be wrong in as many ways as there are parts of it
    except Exception:  # noqa: BLE001
        raise damaged() from None
    try:
        sheets = [one for one in book.worksheets if isinstance(one, ReadOnlyWorksheet)]
        shown = [one for one in sheets if one.sheet_state == "visible"] or sheets
        if len(shown) > MOST_SHEETS:
            raise too_large()
        return of_sheets("xlsx", list(_read(archive, shown)))
    finally:
        book.close()


def _read(archive: Archive, sheets: list[ReadOnlyWorksheet]) -> Iterator[Sheet]:
    for sheet in sheets:
        part = archive.parts.get(sheet._worksheet_path.lstrip("/"))
        if part is None:
            raise damaged()
        try:
            scan = Scan(part)
            rows = _rows(sheet, scan) if scan.cells else []
        except ValidationError:
            raise
        except Exception:  # noqa: BLE001 -- as above
            raise damaged() from None
        unread = [place for place in scan.unread if place[0] < len(rows)]
        yield Sheet(clean_name(sheet.title), rows, scan.merged, unread)


def clean_name(title: str) -> str:
    return str(clean(title) or "")


def _rows(sheet: ReadOnlyWorksheet, scan: Scan) -> list[list[Cell]]:
    sheet.reset_dimensions()  # what a file says of its own size may be a lie
    lines = sheet.iter_rows(max_row=scan.rows, max_col=scan.columns)
    return without_empty_end([[_value(cell) for cell in line] for line in lines])


def _value(cell: Any) -> Cell:
    value = None if cell.data_type == "e" else cell.value
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, int | float):
        return _number(value, str(cell.number_format or ""))
    if isinstance(value, date):
        return value.date() if isinstance(value, datetime) else value
    said = value.isoformat("minutes") if isinstance(value, time) else str(value or "")
    return clean(unescape(said))


def _number(value: float, shown: str) -> Cell:
    """The number as it is seen: 1.1 with two places after the point is 1.10."""
    if isinstance(value, float) and not math.isfinite(value):
        return None
    number = Decimal(format(value, f".{EXACT}g")) if isinstance(value, float) else Decimal(value)
    places = FIXED.fullmatch(shown)
    if places and abs(number) < Decimal(10) ** EXACT:
        fixed = round(number, len(places[1]))
        return fixed if fixed == number else number
    return number
