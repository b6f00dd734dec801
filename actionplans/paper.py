"""The form for Excel: one row for each measure, filled in by those who cannot come online.

What is locked tells whose row it is; what is open is the report. Read back, every row is checked
as a report typed on the screen would be, and nothing is written here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from actionplans.dues import say_due
from actionplans.exports.tables import harmless
from actionplans.models import Contribution
from actionplans.saying import Said, check_said
from actionplans.wording import REPORT, money, number, office, unit_of
from cities.models import City
from coalition.forms import NumberField
from coalition.packing import packed_book
from coalition.sheets import Cell, Sheet, Tables, cell_name

KEY = re.compile(r"[mbi]\d{1,15}(-\d{1,15})?$")
LOCKED, OPEN = PatternFill("solid", fgColor="EEF1F1"), PatternFill("solid", fgColor="FFFFFF")
HEAD = Font(bold=True)
STATUS, PERCENT = 6, 7  # columns of the first sheet, from 0
FIELDS = {STATUS: "status", PERCENT: "percent", 8: "achieved", 9: "obstacles", 10: "next_steps"}
VALUE = 5  # column of the second sheet


def headings() -> list[tuple[str, int]]:
    """The columns of the first sheet with their widths."""
    return [
        (_("Key"), 8), (_("No."), 9), (_("Measure"), 45), (_("Lead"), 24), (_("Due"), 14),
        (_("Stood at"), 20), *((str(REPORT[name]), width) for name, width in (
            ("status", 16), ("percent", 12), ("achieved", 50), ("obstacles", 35),
            ("next_steps", 35),
        )),
    ]  # fmt: skip


def workbook(city: City, parts: Iterable[Contribution]) -> bytes:
    """The form of a city, or of one of its offices."""
    parts = list(parts)
    book = Workbook()
    sheet = book.active
    sheet.title = _("Reports")
    _head(sheet, headings())
    for row, part in enumerate(parts, start=2):
        _line(sheet, row, _facts(part), len(FIELDS))
    _choices(sheet)
    second = book.create_sheet(_("Money and indicators"))
    _head(second, [(_("Key"), 8), (_("No."), 9), (_("What is counted"), 60), (_("Unit"), 24),
                   (_("Plan"), 18), (_("Now"), 18)])  # fmt: skip
    for row, facts in enumerate((one for part in parts for one in _counted(part)), start=2):
        _line(second, row, facts, 1)
    third = book.create_sheet(_("How to fill in"))
    third.column_dimensions["A"].width = 100
    for sentence in _advice(city):
        third.append([harmless(sentence)])
    return packed_book(book)


def _facts(part: Contribution) -> list[Any]:
    measure = part.measure
    lead = next((one for one in measure.executors.all() if one.role == "lead"), None)
    return [
        f"m{part.pk}", measure.code, measure.title,
        office({"name": lead.name, "department": lead.department}) if lead else "",
        say_due(measure.due_on, measure.due_precision),
        f"{part.get_status_display()}, {part.percent} %",
    ]  # fmt: skip


def _counted(part: Contribution) -> Iterable[list[Any]]:
    """What of a measure is counted: money by source, then indicators."""
    code = part.measure.code
    for line in part.budget_lines.all():
        said = {"amount": line.amount, "scale": line.scale, "currency": line.currency,
                "source": line.source}  # fmt: skip
        yield [f"b{line.pk}", code, _("Spent so far, of %(sum)s") % {"sum": money(said)},
               unit_of(line), number(line.amount)]  # fmt: skip
    for one in part.measure.indicators.all():
        yield [f"i{part.pk}-{one.pk}", code, one.name, one.unit, number(one.target)]


def _head(sheet: Worksheet, columns: list[tuple[str, int]]) -> None:
    sheet.append([name for name, _width in columns])
    for n, (_name, width) in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(n)].width = width
        sheet.cell(1, n).font = HEAD
        sheet.cell(1, n).alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "D2"
    sheet.protection.sheet = True  # no password: it guards against a slip, not against a person
    sheet.protection.formatColumns = sheet.protection.formatRows = False
    sheet.page_setup.orientation = "landscape"


def _line(sheet: Worksheet, row: int, facts: list[Any], empty: int) -> None:
    for column in range(1, len(facts) + empty + 1):
        told = column <= len(facts)
        cell = sheet.cell(row, column, harmless(facts[column - 1]) if told else None)
        cell.fill = LOCKED if told else OPEN
        cell.protection = Protection(locked=told)
        cell.alignment = Alignment(wrap_text=True, vertical="top")


def _choices(sheet: Worksheet) -> None:
    names = ",".join(str(name) for name in Contribution.Status.labels)
    status = DataValidation(type="list", formula1=f'"{names}"', allow_blank=True)
    percent = DataValidation(type="whole", operator="between", formula1="0", formula2="100",
                             allow_blank=True)  # fmt: skip
    for rule, column in ((status, STATUS), (percent, PERCENT)):
        letter = get_column_letter(column + 1)
        rule.add(f"{letter}2:{letter}{max(sheet.max_row, 2)}")
        sheet.add_data_validation(rule)


def _advice(city: City) -> list[str]:
    return [
        str(city),
        _("Fill in the white cells of the measures on which there is something to say."),
        _("Rows left empty are not reported on. The grey cells stay as they are."),
        _("If only the words change, leave the status and the percentage empty."),
        _("Send the file with a signed letter: its number and date are entered with the report."),
    ]


# --- reading it back


@dataclass
class Mistake:
    """What is wrong, and in which cell of which sheet."""

    cell: str
    sheet: str
    words: str


@dataclass
class Entry:
    """One measure of a filled-in form: what is said of it, and what has to be corrected."""

    part: Contribution
    said: Said
    cells: dict[str, str] = field(default_factory=dict)  # field: where it stands
    mistakes: list[Mistake] = field(default_factory=list)


@dataclass
class Filled:
    """A form that was read: its measures, and mistakes that belong to none of them."""

    entries: list[Entry] = field(default_factory=list)
    mistakes: list[Mistake] = field(default_factory=list)

    @property
    def right(self) -> list[Entry]:
        return [one for one in self.entries if not one.mistakes]

    @property
    def wrong(self) -> list[Entry]:
        return [one for one in self.entries if one.mistakes]


class Line(NamedTuple):
    """A row of a sheet, and where it stands."""

    sheet: Sheet
    n: int
    cells: list[Cell]

    @property
    def key(self) -> str:
        return str(self.cells[0] or "").strip()

    def at(self, column: int) -> Cell:
        return self.cells[column] if column < len(self.cells) else None

    def mistake(self, column: int, *sentences: str) -> Mistake:
        return Mistake(cell_name(self.n, column), self.sheet.name, " ".join(sentences))


def read(tables: Tables, parts: Iterable[Contribution], on: Any) -> Filled:
    """What a filled-in form says of a city's measures; `on` is the day of which it is true."""
    known = {part.pk: part for part in parts}
    lines = [
        line
        for sheet in tables.sheets
        for n, cells in enumerate(sheet.rows)
        if KEY.match((line := Line(sheet, n, cells)).key)
    ]
    if not lines:
        raise ValidationError(
            _("This is not the form of this page: there are no keys in its first column. "
              "Download the form and fill it in.")
        )  # fmt: skip
    found: dict[int, Entry] = {}
    filled = Filled()
    for line in lines:
        wanted = FIELDS if line.key[0] == "m" else (VALUE,)
        if all(line.at(column) is None for column in wanted):
            continue
        part, group, pk = _owner(line.key, known)
        if part is None:
            sentence = _("This row is not of a measure the city reports on now.")
            filled.mistakes.append(line.mistake(0, sentence))
            continue
        fresh: Said = {"status": part.status, "percent": part.percent, "readings": {}, "spent": {}}
        entry = found.setdefault(part.pk, Entry(part, fresh))
        if group:
            _read_number(entry, line, group, pk)
        else:
            _read_words(entry, line)
    filled.entries = list(found.values())
    for entry in filled.entries:
        _check(entry, on)
    return filled


def _read_words(entry: Entry, line: Line) -> None:
    """The row of a measure: status, percentage, words."""
    for column, name in FIELDS.items():
        value = line.at(column)
        entry.cells[name] = f"{line.sheet.name} {cell_name(line.n, column)}"
        if value is None:
            continue
        try:
            entry.said[name] = _understood(name, value)
        except ValidationError as refusal:
            entry.mistakes.append(line.mistake(column, *refusal.messages))
    if entry.said["status"] == Contribution.Status.COMPLETED and line.at(PERCENT) in (None, 1):
        entry.said["percent"] = 100


def _read_number(entry: Entry, line: Line, group: str, pk: int) -> None:
    """The row of a sum or of an indicator."""
    entry.cells[group] = f"{line.sheet.name} {cell_name(line.n, VALUE)}"
    try:
        entry.said[group][pk] = _number(line.at(VALUE))
    except ValidationError as refusal:
        entry.mistakes.append(line.mistake(VALUE, *refusal.messages))


def _owner(key: str, known: dict[int, Contribution]) -> tuple[Contribution | None, str, int]:
    """Whose row a key names: a measure, a line of its budget, one of its indicators."""
    first, _dash, second = key[1:].partition("-")
    pk = int(first)
    if key[0] == "m":
        return known.get(pk), "", 0
    if key[0] == "i":
        return known.get(pk), "readings", int(second or 0)
    owners = (part for part in known.values() if any(o.pk == pk for o in part.budget_lines.all()))
    return next(owners, None), "spent", pk


def _number(value: Cell) -> Decimal | None:
    return NumberField(max_digits=16, decimal_places=3, required=False).clean(
        format(value, "f") if isinstance(value, Decimal) else str(value)
    )


def _understood(name: str, value: Cell) -> Any:
    if name == "status":
        return status_of(str(value))
    if name != "percent":
        return str(value)
    found = _number(str(value).rstrip(" %\u00a0") if isinstance(value, str) else value)
    if found is not None and 0 < found < 1:  # 40 % typed as a share is kept as 0.4
        found *= 100
    if found is None or found != int(found):
        raise ValidationError(_("The percentage is between 0 and 100."))
    return int(found)


def status_of(words: str) -> str:
    """The status behind its name in any language of the platform."""
    wanted = words.strip().casefold()
    for language in dict.fromkeys([get_language() or "ru", *dict(settings.LANGUAGES)]):
        with override(language):
            for key, name in Contribution.Status.choices:
                if wanted in (key, str(name).casefold()):
                    return key
    raise ValidationError(_("Choose the status from the list of the cell."))


def _check(entry: Entry, on: Any) -> None:
    """What a report of this content would be refused for, cell by cell."""
    if entry.mistakes:
        return
    try:
        check_said(entry.part, {**entry.said, "on": on})
    except ValidationError as refusal:
        for name, sentences in refusal.message_dict.items():
            entry.mistakes.append(Mistake(entry.cells.get(name, ""), "", " ".join(sentences)))
