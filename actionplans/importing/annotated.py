"""The same table with what is to be corrected written beside the cells it speaks of."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from actionplans.exports.tables import HEAD, harmless
from coalition.packing import packed_book
from coalition.sheets import Tables, cell_name
from coalition.text import coalition_name

FILLS = {"error": PatternFill("solid", fgColor="FADFDC"),
         "warning": PatternFill("solid", fgColor="FBEBC9")}  # fmt: skip
WIDTH, HEIGHT = 320, 110  # of a comment, in points
LONGEST = 31  # letters of a sheet's name
UNFIT = re.compile(r"[\[\]:*?/\\]")


def annotated(tables: Tables, result: dict[str, Any]) -> bytes:
    """A workbook with comments, colours and a list of them; every cell stands where it stood.

    It is drawn anew: opening a stranger's file whole would wake what reading its cells lets sleep.
    """
    book = _drawn(tables)
    said = _messages(result)
    for (number, row, column), found in said.items():
        _mark(book.worksheets[number], row, column, found)
    _list(book, said, tables)
    return packed_book(book)


def _drawn(tables: Tables) -> Workbook:
    book = Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    for number, table in enumerate(tables.sheets, start=1):
        name = UNFIT.sub(" ", table.name).strip()[:LONGEST]
        sheet = book.create_sheet(name or _("Table %(number)d") % {"number": number})
        for row in table.rows:
            sheet.append([harmless(value) for value in row])
        for column in range(1, table.width + 1):
            sheet.column_dimensions[get_column_letter(column)].width = 24
        for line in sheet.iter_rows():
            for cell in line:
                cell.alignment = Alignment(wrap_text=True, vertical="top")
        for span in table.spans:
            sheet.merge_cells(start_row=span.top + 1, start_column=span.left + 1,
                              end_row=span.bottom + 1, end_column=span.right + 1)  # fmt: skip
    return book


def _messages(result: dict[str, Any]) -> dict[tuple[int, int, int], list[dict[str, Any]]]:
    found: dict[tuple[int, int, int], list[dict[str, Any]]] = defaultdict(list)
    for item in result["items"]:
        for message in item["messages"]:
            number, row, column = message["where"]
            found[number, row, column].append(message)
    return found


def _mark(sheet: Worksheet, row: int, column: int, found: list[dict[str, Any]]) -> None:
    cell = sheet.cell(row + 1, column + 1)
    for area in sheet.merged_cells.ranges:
        if cell.coordinate in area:  # only the first cell of a merged area holds anything
            cell = sheet.cell(area.min_row, area.min_col)
            break
    worst = "error" if any(one["level"] == "error" for one in found) else "warning"
    cell.fill = FILLS[worst]
    words = "\n".join(one["text"] for one in found)
    if cell.comment:
        words = f"{cell.comment.text}\n{words}"
    comment = Comment(words[:3000], coalition_name()[:50])
    comment.width, comment.height = WIDTH, HEIGHT
    cell.comment = comment


def _list(book: Workbook, said: dict[Any, list[dict[str, Any]]], tables: Tables) -> None:
    sheet = book.create_sheet(_free_name(book, _("To correct")))
    sheet.append([_("Cell"), _("What"), _("Sentence")])
    for cell in sheet[1]:
        cell.font, cell.fill = Font(bold=True), HEAD["fill"]  # type: ignore[assignment]
    words = {"error": _("to be corrected"), "warning": _("please look")}
    for where, found in sorted(said.items()):
        for one in found:
            sheet.append([cell_name(where[1], where[2]), words[one["level"]],
                          harmless(one["text"])])  # fmt: skip
    for letter, width in (("A", 10), ("B", 18), ("C", 110)):
        sheet.column_dimensions[letter].width = width


def _free_name(book: Workbook, name: str) -> str:
    number, wanted = 1, name
    while wanted in book.sheetnames:
        number += 1
        wanted = f"{name} {number}"
    return wanted[:LONGEST]
