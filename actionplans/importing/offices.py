"""Who carries a measure out, as one cell of a table says it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from coalition.models.terms import terms
from coalition.text import fold, tidy

Office = dict[str, Any]  # as a patch keeps an executor
LONGEST = 250

AGREED = re.compile(
    r"[\s,;–—-]*\(?\s*(?:по\s+согласовани(?:ю|и)|subject to agreement|by agreement"
    r"|келісім бойынша|макулдашуу боюнча|kelishuv asosida|келишув асосида"
    r"|бо мувофиқа|бо мувофика|ylalaşyk boýunça)\s*\)?",
    re.IGNORECASE,
)
BULLET = re.compile(r"^\s*(?:\d{1,2}[.)]\s*|[-–—•·*▪]\s*)")
INLINE = re.compile(r"(?:(?<=\s)|^)\d{1,2}\)\s*")
ROLE = re.compile(
    r"^\s*(?:отв(?:етственный)?(?:\s+исполнитель)?|исполнитель|lead)\s*[.:–—-]+\s*", re.IGNORECASE
)
WITH = re.compile(
    r"^\s*(?:соисп(?:олнител[ьи])?\.?\s*[:–—-]*|(?:совместно\s+)?с участием\b|совместно с\b"
    r"|при участии\b|with\b)\s*",
    re.IGNORECASE,
)


def read_offices(text: str, known: Iterable[str] = ()) -> list[Office]:
    """The offices of a cell in their order; `known` are names with commas in them."""
    found: list[Office] = []
    for piece in _cut(text, known):
        named = tidy(WITH.sub("", ROLE.sub("", BULLET.sub("", piece)))).strip(" .;,")
        agreed = bool(AGREED.search(named))
        name = tidy(AGREED.sub("", named)).strip(" ,;–—-") if agreed else named
        if not name and agreed and found:  # the words stand on a line of their own
            found[-1]["by_agreement"] = True
        elif name:
            one = office(name, agreed=agreed)
            if all(same_office(one, other) is False for other in found):
                found.append(one)
    return found


def office(name: str, *, agreed: bool = False) -> Office:
    """An office by its kind where its name is that of a kind, else by its name."""
    key = departments().get(fold(" ".join(name.split())))
    return {"department": key or "", "name": "" if key else name, "by_agreement": agreed}


def same_office(first: Office, second: Office) -> bool:
    return (first["department"], fold(first["name"])) == (
        second["department"],
        fold(second["name"]),
    )


def departments() -> dict[str, str]:
    """The kinds of offices by their names in every language."""
    return {
        fold(name): key
        for key, term in terms("department_types").items()
        for name in [*term.names.values(), key]
    }


def _cut(text: str, known: Iterable[str]) -> list[str]:
    """Cut at lines and semicolons; at commas where there is nothing else to cut at."""
    text = INLINE.sub("\n", text)
    lines = [line for line in re.split(r"[\n;]", text) if line.strip()]
    if len(lines) > 1:
        lines = _joined(lines)
    names = sorted(filter(lambda name: "," in name, {*known, *_with_commas()}), key=len,
                   reverse=True)  # fmt: skip
    return [piece for line in lines for piece in _at_commas(line, names)]


def _joined(lines: list[str]) -> list[str]:
    """A line that goes on in small letters belongs to the one before it: Word breaks long names."""
    whole: list[str] = []
    for line in lines:
        said = line.strip()
        goes_on = whole and said[:1].islower() and not AGREED.match(said) and not WITH.match(said)
        if goes_on and not whole[-1].rstrip().endswith(","):
            whole[-1] = f"{whole[-1].rstrip()} {said}"
        else:
            whole.append(line)
    return whole


def _with_commas() -> list[str]:
    return [name for term in terms("department_types").values() for name in term.names.values()]


def _at_commas(line: str, names: list[str]) -> list[str]:
    kept: list[str] = []
    for name in names:
        if name in line:
            line = line.replace(name, f"\x00{len(kept)}\x00")
            kept.append(name)
    pieces, depth, last = [], 0, 0
    for place, char in enumerate(line):
        depth += (char in '(«"“') - (char in ")»”") if char != '"' else 0
        if char == "," and depth <= 0 and not _small(line[place + 1 :]):
            pieces.append(line[last:place])
            last = place + 1
    pieces.append(line[last:])
    return [_back(piece, kept) for piece in pieces if piece.strip()]


def _small(rest: str) -> bool:
    """Whether a name goes on after a comma: «Управление труда, занятости и защиты»."""
    said = rest.lstrip()
    return said[:1].islower() and not AGREED.match(said) and not WITH.match(said)


def _back(piece: str, kept: list[str]) -> str:
    for number, name in enumerate(kept):
        piece = piece.replace(f"\x00{number}\x00", name)
    return piece
