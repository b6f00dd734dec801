"""One document to be signed, from its head to its signature: what it says, for Word and print."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.utils.formats import date_format
from django.utils.translation import get_language, override, pgettext
from django.utils.translation import gettext as _

from coalition import clock
from coalition.documents.elements import Text, Words
from coalition.documents.tables import Row, Section
from coalition.documents.word import LINE, TABLE_SIZE, written


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


class Block(NamedTuple):
    """One part of a document: its kind, and what the kind needs."""

    kind: str
    said: dict[str, Any]


class Paper:
    """A document of A4 pages; what is added stands one below another.

    `lang` is the language of its words; what is said in another comes as Words(text, lang).
    `content()` is the Word file, with equal bytes for equal content; `components/_paper.html`
    shows the same blocks to be printed. `draft` marks every page as a draft.
    """

    def __init__(  # noqa: PLR0913 -- what stands on every page
        self, *, title: str, lang: str = "", landscape: bool = False, example: bool = False,
        draft: bool = False, on: date | None = None,
    ) -> None:  # fmt: skip
        self.title, self.landscape = title, landscape
        self.lang = lang or get_language() or "ru"
        self.on = on or clock.today()
        self.blocks: list[Block] = []
        with override(self.lang):
            marks = [_("DRAFT")] if draft else []
            self.mark = ". ".join(
                [*marks, _("Example: the data are invented")] if example else marks
            )

    def letterhead(self, sender: Iterable[str], to: Iterable[str], number: str = "",
                   on: date | None = None) -> None:  # fmt: skip
        """Who writes, with the outgoing number and date, and to whom."""
        with override(self.lang):
            numbered = _("Ref. No. %(number)s of %(day)s") % {
                "number": number or "__________",
                "day": day_line(on),
            }
        left = [*map(Words, sender), Words(""), Words(numbered)]
        self._add("beside", parts=[left, [Words(line) for line in to]], widths=(11, 9))

    def stamps(self, *, agreed: Stamp | None = None, approved: Stamp | None = None) -> None:
        """The two blocks at the head: who agrees on the left, who approves on the right."""
        with override(self.lang):
            left = agreed.lines(_("AGREED")) if agreed else []
            # an act has approved it already; without one, a person approves by signing here
            heading = (
                pgettext("by an act", "APPROVED") if approved and approved.act else _("APPROVED")
            )
            right = approved.lines(heading) if approved else []
        self._add("beside", parts=[left, right], widths=(11, 9))

    def heading(self, text: Text, *, level: int = 1) -> None:
        """The name of the document, or of a part of it."""
        self._add("heading", text=text, level=level)

    def subheading(self, text: Text) -> None:
        """A line under the name: the period, the city."""
        self._add("subheading", text=text)

    def paragraph(self, text: Text, *, indent: bool = True, bold: bool = False) -> None:
        """A paragraph of the text, its first line set in."""
        self._add("paragraph", text=text, indent=indent, bold=bold)

    def small(self, text: Text) -> None:
        """A remark in small letters."""
        self._add("small", text=text)

    def numbered(self, texts: Iterable[str], *, start: int = 1) -> None:
        """Paragraphs with numbers: 1. 2. 3."""
        for number, text in enumerate(texts, start=start):
            self.paragraph(f"{number}. {text}")

    def table(
        self, headings: Sequence[Text], rows: Iterable[Row], *, widths: Sequence[float] = (),
        size: float = TABLE_SIZE,
    ) -> None:  # fmt: skip
        """A table with lines; `widths` are in proportion to each other.

        Its heading stands on every page; a `Section` among the rows runs across.
        """
        lines = [(isinstance(row, Section), row) for row in rows]
        self._add("table", headings=headings, rows=lines, size=size,
                  widths=widths or [1] * len(headings))  # fmt: skip

    def signature(self, post: str, name: str = "") -> None:
        """Where the document is signed: the post, a line, the name."""
        with override(self.lang):
            who = name or _("(initials, surname)")
        self._add("signature", parts=[[Words(post)], [Words(LINE)], [Words(who)]])

    def new_page(self) -> None:
        """What follows begins on a new page."""
        self._add("new_page")

    def content(self) -> bytes:
        """The Word file."""
        return written(self)

    def _add(self, kind: str, **said: Any) -> None:
        self.blocks.append(Block(kind, said))
