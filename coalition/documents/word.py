"""A document as a Word file, whole and the same each time."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import override
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from coalition.documents.elements import (
    FONT,
    Element,
    Text,
    Words,
    element,
    field,
    language,
    paragraph,
    run,
)
from coalition.documents.tables import Row, ruled, side_by_side
from coalition.packing import packed
from coalition.text import coalition_name, tidy

if TYPE_CHECKING:
    from coalition.documents.paper import Paper

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
LINE = "____________________"
TEXT_SIZE, TABLE_SIZE, SMALL_SIZE = 14, 12, 10
FIRST_LINE = 35.4  # points: 1.25 cm, as letters of the region have it
THEMES = ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme")
TWIPS = 57  # in a millimetre


def written(paper: Paper) -> bytes:
    """The file, the same bytes for the same content."""
    file = io.BytesIO()
    Writer(paper).document.save(file)
    return packed(file)


class Writer:
    """Writes the blocks of one paper; each kind of block has a method of its name."""

    def __init__(self, paper: Paper) -> None:
        self.paper = paper
        self.document = Document()
        self._styles()
        self._page()
        self._edges()
        self._properties()
        for block in paper.blocks:
            write: Callable[..., None] = getattr(self, block.kind)
            write(**block.said)

    def heading(self, text: Text, level: int) -> None:
        made = paragraph(text, align="center" if level == 1 else "", after=12, keep=True)
        made.find(qn("w:pPr")).insert(0, element("pStyle", val=f"Heading{level}"))
        self._add(made)

    def subheading(self, text: Text) -> None:
        self._add(paragraph(text, align="center", after=12))

    def paragraph(self, text: Text, *, indent: bool, bold: bool) -> None:
        first = FIRST_LINE if indent else 0
        self._add(paragraph(text, align="both", indent=first, after=6, bold=bold))

    def small(self, text: Text) -> None:
        self._add(paragraph(text, after=4, size=SMALL_SIZE))

    def table(
        self, headings: Sequence[Text], rows: Sequence[tuple[bool, Row]], size: float,
        widths: Sequence[float],
    ) -> None:  # fmt: skip
        self._add(ruled(self.width, headings, (row for _across, row in rows), widths, size))
        self._add(paragraph(""))

    def beside(self, parts: list[list[Words]], widths: Sequence[float]) -> None:
        self._add(side_by_side(self.width, parts, widths, ("", "")))
        self._add(paragraph(""))

    def signature(self, parts: list[list[Words]]) -> None:
        self._add(paragraph(""))
        self._add(side_by_side(self.width, parts, (5, 3, 3), ("", "center", "right")))
        self._add(paragraph(""))

    def new_page(self) -> None:
        made, broken = element("p"), element("r")
        broken.append(element("br", type="page"))
        made.append(broken)
        self._add(made)

    def _add(self, made: Element) -> None:
        self.document.element.body.insert_element_before(made, "w:sectPr")

    def _styles(self) -> None:
        """One font for everything, black headings, and the language for the speller."""
        styles: Any = self.document.styles
        for name in ("Normal", "Heading 1", "Heading 2"):
            style = styles[name]
            style.font.name, style.font.size = FONT, Pt(TEXT_SIZE)
            fonts = style.element.rPr.rFonts
            for theme in THEMES:
                fonts.attrib.pop(qn(f"w:{theme}"), None)
            for script in ("eastAsia", "cs"):
                fonts.set(qn(f"w:{script}"), FONT)
            style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(0)
            style.paragraph_format.line_spacing = 1
            if name != "Normal":
                style.font.color.rgb, style.font.bold = RGBColor(0, 0, 0), True
        usual = styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
        for old in usual.findall(qn("w:lang")):
            usual.remove(old)
        usual.append(language(self.paper.lang))

    def _page(self) -> None:
        page, wide = self.document.sections[0], self.paper.landscape
        across, down, left, right = (297, 210, 20, 15) if wide else (210, 297, 30, 15)
        if wide:
            page.orientation = WD_ORIENT.LANDSCAPE
        page.page_width, page.page_height = Mm(across), Mm(down)
        page.left_margin, page.right_margin = Mm(left), Mm(right)  # the left one is bound
        page.top_margin = page.bottom_margin = Mm(20)
        self.width = (across - left - right) * TWIPS

    def _edges(self) -> None:
        """The marks of a draft and of an example above, the number of the page below."""
        page = self.document.sections[0]
        if self.paper.mark:
            page.header.is_linked_to_previous = False
            above = page.header.paragraphs[0]
            above.alignment = 1
            above._p.append(run(self.paper.mark, bold=True, size=SMALL_SIZE))
        page.footer.is_linked_to_previous = False
        below = page.footer.paragraphs[0]
        below.alignment = 1
        below._p.append(field("PAGE"))
        below._p.append(run(" / "))
        below._p.append(field("NUMPAGES"))

    def _properties(self) -> None:
        facts, on = self.document.core_properties, self.paper.on
        facts.title = tidy(self.paper.title)[:255]
        with override(self.paper.lang):
            facts.author = facts.last_modified_by = coalition_name()
        facts.comments = facts.keywords = facts.subject = ""
        facts.language = self.paper.lang
        facts.created = facts.modified = datetime(on.year, on.month, on.day, tzinfo=UTC)
