"""An empty table to fill in: the columns the country prints, and how to fill them."""

from __future__ import annotations

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from actionplans.exports.columns import FULL
from actionplans.exports.printed import PRINTED
from actionplans.exports.tables import HEAD
from cities.models import City
from coalition.packing import packed_book

ROWS = 30
OTHERWISE = ("code", "direction", "title", "expected_result", "lead", "others", "due", "money")


def empty_table(city: City) -> bytes:
    """A workbook with headings and no measures; its second sheet says how it is filled."""
    columns = PRINTED.get(city.country) or tuple(one for one in FULL if one.key in OTHERWISE)
    book = Workbook()
    sheet = book.active
    assert sheet is not None  # noqa: S101 -- a new workbook has a sheet
    sheet.title = _("Measures")
    sheet.append([str(column.heading) for column in columns])
    for number, column in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = column.width
        for name, look in HEAD.items():
            setattr(sheet.cell(1, number), name, look)
        for row in range(2, ROWS):
            sheet.cell(row, number).alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "A2"
    second = book.create_sheet(_("How to fill it in"))
    second.column_dimensions["A"].width = 110
    for line in instructions():
        second.append([line])
        second.cell(second.max_row, 1).alignment = Alignment(wrap_text=True, vertical="top")
    second["A1"].font = Font(bold=True)
    return packed_book(book)


def instructions() -> list[str]:
    """What a person needs to know, line by line."""
    return [
        _("One row is one measure. Columns may stand in any order; extra ones may be left out."),
        _("A row that is merged, or has words only in its first cell, names a goal or a "
          "direction; the measures below belong to it."),
        _("A number never changes once the plan is adopted; by it the measure is known when the "
          "file is brought again. Without a number one is given."),
        _("Due: 15.06.2027, June 2027, IV quarter 2027, 2027, 2026–2028."),
        _("Implementers: the lead first, each on its own line (Alt+Enter) or with a semicolon "
          "between; “(by agreement)” behind a name is understood."),
        _("Money: a number with its scale and currency, for example 1,2 mln; the scale and the "
          "currency may stand in the heading."),
        _("An empty cell changes nothing in a measure that the plan already has."),
        _("Nothing is written before you have seen what changes and accepted it."),
    ]  # fmt: skip
