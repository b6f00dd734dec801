"""The words of a letter that came as HTML alone; nothing of it is ever shown as HTML."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

import nh3

SILENT = {"script", "style", "head", "title", "template", "noscript", "svg"}
BLOCKS = {
    "p", "div", "tr", "table", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "section",
    "article", "pre", "address", "dl", "dt", "dd",
}  # fmt: skip
EMPTY = {"br", "hr", "img", "meta", "link", "input", "col", "area", "base", "wbr", "source"}
LONGEST = 1_000_000  # characters that are looked at; what follows is quoted letters and styles
QUOTES = re.compile(r"\b(gmail_quote|gmail_extra|yahoo_quoted|protonmail_quote|moz-cite-prefix)\b")
ENDS = {"divrplyfwdmsg", "appendonsend", "stopspelling", "mail-editor-reference-message-container"}

WELL_FORMED: dict[str, Any] = {
    "tags": BLOCKS | {"blockquote", "br", "li"},
    "attributes": {"*": {"class", "id"}},
    "clean_content_tags": SILENT,
}


class _Words(HTMLParser):
    """Gathers text; what lies inside scripts and quotes is passed over."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []
        self.hidden: list[str] = []  # tags open since something began that is passed over
        self.over = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        of = {name: value or "" for name, value in attrs}
        if of.get("id", "").lower() in ENDS:
            self.over = True
        if self.hidden:
            if tag not in EMPTY:
                self.hidden.append(tag)
        elif tag in SILENT or tag == "blockquote" or QUOTES.search(of.get("class", "")):
            self.hidden.append(tag)
        elif tag == "br" or tag in BLOCKS:
            self.said.append("\n")
        elif tag == "li":
            self.said.append("\n- ")

    def handle_endtag(self, tag: str) -> None:
        if tag in self.hidden:  # tags left open inside end with it
            while self.hidden.pop() != tag:
                pass
        elif not self.hidden and tag in BLOCKS:
            self.said.append("\n")

    def handle_data(self, data: str) -> None:
        if not (self.hidden or self.over):
            self.said.append(re.sub(r"\s+", " ", data))


def words_of_html(markup: str) -> str:
    """The text of an HTML letter by lines, without scripts and quoted letters.

    It is made well-formed first: Python's parser takes minutes for a letter of `<` alone.
    """
    words = _Words()
    words.feed(nh3.clean(markup[:LONGEST], **WELL_FORMED))
    words.close()
    lines = [line.strip() for line in "".join(words.said).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
