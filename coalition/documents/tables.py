"""Tables of documents: with lines for what is listed, without for what stands side by side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from coalition.documents.elements import Element, Text, Words, element, paragraph

SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")
SHADE = "E7E6E6"


class Section(NamedTuple):
    """A row across the whole table: the goal or the direction that the next rows stand under."""

    text: Text
    align: str = "center"


Row = Section | Sequence[Text]


def shares(width: int, parts: Sequence[float]) -> list[int]:
    """The width in twips divided in proportion; the last takes what rounding has left."""
    whole = sum(parts)
    found = [round(width * part / whole) for part in parts]
    found[-1] += width - sum(found)
    return found


def grid(widths: Sequence[int], *, lines: bool) -> Element:
    """An empty table with columns of so many twips."""
    table, look = element("tbl"), element("tblPr")
    look.append(element("tblW", w=sum(widths), type="dxa"))
    if lines:
        borders = element("tblBorders")
        borders.extend(element(side, val="single", sz=4, space=0, color="auto") for side in SIDES)
        look.append(borders)
    look.append(element("tblLayout", type="fixed"))
    if not lines:  # side by side, flush with the text above
        margins = element("tblCellMar")
        margins.extend([element("left", w=0, type="dxa"), element("right", w=0, type="dxa")])
        look.append(margins)
    columns = element("tblGrid")
    columns.extend(element("gridCol", w=width) for width in widths)
    table.extend([look, columns])
    return table


def cell(width: int, paragraphs: Iterable[Element], *, span: int = 1, shade: str = "") -> Element:
    made, look = element("tc"), element("tcPr")
    look.append(element("tcW", w=width, type="dxa"))
    if span > 1:
        look.append(element("gridSpan", val=span))
    if shade:
        look.append(element("shd", val="clear", color="auto", fill=shade))
    made.append(look)
    made.extend(paragraphs)
    return made


def row(cells: Iterable[Element], *, repeated: bool = False, whole: bool = False) -> Element:
    """A row; `repeated` on every page as a heading, or kept `whole` on one page."""
    made, look = element("tr"), element("trPr")
    if repeated or whole:
        look.append(element("cantSplit"))
    if repeated:
        look.append(element("tblHeader"))
    if len(look):
        made.append(look)
    made.extend(cells)
    return made


def ruled(
    width: int, headings: Sequence[Text], rows: Iterable[Row], widths: Sequence[float], size: float
) -> Element:
    """A table with lines: its heading stands on every page, sections run across."""
    columns = shares(width, widths)
    table = grid(columns, lines=True)
    head = [
        cell(one, [paragraph(text, align="center", bold=True, size=size)], shade=SHADE)
        for one, text in zip(columns, headings, strict=True)
    ]
    table.append(row(head, repeated=True))
    for line in rows:
        if isinstance(line, Section):
            said = paragraph(line.text, align=line.align, bold=True, size=size, keep=True)
            table.append(row([cell(width, [said], span=len(columns))], whole=True))
            continue
        table.append(
            row(
                cell(one, [paragraph(text, size=size)])
                for one, text in zip(columns, line, strict=True)
            )
        )
    return table


def side_by_side(
    width: int, parts: Sequence[Sequence[Words]], widths: Sequence[float], align: Sequence[str]
) -> Element:
    """A table without lines, one row: each part a list of short lines."""
    columns = shares(width, widths)
    table = grid(columns, lines=False)
    table.append(
        row(
            (
                cell(one, [paragraph(line, align=how) for line in lines or (Words(""),)])
                for one, lines, how in zip(columns, parts, align, strict=True)
            ),
            whole=True,
        )
    )
    return table
