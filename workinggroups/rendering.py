"""From what people type to the HTML that is shown: lists, links, emphasis; nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

# headings would break the outline of the page, pictures would call other hosts
_typed = (
    MarkdownIt("commonmark", {"html": False, "linkify": True, "breaks": True})
    .enable("linkify")
    .disable(["image", "heading", "lheading", "hr", "code", "html_block", "html_inline"])
)
TAGS = {"p", "br", "em", "strong", "a", "ul", "ol", "li", "blockquote", "code", "pre", "mark"}

Marker = Callable[[str], Iterable[tuple[int, int]]]  # text -> the stretches of it to be marked


def render(text: str, marker: Marker | None = None) -> str:
    """The HTML of a post, cleaned again after it was made; `marker` says what stands out in it."""
    tokens = _typed.parse(text)
    if marker is not None:
        for token in tokens:
            if token.children:
                token.children = list(_marked(token.children, marker))
    return nh3.clean(
        _typed.renderer.render(tokens, _typed.options, {}),
        tags=TAGS,
        attributes={"a": {"href"}, "ol": {"start"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="nofollow noopener noreferrer",
    )


def _marked(tokens: list[Token], marker: Marker) -> Iterator[Token]:
    """The words of a paragraph, cut where a mark begins and ends; links stay as they are."""
    in_link = 0
    for token in tokens:
        in_link += (token.type == "link_open") - (token.type == "link_close")
        if token.type != "text" or in_link:
            yield token
            continue
        at = 0
        for begin, end in marker(token.content):
            yield _text(token.content[at:begin])
            yield Token("html_inline", "", 0, content="<mark>")
            yield _text(token.content[begin:end])
            yield Token("html_inline", "", 0, content="</mark>")
            at = end
        yield _text(token.content[at:])


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)
