"""A plan as a table to be printed: goals and directions run across, measures stand under them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from actionplans.exports.columns import Cell, Column
from actionplans.exports.tables import HEAD, harmless
from actionplans.models import Direction, Goal
from actionplans.outline import MeasureRow
from actionplans.patches import Values
from coalition.documents import Paper, Section, Words
from coalition.packing import packed_book

EDGE = Side(style="thin", color="808080")
LINES = Border(left=EDGE, right=EDGE, top=EDGE, bottom=EDGE)
BAND = {
    "font": Font(bold=True),
    "fill": PatternFill("solid", fgColor="F2F2F2"),
    "alignment": Alignment(wrap_text=True, horizontal="center", vertical="center"),
}
BODY = Alignment(wrap_text=True, vertical="top")
LETTERS_IN_LINE = 1.1  # a letter is about as wide as a unit of a column
LINE_HEIGHT = 15


class Band(NamedTuple):
    """A goal or a direction across the table, in the language it is said in."""

    text: str
    lang: str = ""


Line = Band | list[Cell]


@dataclass(frozen=True)
class Sheet:
    """Headings in the language of the country, widths in proportion, and the lines."""

    headings: Sequence[Words]
    widths: Sequence[int]
    lines: Sequence[Line]

    @property
    def count(self) -> int:
        """How many measures it holds."""
        return sum(not isinstance(line, Band) for line in self.lines)


def banded(entries: Iterable[tuple[Sequence[Band], list[Cell]]]) -> Iterator[Line]:
    """Each line under its bands, each band said once."""
    before: list[Band] = []
    for bands, cells in entries:
        level = next((n for n, band in enumerate(bands) if band not in before[n : n + 1]), None)
        if level is not None:
            yield from bands[level:]
        before = list(bands)
        yield cells


def sheet_of(
    rows: Sequence[MeasureRow], own: Sequence[Column], lang: str = "", more: Sequence[Column] = ()
) -> Sheet:
    """Measures as they are today, in the country's `own` columns with headings in `lang`."""
    columns = [*own, *more]
    with_direction = all(column.key != "direction" for column in columns)

    def bands(direction: Direction) -> list[Band]:
        above: list[Goal | Direction] = [direction.goal]
        above += [direction] if with_direction else []
        return [Band(f"{one.code}. {one.say('title')}", one.said_in) for one in above]

    entries = (
        (bands(row.measure.direction), [column.value(row) for column in columns]) for row in rows
    )
    return _sheet(own, lang, entries, more)


def sheet_of_content(
    content: Values, columns: Sequence[Column], lang: str, cells: Mapping[str, Callable]
) -> Sheet:
    """Measures as a frozen edition holds them; `cells` give a field of one by its key."""
    columns = [column for column in columns if column.key in cells]
    with_direction = all(column.key != "direction" for column in columns)
    said = content.get("lang", "ru")
    above: dict[str, list[Band]] = {}
    names: dict[str, str] = {}
    for goal in content["goals"]:
        for one in goal["directions"]:
            bands = [Band(f"{goal['code']}. {goal['title']}", said)]
            if with_direction:
                bands.append(Band(f"{one['code']}. {one['title']}", said))
            above[one["code"]] = bands
            names[one["code"]] = f"{one['code']} {one['title']}"
    order = {code: n for n, code in enumerate(above)}
    measures = sorted(content["measures"], key=lambda one: order.get(one["direction"], len(order)))
    entries = (
        (above.get(one["direction"], []), [
            cells[column.key]({**one, "direction_words": names.get(one["direction"], "")})
            for column in columns
        ])
        for one in measures
    )  # fmt: skip
    return _sheet(columns, lang, entries)


def _sheet(
    own: Sequence[Column], lang: str, entries: Iterable, more: Sequence[Column] = ()
) -> Sheet:
    headings = [Words(str(one.heading), lang) for one in own]
    headings += [Words(str(one.heading)) for one in more]
    return Sheet(headings, [one.width for one in (*own, *more)], list(banded(entries)))


def in_words(cell: Cell) -> str:
    """A cell as it is printed."""
    if cell is None:
        return ""
    return date_format(cell, "SHORT_DATE_FORMAT") if isinstance(cell, date) else str(cell)


def lay(sheet: Sheet, paper: Paper, size: float) -> None:
    """Put the table into a document."""

    def marked(text: str, lang: str) -> Words:
        return Words(text, lang if lang != paper.lang else "")

    rows = (
        Section(marked(*line)) if isinstance(line, Band) else [in_words(cell) for cell in line]
        for line in sheet.lines
    )
    paper.table(
        [marked(one.text, one.lang) for one in sheet.headings], rows, widths=sheet.widths, size=size
    )


def workbook_of(sheet: Sheet, title: str, about: Iterable[tuple[str, Cell]]) -> bytes:
    """The same table as a workbook that prints as it stands, and where it comes from."""
    book = Workbook()
    page = book.active
    page.title = _("Measures")
    last = len(sheet.headings)
    rows: list[tuple[Line, dict]] = [(Band(title), BAND), (list(map(_text, sheet.headings)), HEAD)]
    rows += [(line, BAND if isinstance(line, Band) else {}) for line in sheet.lines]
    for number, (line, style) in enumerate(rows, start=1):
        cells = [line.text, *[""] * (last - 1)] if isinstance(line, Band) else line
        for place, value in enumerate(cells, start=1):
            cell = page.cell(number, place, harmless(value) or None)
            cell.alignment, cell.border = BODY, LINES
            for name, look in style.items():
                setattr(cell, name, look)
            if isinstance(value, date):
                cell.number_format = "DD.MM.YYYY"
        if isinstance(line, Band):
            page.merge_cells(start_row=number, end_row=number, start_column=1, end_column=last)
            # Excel does not find the height of a merged row by itself
            wide = sum(sheet.widths) * LETTERS_IN_LINE
            page.row_dimensions[number].height = LINE_HEIGHT * (1 + len(line.text) // int(wide))
    for place, width in enumerate(sheet.widths, start=1):
        page.column_dimensions[get_column_letter(place)].width = width
    page.freeze_panes, page.print_title_rows = "A3", "2:2"
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", 9  # A4
    page.page_setup.fitToHeight, page.sheet_properties.pageSetUpPr.fitToPage = 0, True
    second = book.create_sheet(_("About this file"))
    second.column_dimensions["A"].width, second.column_dimensions["B"].width = 28, 90
    for name, value in about:
        second.append([harmless(name), harmless(value)])
    return packed_book(book)


def _text(words: Words) -> str:
    return words.text
