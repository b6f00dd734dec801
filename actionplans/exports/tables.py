"""Measures as a workbook and as plain text with semicolons, the two that every office opens."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from actionplans.exports.columns import Cell, Column
from actionplans.outline import MeasureRow
from coalition.packing import packed_book
from coalition.text import no_formula

HEAD = {
    "font": Font(bold=True),
    "fill": PatternFill("solid", fgColor="E6EEF0"),
    "alignment": Alignment(wrap_text=True, vertical="top"),
    "border": Border(bottom=Side(style="medium", color="0B5A6B")),
}
Rows = Iterable[Sequence[Cell]]
BODY = {"alignment": Alignment(wrap_text=True, vertical="top")}


def harmless(value: Cell) -> Cell:
    """What may stand in a cell: no formula, and no character that a workbook cannot hold."""
    if not isinstance(value, str):
        return value
    return no_formula(str(ILLEGAL_CHARACTERS_RE.sub("", value)))


def table(columns: Sequence[Column], rows: Iterable[MeasureRow]) -> list[list[Cell]]:
    """The headings and then a list for each measure."""
    head: list[Cell] = [str(column.heading) for column in columns]
    return [head, *([harmless(column.value(row)) for column in columns] for row in rows)]


def workbook(
    columns: Sequence[Column], rows: Iterable[MeasureRow], about: Iterable[tuple[str, Cell]]
) -> bytes:
    """An XLSX file: the measures on the first sheet, where they come from on the second."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Measures"))
    sheet.freeze_panes = "A2"
    for n, column in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(n)].width = column.width
    head, *body = table(columns, rows)
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{len(body) + 1}"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.append([_cell(sheet, value, HEAD) for value in head])
    for line in body:
        sheet.append([_cell(sheet, value, BODY) for value in line])
    second = book.create_sheet(_("About this file"))
    second.column_dimensions["A"].width, second.column_dimensions["B"].width = 28, 90
    for name, value in about:
        second.append([_cell(second, name, HEAD), _cell(second, harmless(value), BODY)])
    return packed_book(book)


def _cell(sheet: WriteOnlyWorksheet, value: Cell, style: dict[str, object]) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value)
    for name, look in style.items():
        setattr(cell, name, look)
    if isinstance(value, date):
        cell.number_format = "DD.MM.YYYY"
    return cell


def semicolons(columns: Sequence[Column], rows: Iterable[MeasureRow]) -> bytes:
    """A CSV file as Excel of the region reads it: semicolons, and a mark that it is UTF-8."""
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows(table(columns, rows))
    return text.getvalue().encode("utf-8-sig")


def add_sheet(book: Workbook, title: str, headings: Sequence[tuple[str, int]], rows: Rows) -> None:
    """A sheet to be printed: headings with their widths, then a line for each row."""
    sheet = book.create_sheet(title)
    for place, (heading, width) in enumerate(headings, start=1):
        cell = sheet.cell(1, place, harmless(heading))
        for name, look in HEAD.items():
            setattr(cell, name, look)
        sheet.column_dimensions[get_column_letter(place)].width = width
    for number, row in enumerate(rows, start=2):
        for place, value in enumerate(row, start=1):
            cell = sheet.cell(number, place, harmless(value))
            cell.alignment = BODY["alignment"]
            if hasattr(value, "isoformat"):
                cell.number_format = "DD.MM.YYYY"
    sheet.freeze_panes = "A2"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight, sheet.sheet_properties.pageSetUpPr.fitToPage = 0, True
    sheet.print_title_rows = "1:1"
