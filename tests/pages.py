"""A page as a machine reads it: what it loads, what it weighs, what its marks are."""

import gzip
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup
from bs4.element import Tag
from django.contrib.staticfiles import finders

IMPORTED = re.compile(r"""\bimport\s*(?:[\w{},*\s]+\s+from\s*)?\(?["']([^"']+)["']""")
LABELLED_ELSEWHERE = {"hidden", "submit", "button", "reset", "image"}


def soup(html: str) -> BeautifulSoup:
    return BeautifulSoup(html, "html.parser")


def squeezed(content: bytes) -> int:
    """Bytes on the wire."""
    return len(gzip.compress(content, 6))


def static_file(url: str) -> Path:
    """The source of a static address."""
    found = finders.find(urlsplit(url).path.removeprefix("/static/"))
    assert found, url
    return Path(found)


def loads(page: BeautifulSoup) -> Iterator[str]:
    """Every address that a browser fetches by itself to show the page."""
    for tag in page.find_all(["script", "img", "iframe", "source", "audio", "video", "embed"]):
        yield from filter(None, [tag.get("src")])
        yield from (part.split()[0] for part in tag.get("srcset", "").split(",") if part.strip())
    for tag in page.find_all("link"):
        if {"stylesheet", "icon", "preload", "modulepreload", "manifest"} & set(tag.get("rel", [])):
            yield tag["href"]


def scripts(page: BeautifulSoup) -> set[str]:
    """Scripts of the page, with the modules they import."""
    waiting = [tag["src"] for tag in page.find_all("script") if tag.get("src")]
    found: set[str] = set()
    while waiting:
        url = waiting.pop()
        if url not in found:
            found.add(url)
            text = static_file(url).read_text("utf-8")
            waiting += [urljoin(url, name) for name in IMPORTED.findall(text)]
    return found


def third_parties(page: BeautifulSoup) -> list[str]:
    """What the page would fetch from, or send to, another host."""
    sent = [form["action"] for form in page.find_all("form") if form.get("action")]
    return [url for url in [*loads(page), *sent] if urlsplit(url).netloc]


def script_bytes(page: BeautifulSoup) -> int:
    return sum(squeezed(static_file(url).read_bytes()) for url in scripts(page))


def first_visit_bytes(html: bytes, page: BeautifulSoup) -> int:
    """The page, its styles and its scripts; photographs apart."""
    styles = {url for url in loads(page) if urlsplit(url).path.endswith((".css", ".svg"))}
    local = {url for url in styles if url.startswith("/static/")}
    return (
        squeezed(html)
        + script_bytes(page)
        + sum(squeezed(static_file(url).read_bytes()) for url in local)
    )


def repeated_ids(page: BeautifulSoup) -> list[str]:
    ids = Counter(tag["id"] for tag in page.find_all(id=True))
    return [name for name, times in ids.items() if times > 1]


def unlabelled(page: BeautifulSoup) -> list[Tag]:
    """Controls nobody has named."""
    named = {label.get("for") for label in page.find_all("label")}
    return [
        control
        for control in page.find_all(["input", "select", "textarea"])
        if control.get("type") not in LABELLED_ELSEWHERE
        and control.get("id") not in named
        and not control.get("aria-label")
        and not control.get("aria-labelledby")
        and not control.find_parent("label")
    ]


def mute_tables(page: BeautifulSoup) -> list[str]:
    """Tables without a caption, or with a heading cell that does not say what it heads."""
    return [
        str(table)[:120]
        for table in page.find_all("table")
        if not table.find("caption") or table.find("th", scope=False)
    ]


def inline(page: BeautifulSoup) -> list[str]:
    """Styles, scripts and handlers inside the page, which the policy of content refuses."""
    handlers = [
        f"{tag.name} {name}"
        for tag in page.find_all(True)
        for name in tag.attrs
        if name == "style" or name.startswith("on")
    ]
    bodies = [
        f"<{tag.name}>"
        for tag in page.find_all(["script", "style"])
        if tag.string and tag.string.strip() and tag.get("type") != "application/json"
    ]
    return handlers + bodies
