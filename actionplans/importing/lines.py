"""The rows of a table one by one: which are measures, under which goal and direction they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from django.utils.translation import gettext as _

from actionplans.importing.layout import (
    Layout,
    best_row,
    headings,
    is_count,
    same_headings,
    words,
)
from actionplans.importing.layout import at as layout_at
from coalition.sheets import Cell, Sheet, Tables, cell_name
from coalition.text import fold

TOTAL = re.compile(r"^(?:итого|всего|жами|жалпы|барлыг|бардыг|хамаги|jemi|total)\b")
NUMBER = r"(?:№\s*)?((?:\d+(?:\.\d+)*|[ivxIVX]+))"
GOAL_WORD = re.compile(
    r"^(?:стратегическ\w+ )?(?:цел[ьи]|goal|приоритет|максат|maqsad|хадаф|maksat)\b"
)
LINE_WORD = re.compile(
    r"^(?:задач[аи]|направлени[ея]|раздел|блок|task|direction|section|objective|багыт|вазифа|самт"
    r"|йуналиш|yonalish|ugur)\b"
)
NUMBERED = re.compile(
    rf"^(?:[^\W\d]+\s+){{0,2}}?{NUMBER}(?:[.):]+|\s|$)\s*[-–—:.]*\s*(.*)$", re.DOTALL
)
WIDE = 0.6  # of the table; a cell so wide is no measure
Where = tuple[int, int, int]  # sheet, row, column


@dataclass
class Said:
    """One cell of a measure: what is written, and where."""

    value: Cell
    where: Where
    heading: str = ""

    @property
    def words(self) -> str:
        return words(self.value)


@dataclass
class Line:
    """A measure as the table says it, before anything is understood."""

    where: Where
    goal: str = ""
    direction: str = ""
    said: dict[str, list[Said]] = field(default_factory=dict)
    unread: list[Where] = field(default_factory=list)
    joined: list[int] = field(default_factory=list)  # further rows taken together with it

    def first(self, name: str) -> Said | None:
        return next(iter(self.said.get(name, [])), None)

    def words(self, name: str) -> str:
        found = self.first(name)
        return found.words if found else ""


@dataclass
class Reading:
    """All rows of a table: measures, and what is left out with the reason."""

    lines: list[Line] = field(default_factory=list)
    left: list[tuple[Where, str]] = field(default_factory=list)
    above: list[str] = field(default_factory=list)  # what stands above the headings


@dataclass
class Section:
    """A row that names a goal or a direction."""

    where: Where
    text: str
    depth: int | None
    used: bool = False


def read_lines(tables: Tables, layout: Layout) -> Reading:
    """Go through the table, and through its further pieces in a document."""
    reading = Reading()
    items: list[Line | Section] = []
    for number, piece in pieces(tables, layout):
        sheet = tables.sheets[number]
        if number != layout.sheet and sheet.name:
            items.append(Section((number, piece.top, 0), sheet.name, None))
        items += _Pass(sheet, number, piece, reading).items()
    first = tables.sheets[layout.sheet]
    for row in first.rows[: layout.top]:
        said = dict.fromkeys(filter(None, map(words, row)))
        reading.above += said
    _place(items, reading)
    return reading


def pieces(tables: Tables, layout: Layout) -> Iterator[tuple[int, Layout]]:
    """The chosen table; in a document also the others with the same headings."""
    yield layout.sheet, layout
    if tables.kind != "docx":
        return
    chosen = headings(tables.sheets[layout.sheet], layout.top, layout.bottom)
    for number, sheet in enumerate(tables.sheets):
        if number == layout.sheet or sheet.width != len(layout.fields):
            continue
        other = layout_at(tables, number, best_row(sheet)[1])
        if same_headings(chosen, headings(sheet, other.top, other.bottom)):
            yield number, Layout(number, other.top, other.bottom, layout.fields)
        elif number == layout.sheet + 1:  # a table broken by a page, without its headings
            yield number, Layout(number, -1, -1, layout.fields)


class _Pass:
    """One way through one sheet."""

    def __init__(self, sheet: Sheet, number: int, layout: Layout, reading: Reading) -> None:
        self.sheet, self.number, self.layout, self.reading = sheet, number, layout, reading
        self.named = (
            headings(sheet, layout.top, layout.bottom) if layout.top >= 0 else [""] * sheet.width
        )
        self.head = [fold(one) for one in self.named]
        self.unread: dict[int, list[int]] = {}
        for row, column in sheet.unread:
            self.unread.setdefault(row, []).append(column)
        self.carried: dict[str, str] = {}

    def items(self) -> Iterator[Line | Section]:
        last: Line | None = None
        for row in range(self.layout.bottom + 1, len(self.sheet.rows)):
            values = self.sheet.rows[row]
            texts = [words(value) for value in values]
            if not any(texts) and row not in self.unread:
                continue
            if self._is_heading(texts) or is_count(values):
                continue
            where = self.number, row, 0
            if (total := next(filter(None, texts), "")) and TOTAL.match(fold(total)):
                self.reading.left.append((where, _("A row of totals.")))
                continue
            if len(set(filter(None, texts))) == 1 and is_number(total):
                self.reading.left.append((where, _("Nothing but a number stands in this row.")))
                continue
            if (text := self._section(row, texts)) is not None:
                last = None
                yield Section(where, text, depth_of(text))
            elif last and self._continues(row, texts):
                self._join(last, row)
            else:
                last = self._line(row)
                yield last

    def _is_heading(self, texts: list[str]) -> bool:
        return [fold(" ".join(one.split())) for one in texts] == self.head

    def _section(self, row: int, texts: list[str]) -> str | None:
        """The words of a row that names a goal or a direction; None for another row."""
        distinct = list(dict.fromkeys(filter(None, texts)))
        widest = max(
            (span.right - span.left + 1 for column in range(len(texts))
             if (span := self.sheet.span_at(row, column)) and texts[column]), default=1,
        )  # fmt: skip
        fields = self.layout.fields
        leading = {column for column, text in enumerate(texts) if text}
        known = {fields[column] for column in leading if column < len(fields)}
        if len(distinct) == 1:
            headed = 0 in leading or known & {"code", "title", "goal", "direction"}
            return distinct[0] if headed else None
        if len(distinct) != 2 or not known <= {"code", "title", "direction", ""}:  # noqa: PLR2004
            return None
        code, text = distinct
        wide = widest >= WIDE * len(texts)
        if is_number(code) and (wide or self._heads(row, code) or worded(text)):
            return f"{code.rstrip('.')} {text}"
        return None

    def _heads(self, row: int, code: str) -> bool:
        """Whether the next numbered row is numbered under this one."""
        columns = self.layout.columns("code")
        for below in range(row + 1, min(row + 4, len(self.sheet.rows))):
            said = words(self.sheet.rows[below][columns[0]]) if columns else ""
            if said:
                return said.startswith(code.rstrip(".") + ".")
        return False

    def _continues(self, row: int, texts: list[str]) -> bool:
        """Whether a row goes on with the measure above: the same merged cell, or no title."""
        title = self.layout.title
        if title is None:
            return False
        span = self.sheet.span_at(row, title)
        if span and span.top < row:
            return True
        named = [title, *self.layout.columns("code")]
        return not any(texts[column] for column in named)

    def _line(self, row: int) -> Line:
        line = Line((self.number, row, 0))
        self._fill(line, row)
        for name in ("goal", "direction"):
            if name in self.layout.fields:
                text = line.words(name) or self.carried.get(name, "")
                self.carried[name] = text
                setattr(line, name, text)
        return line

    def _fill(self, line: Line, row: int) -> None:
        for column, name in enumerate(self.layout.fields):
            value = self.sheet.rows[row][column] if column < self.sheet.width else None
            if name and value is not None:
                said = Said(value, (self.number, row, column), self.named[column])
                line.said.setdefault(name, []).append(said)
        line.unread += [(self.number, row, column) for column in self.unread.get(row, [])]

    def _join(self, line: Line, row: int) -> None:
        """Words of a further row are added to those of the measure, cell by cell."""
        more = Line((self.number, row, 0))
        self._fill(more, row)
        line.unread += more.unread
        for name, cells in more.said.items():
            for said in cells:
                before = next((one for one in line.said.get(name, [])
                               if one.where[2] == said.where[2]), None)  # fmt: skip
                if before is None:
                    line.said.setdefault(name, []).append(said)
                elif said.words not in before.words:
                    before.value = f"{before.words}\n{said.words}"
        if row not in line.joined:
            line.joined.append(row)


def is_number(text: str) -> bool:
    return re.fullmatch(NUMBER + r"[.)]*", text.strip()) is not None


def worded(text: str) -> bool:
    """Whether a row says itself that it is a goal or a direction."""
    said = fold(text)
    return bool(GOAL_WORD.match(said) or LINE_WORD.match(said))


def depth_of(text: str) -> int | None:
    """0 for a goal, more for what stands under it, None where the words do not tell."""
    said = fold(text)
    if GOAL_WORD.match(said):
        return 0
    found = NUMBERED.match(text)
    if found and "." in found[1]:
        return found[1].count(".")
    if LINE_WORD.match(said):
        return 1
    return 0 if found and is_number(found[1]) else None


def heading_parts(text: str) -> tuple[str, str]:
    """The number and the title of a goal or a direction: «Цель 1. Защита» is 1 and «Защита»."""
    said = " ".join(text.split())
    found = NUMBERED.match(said)
    if not found or not found[2]:
        return "", said
    before = said[: found.start(1)].strip(" №")
    if before and not worded(before):
        return "", said
    return found[1], found[2].strip()


def _place(items: list[Line | Section], reading: Reading) -> None:
    """Give every measure the goal and the direction above it."""
    sections = [one for one in items if isinstance(one, Section)]
    follows = {
        id(one)
        for one, after in pairwise(items)
        if isinstance(one, Section) and isinstance(after, Section)
    }
    depths = {one.depth for one in sections if one.depth is not None}
    two = len(depths) > 1 or bool(follows)
    top = min(depths, default=0)
    goal: Section | None = None
    line: Section | None = None
    for one in items:
        if isinstance(one, Section):
            upper = one.depth == top if one.depth is not None and len(depths) > 1 else (
                id(one) in follows
            )  # fmt: skip
            if two and upper:
                goal, line = one, None
            else:
                line = one
            continue
        for section in (goal, line):
            if section:
                section.used = True
        one.goal = one.goal or (goal.text if goal else "")
        one.direction = one.direction or (line.text if line else goal.text if goal else "")
        reading.lines.append(one)
    nothing = _("Nothing stands under this row: “%(text)s”.")
    reading.left += [
        (section.where, nothing % {"text": section.text[:80]})
        for section in sections
        if not section.used
    ]


def place_words(tables: Tables, where: Where) -> str:
    """Where a row is, as a person finds it: row 12; in a document with several, table 2, row 5."""
    number, row, _column = where
    if len(tables.sheets) > 1 and tables.kind == "docx":
        return _("table %(table)d, row %(row)d") % {"table": number + 1, "row": row + 1}
    return _("row %(row)d") % {"row": row + 1}


def cell_words(tables: Tables, where: Where) -> str:
    """A cell as its program calls it: B12; in a text or a document only its row is known."""
    if tables.kind == "xlsx":
        return cell_name(where[1], where[2])
    return ""
