"""Tables as plain text: semicolons, commas or tabs; in UTF-8, UTF-16 or the old Windows letters."""

from __future__ import annotations

import codecs
import csv
import io
from itertools import islice

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from coalition.sheets.shape import (
    Cell,
    Sheet,
    Tables,
    check_size,
    clean,
    damaged,
    of_sheets,
    without_empty_end,
)

SIGNS = (";", "\t", ",")
MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"),
         (codecs.BOM_UTF16_BE, "utf-16"))  # fmt: skip
LOOKED_AT = 30
LONGEST = 1_000_000
CONTROLS = frozenset(map(chr, [*range(9), *range(14, 32), 127]))
FEW = 0.01


def read_csv(content: bytes) -> Tables:
    """The one table of a text."""
    text = _decoded(content)
    if text.lstrip()[:200].lower().startswith(("<!doctype", "<html", "<?xml", "{\\rtf", "<table")):
        raise ValidationError(
            _("This is a page or a text and no table. Open it in Excel or Word, choose “Save as” "
              "and take XLSX or DOCX.")
        )  # fmt: skip
    sign, text = _sign(text)
    csv.field_size_limit(LONGEST)
    rows: list[list[Cell]] = []
    cells = 0
    try:
        for line in csv.reader(io.StringIO(text, newline=""), delimiter=sign):
            rows.append([clean(one) for one in line])
            cells += len(line)
            check_size(len(without_end(rows)), len(line), cells)
    except csv.Error:
        raise damaged() from None
    return of_sheets("csv", [Sheet("", without_empty_end(rows))])


def without_end(rows: list[list[Cell]]) -> list[list[Cell]]:
    """As many rows as count: empty ones at the end do not, and looking at one is enough."""
    return rows if any(rows[-1]) else []


def _decoded(content: bytes) -> str:
    for mark, name in MARKS:
        if content.startswith(mark):
            try:
                return _of_letters(content.decode(name))
            except UnicodeDecodeError:
                raise damaged() from None
    for name in ("utf-8", "cp1251"):
        try:
            return _of_letters(content.decode(name))
        except UnicodeDecodeError:
            continue
    raise damaged()


def _of_letters(text: str) -> str:
    """Text that somebody wrote; a file of a program, read as letters, is full of control signs."""
    strange = sum(char in CONTROLS for char in text[:100_000])
    if strange > FEW * min(len(text), 100_000):
        raise damaged()
    return text.replace("\x00", "")


def _sign(text: str) -> tuple[str, str]:
    """What stands between the cells: the sign that cuts most lines into equally many."""
    first, _newline, rest = text.partition("\n")
    if first.strip().lower() in {f"sep={sign}" for sign in SIGNS}:
        return first.strip()[4], rest
    best, most = ";", 0
    for sign in SIGNS:
        try:
            lines = list(islice(csv.reader(io.StringIO(text, newline=""), delimiter=sign),
                                LOOKED_AT))  # fmt: skip
        except csv.Error:
            continue
        widths = [len(line) for line in lines if len(line) > 1]
        found = max((widths.count(width) * width for width in set(widths)), default=0)
        if found > most:
            best, most = sign, found
    return best, text
