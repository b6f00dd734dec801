"""Word documents: every table of the text is a sheet, named by the words before it."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from django.core.exceptions import ValidationError
from docx import Document
from docx.oxml.ns import qn

from coalition.sheets.archive import MOST_IN_A_DOCUMENT, Archive
from coalition.sheets.shape import (
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

BODY = ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag")
THROUGH = frozenset(qn(f"w:{name}") for name in BODY)
LEFT_OUT = frozenset((qn("w:del"), qn("w:moveFrom"), qn("w:txbxContent")))
TABLE, ROW, CELL, PARAGRAPH = qn("w:tbl"), qn("w:tr"), qn("w:tc"), qn("w:p")
TEXT, TAB = qn("w:t"), qn("w:tab")
BREAKS = (qn("w:br"), qn("w:cr"))
HYPHEN = qn("w:noBreakHyphen")
NAME = 80
WIDEST = 1_000


def read_docx(archive: Archive) -> Tables:
    """The tables of a document, outermost ones; a table in a cell is that cell's text."""
    if sum(len(part) for name, part in archive.parts.items() if name.endswith(".xml")) > (
        MOST_IN_A_DOCUMENT
    ):
        raise too_large()
    # a document can be wrong in as many ways as there are parts of it
    try:
        body = Document(BytesIO(archive.content)).element.body
    except Exception:  # noqa: BLE001
        raise damaged() from None
    try:
        sheets = list(_tables(body))
    except ValidationError:
        raise
    except Exception:  # noqa: BLE001 -- as above
        raise damaged() from None
    return of_sheets("docx", sheets)


def _tables(body: Any) -> Iterator[Sheet]:
    said, count = "", 0
    for block in _inside(body, (TABLE, PARAGRAPH)):
        if block.tag == PARAGRAPH:
            said = str(clean(_text(block)) or said)
            continue
        count += 1
        if count > MOST_SHEETS:
            raise too_large()
        yield _table(block, said.replace("\n", " ")[:NAME])
        said = ""


def _inside(element: Any, tags: tuple[str, ...]) -> Iterator[Any]:
    """Children of some kinds, also those in what Word lays around them."""
    for child in element:
        if child.tag in tags:
            yield child
        elif child.tag in THROUGH:
            yield from _inside(child, tags)


def _table(table: Any, name: str) -> Sheet:
    rows: list[list[Cell]] = []
    spans: list[Span] = []
    open_spans: dict[int, tuple[int, int]] = {}  # column: (top, right) of what goes on downwards
    for number, line in enumerate(_inside(table, (ROW,))):
        row: list[Cell] = [None] * _figure(line, "w:trPr", "w:gridBefore", 0)
        goes_on: dict[int, tuple[int, int]] = {}
        for cell in _inside(line, (CELL,)):
            left, wide = len(row), _figure(cell, "w:tcPr", "w:gridSpan", 1)
            right = left + wide - 1
            if (begun := open_spans.get(left)) and _continues(cell):
                top = begun[0]
                goes_on[left] = top, right
                value: Cell = None
            else:
                top, value = number, clean(_text(cell))
                if _begins(cell):
                    goes_on[left] = top, right
            row += [value] + [None] * (wide - 1)
            if (top, left) != (number, right):
                spans.append(Span(top, left, number, right))
        rows.append(row)
        check_size(len(rows), len(row))
        open_spans = goes_on
    check_size(len(rows), 1, sum(len(row) for row in rows))
    return Sheet(name, without_empty_end(rows), _longest(spans))


def _longest(spans: list[Span]) -> list[Span]:
    """One area for each merged cell: the last that was seen, which is the longest."""
    return list({span[:2]: span for span in spans}.values())


def _figure(element: Any, properties: str, name: str, otherwise: int) -> int:
    inner = element.find(qn(properties))
    said = inner.find(qn(name)) if inner is not None else None
    text = said.get(qn("w:val"), "") if said is not None else ""
    if not (text.isascii() and text.isdecimal()):
        return otherwise
    return max(min(int(text[:6]), WIDEST), otherwise)


def _merge(cell: Any) -> str | None:
    properties = cell.find(qn("w:tcPr"))
    said = properties.find(qn("w:vMerge")) if properties is not None else None
    return None if said is None else said.get(qn("w:val"), "continue")


def _continues(cell: Any) -> bool:
    return _merge(cell) == "continue"


def _begins(cell: Any) -> bool:
    return _merge(cell) == "restart"


def _text(element: Any) -> str:
    """The words of a cell or a paragraph as they stand after all tracked changes."""
    pieces: list[str] = []
    _collect(element, pieces)
    return "".join(pieces).strip("\n")


def _collect(element: Any, pieces: list[str]) -> None:
    for child in element:
        tag = child.tag
        if tag in LEFT_OUT or not isinstance(tag, str):
            continue
        if tag == TEXT:
            pieces.append(child.text or "")
        elif tag == TAB and child.getparent().tag == qn("w:r"):
            pieces.append("\t")
        elif tag in BREAKS:
            pieces.append("\n")
        elif tag == HYPHEN:
            pieces.append("-")
        else:
            _collect(child, pieces)
            if tag in {PARAGRAPH, ROW}:
                pieces.append("\n")
            elif tag == CELL:
                pieces.append(" ")
