"""The list of applications as a workbook and as plain text with semicolons."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from cities.models import Application, City
from cities.turn import turns
from coalition.packing import packed_book
from coalition.text import no_formula

Cell = str | date | None
WIDTHS = (18, 28, 16, 34, 26, 14, 14, 14, 44, 14)


def table(applications: Iterable[Application]) -> list[list[Cell]]:
    """Headings and a line for each application of `with_turns`."""
    parties = list(City.objects.members())
    head: list[Cell] = [
        _("Number"), _("City"), _("Country"), _("Authority"), _("State"), _("Received"),
        _("In this state since"), _("Positions by"), _("Whose turn"), _("Act"),
    ]  # fmt: skip
    return [head, *([_harmless(value) for value in _line(one, parties)] for one in applications)]


def _line(application: Application, parties: list[City]) -> list[Cell]:
    notice = getattr(application, "notice", None)
    waits = "; ".join(f"{turn.side}: {turn.what}" for turn in turns(application, parties))
    sent = application.submitted_at
    return [
        application.number,
        application.name + (f" ({_('example')})" if application.is_demo else ""),
        application.country_name,
        application.authority_name,
        application.get_state_display(),
        timezone.localdate(sent) if sent else None,
        timezone.localdate(application.state_since),
        notice.asked_by if notice else None,
        waits,
        application.act_number,
    ]


def _harmless(value: Cell) -> Cell:
    """No formula, and no character that a workbook cannot hold."""
    if not isinstance(value, str):
        return value
    return no_formula(str(ILLEGAL_CHARACTERS_RE.sub("", value)))


def workbook(rows: list[list[Cell]]) -> bytes:
    """An XLSX file of one sheet."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = _("Applications")
    for number, row in enumerate(rows, start=1):
        for place, value in enumerate(row, start=1):
            cell = sheet.cell(number, place, value)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.font = Font(bold=number == 1)
            if isinstance(value, date):
                cell.number_format = "DD.MM.YYYY"
    for place, width in enumerate(WIDTHS, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.freeze_panes = "A2"
    return packed_book(book)


def semicolons(rows: list[list[Cell]]) -> bytes:
    """A CSV file as Excel of the region reads it: semicolons, and a mark that it is UTF-8."""
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows(rows)
    return text.getvalue().encode("utf-8-sig")
