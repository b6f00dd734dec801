"""From what people type to the HTML that is shown: lists, links, emphasis; nothing else."""

from __future__ import annotations

import nh3
from markdown_it import MarkdownIt

# headings would break the outline of the page, pictures would call other hosts
_typed = (
    MarkdownIt("commonmark", {"html": False, "linkify": True, "breaks": True})
    .enable("linkify")
    .disable(["image", "heading", "lheading", "hr", "code", "html_block", "html_inline"])
)
TAGS = {"p", "br", "em", "strong", "a", "ul", "ol", "li", "blockquote", "code", "pre"}


def render(text: str) -> str:
    """The HTML of a post, cleaned again after it was made."""
    return nh3.clean(
        _typed.render(text),
        tags=TAGS,
        attributes={"a": {"href"}, "ol": {"start"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="nofollow noopener noreferrer",
    )
