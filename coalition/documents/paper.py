"""One document to be signed, from its head to its signature."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.utils.formats import date_format
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from coalition import clock
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
from coalition.text import coalition_name, tidy

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
LINE = "____________________"
TEXT_SIZE, TABLE_SIZE, SMALL_SIZE = 14, 12, 10
FIRST_LINE = 35.4  # points: 1.25 cm, as letters of the region have it
THEMES = ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme")
TWIPS = 57  # in a millimetre
EARLIEST = (1980, 1, 1, 0, 0, 0)  # the first moment a ZIP file can name


@dataclass(frozen=True)
class Stamp:
    """Who agrees or approves: the post, and below it either an act or a line to be signed."""

    post: str = ""
    name: str = ""
    act: str = ""
    on: date | None = None

    def lines(self, heading: str) -> list[Words]:
        said = [Words(heading, bold=True), *map(Words, filter(None, (self.post, self.act)))]
        if not self.act:
            said += [Words(f"{LINE} {self.name}".strip())]
        if self.on or not self.act:
            said += [Words(day_line(self.on))]
        return said


def day_line(on: date | None) -> str:
    """A date in words, or a line to write it on."""
    return date_format(on, "DATE_FORMAT") if on else _("“____” ______________ 20____")


class Paper:
    """A Word document of A4 pages; what is added stands one below another.

    `lang` is the language of its words; what is said in another comes as Words(text, lang).
    Equal content gives equal bytes.
    """

    def __init__(
        self, *, title: str, lang: str = "", landscape: bool = False, example: bool = False,
        on: date | None = None,
    ) -> None:  # fmt: skip
        self.lang = lang or get_language() or "ru"
        self.on = on or clock.today()
        self._document = Document()
        self._body = self._document.element.body
        self._styles()
        self._page(landscape=landscape)
        with override(self.lang):
            self._edges(_("Example: the data are invented") if example else "")
            self._properties(title)

    # what stands in it

    def letterhead(self, sender: Iterable[str], to: Iterable[str], number: str = "",
                   on: date | None = None) -> None:  # fmt: skip
        """Who writes, with the outgoing number and date, and to whom."""
        with override(self.lang):
            numbered = _("Ref. No. %(number)s of %(day)s") % {
                "number": number or "__________",
                "day": day_line(on),
            }
        left = [*map(Words, sender), Words(""), Words(numbered)]
        self._beside([left, [Words(line) for line in to]], (11, 9))

    def stamps(self, *, agreed: Stamp | None = None, approved: Stamp | None = None) -> None:
        """The two blocks at the head: who agrees on the left, who approves on the right."""
        with override(self.lang):
            left = agreed.lines(_("AGREED")) if agreed else []
            right = approved.lines(_("APPROVED")) if approved else []
        self._beside([left, right], (11, 9))

    def heading(self, text: Text, *, level: int = 1) -> None:
        """The name of the document, or of a part of it."""
        made = paragraph(text, align="center" if level == 1 else "", after=12, keep=True)
        style = element("pStyle", val=f"Heading{level}")
        made.find(qn("w:pPr")).insert(0, style)
        self._add(made)

    def subheading(self, text: Text) -> None:
        """A line under the name: the period, the city."""
        self._add(paragraph(text, align="center", after=12))

    def paragraph(self, text: Text, *, indent: bool = True, bold: bool = False) -> None:
        """A paragraph of the text, its first line set in."""
        self._add(paragraph(text, align="both", indent=FIRST_LINE if indent else 0, after=6,
                            bold=bold))  # fmt: skip

    def small(self, text: Text) -> None:
        """A remark in small letters."""
        self._add(paragraph(text, after=4, size=SMALL_SIZE))

    def numbered(self, texts: Iterable[str], *, start: int = 1) -> None:
        """Paragraphs with numbers: 1. 2. 3."""
        for number, text in enumerate(texts, start=start):
            self.paragraph(f"{number}. {text}")

    def table(
        self, headings: Sequence[Text], rows: Iterable[Row], *, widths: Sequence[float] = (),
        size: float = TABLE_SIZE,
    ) -> None:  # fmt: skip
        """A table with lines; `widths` are in proportion to each other."""
        parts = widths or [1] * len(headings)
        self._add(ruled(self._width, headings, rows, parts, size))
        self._add(paragraph(""))

    def signature(self, post: str, name: str = "") -> None:
        """Where the document is signed: the post, a line, the name."""
        with override(self.lang):
            who = name or _("(initials, surname)")
        self._add(paragraph(""))
        parts = [[Words(post)], [Words(LINE)], [Words(who)]]
        self._add(side_by_side(self._width, parts, (5, 3, 3), ("", "center", "right")))
        self._add(paragraph(""))

    def new_page(self) -> None:
        """What follows begins on a new page."""
        made, broken = element("p"), element("r")
        broken.append(element("br", type="page"))
        made.append(broken)
        self._add(made)

    def content(self) -> bytes:
        """The file, the same bytes for the same content."""
        saved, out = io.BytesIO(), io.BytesIO()
        self._document.save(saved)
        with zipfile.ZipFile(saved) as parts, zipfile.ZipFile(out, "w") as file:
            for name in parts.namelist():
                part = zipfile.ZipInfo(name, EARLIEST)
                part.compress_type = zipfile.ZIP_DEFLATED
                file.writestr(part, parts.read(name))
        return out.getvalue()

    # how it is made

    def _add(self, made: Element) -> None:
        self._body.insert_element_before(made, "w:sectPr")

    def _beside(self, parts: list[list[Words]], widths: Sequence[float]) -> None:
        self._add(side_by_side(self._width, parts, widths, ("", "")))
        self._add(paragraph(""))

    def _styles(self) -> None:
        """One font for everything, black headings, and the language for the speller."""
        styles = self._document.styles
        for name, size in (("Normal", TEXT_SIZE), ("Heading 1", TEXT_SIZE),
                           ("Heading 2", TEXT_SIZE)):  # fmt: skip
            style = styles[name]
            style.font.name, style.font.size = FONT, Pt(size)
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
        usual.append(language(self.lang))

    def _page(self, *, landscape: bool) -> None:
        page = self._document.sections[0]
        wide, high, left, right = (297, 210, 20, 15) if landscape else (210, 297, 30, 15)
        if landscape:
            page.orientation = WD_ORIENT.LANDSCAPE
        page.page_width, page.page_height = Mm(wide), Mm(high)
        page.left_margin, page.right_margin = Mm(left), Mm(right)  # the left one is bound
        page.top_margin = page.bottom_margin = Mm(20)
        self._width = (wide - left - right) * TWIPS

    def _edges(self, mark: str) -> None:
        """The mark of an example above, the number of the page below, on every page."""
        page = self._document.sections[0]
        if mark:
            page.header.is_linked_to_previous = False
            above = page.header.paragraphs[0]
            above.alignment = 1
            above._p.append(run(mark, bold=True, size=SMALL_SIZE))
        page.footer.is_linked_to_previous = False
        below = page.footer.paragraphs[0]
        below.alignment = 1
        below._p.append(field("PAGE"))
        below._p.append(run(" / "))
        below._p.append(field("NUMPAGES"))

    def _properties(self, title: str) -> None:
        facts = self._document.core_properties
        facts.title = tidy(title)[:255]
        facts.author = facts.last_modified_by = coalition_name()[:255]
        facts.comments = facts.keywords = facts.subject = ""
        facts.language = self.lang
        facts.created = facts.modified = datetime(
            self.on.year, self.on.month, self.on.day, tzinfo=UTC
        )
