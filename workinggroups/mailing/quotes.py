"""From the text of an answer to what its author wrote: no quoted letter, no signature."""

from __future__ import annotations

import re

from workinggroups.mailing.wording import (
    ADDRESS,
    CLOSING,
    CLOSING_LINES,
    DASHES,
    FROM,
    MOMENT,
    ORIGINAL,
    OTHERS,
    RULE,
    SENT_FROM,
    TIME,
    WROTE,
)

LONGEST = 200_000  # characters that are looked at: ten times what a post may have
LONGEST_LINE = 1000  # a longer one begins nothing; letters are not to have such (RFC 5322)
HEADER_LINES = 4  # a line such as «… написал(а):» is broken by mail programs
BLOCK_LINES = 6


def own_words(text: str) -> str:
    """What a person wrote in an answer, without what their mail program put below it."""
    text = text[:LONGEST].replace("\r", "").replace("\u00a0", " ")
    lines = [line.rstrip() for line in text.split("\n")]
    lines = _without_quotes(lines)
    lines = _without_signature(lines)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _without_quotes(lines: list[str]) -> list[str]:
    """Drop quoted lines, and everything from where a quoted letter begins.

    Where an answer stands below the quote, the quote goes and the answer stays.
    """
    kept: list[str] = []
    number = 0
    while number < len(lines):
        if length := _header_at(lines, number):
            after = number + length
            if not _goes_on_below(lines, after):
                break
            number = after
        elif not _is_quoted(lines[number]):
            kept.append(lines[number])
            number += 1
        else:
            number += 1
    return kept


def _is_quoted(line: str) -> bool:
    return line.lstrip().startswith(">")


def _goes_on_below(lines: list[str], after: int) -> bool:
    """Whether behind a heading stands a marked quote, and then words of the author's own."""
    rest = (line for line in lines[after:] if line.strip())
    return _is_quoted(next(rest, "")) and any(not _is_quoted(line) for line in rest)


def _header_at(lines: list[str], number: int) -> int:
    """How many lines the heading of a quoted letter has that begins here; 0 for none."""
    if any(len(line) > LONGEST_LINE for line in lines[number : number + BLOCK_LINES]):
        return 0
    if ORIGINAL.match(lines[number]):
        return 1
    return BLOCK_LINES if _is_block(lines, number) else _sentence_at(lines, number)


def _sentence_at(lines: list[str], number: int) -> int:
    """How many lines a sentence has that says when who wrote; 0 when there is none here."""
    said = ""
    for length, here in enumerate(lines[number : number + HEADER_LINES], 1):
        a_second_without_a_date = length > 1 and not MOMENT.search(said)
        if not here.strip() or _is_quoted(here) or a_second_without_a_date:
            return 0
        said = f"{said} {here.strip()}".strip()
        if said.endswith(":"):
            return length if _says_who_wrote(said, lines[number + length :]) else 0
    return 0


def _says_who_wrote(said: str, below: list[str]) -> bool:
    """Whether this is «date, person, wrote:»; some programs leave the last word out.

    A sentence of the author's own such as «В 2026 году акимат пишет:» is none.
    """
    if ADDRESS.search(said):
        return bool(WROTE.search(said) or MOMENT.search(said))
    quoted = next((line for line in below if line.strip()), "")
    return bool(WROTE.search(said)) and bool(TIME.search(said) or _is_quoted(quoted))


def _is_block(lines: list[str], number: int) -> bool:
    """Whether here stand the fields of a letter: from whom, when, to whom, about what."""
    following = _field_of(lines[number + 1]) if number + 1 < len(lines) else ""
    if RULE.match(lines[number]):
        return following in FROM | OTHERS
    if _field_of(lines[number]) not in FROM:
        return False
    return any(_field_of(line) in OTHERS for line in lines[number + 1 : number + BLOCK_LINES])


def _field_of(line: str) -> str:
    name, colon, _value = line.replace("*", "").partition(":")
    return name.strip().lower() if colon else ""


def _without_signature(lines: list[str]) -> list[str]:
    """Drop the signature: from dashes, the mark of a telephone, or a farewell near the end."""
    filled = [number for number, line in enumerate(lines) if line.strip()]
    end = len(lines)
    near = filled[-CLOSING_LINES] if len(filled) >= CLOSING_LINES else 0
    for number in filled:
        line = lines[number][:LONGEST_LINE]
        farewell = number >= near and CLOSING.match(line)
        if DASHES.match(line) or SENT_FROM.match(line) or farewell:
            end = number
            break
    return lines[:end]
