"""When a measure is done, as plans of the region say it: «2026–2028 гг.», «I–II квартал»."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from actionplans.dues import LOOKALIKES, YEAR, Due, Precision, read_due
from coalition.text import fold

MONTHS_OF = {Precision.MONTH: 1, Precision.QUARTER: 3, Precision.HALF_YEAR: 6, Precision.YEAR: 12}
YEAR_WORD = (
    r"(?:гг|годах|годов|годы|году|года|год|г|жылдары|жылдын|жылы|жылга|жылгы|жыл|ж|йиллар"
    r"|йилнинг|йили|йил|yillar|yilning|yili|yil|yyllar|yylyn|yyly|yyl|солхои|соли|сол)"
)
AFTER_YEAR = re.compile(
    rf"({YEAR})\s*-?\s*(?:nji|njy|нчи|inchi)?\s*-?\s*{YEAR_WORD}\b\.?(?:\s*г\.)?"
)
BEFORE_YEAR = re.compile(rf"\b(?:солхои|соли|сол)\s+(?={YEAR})")
QUARTER_WORD = re.compile(
    r"\b(?:токсан|чорак|chorak|caryek|carye|семохаи|семоха|чейрек|кварталы|квартала|кварталов"
    r"|квартал|кв|quarters|quarter)[a-zа-я]*\b\.?"
)
YEAR_FIRST = re.compile(rf"^({YEAR})\s*,?\s+(.+)$")
QUARTER_FIRST = re.compile(r"^квартал\s+(iv|i{1,3}|[1-4])\b")
FILLER = re.compile(
    r"^(?:в течение|в период|на протяжении|период|срок|с|со|from)\s+|(?:включительно)$"
)
RECURRING = re.compile(
    r"\b(?:ежегодно|ежеквартально|ежемесячно|еженедельно|ежедневно|постоянно|регулярно|системно"
    r"|на постоянной основе|на регулярной основе|по мере необходимости|по мере поступления"
    r"|весь период|в течение всего периода|в течение срока действия плана|в течение года"
    r"|annually|every year|yearly|permanently|permanent|ongoing|continuously|continuous|regularly"
    r"|жыл сайын|ар жылы|турак?ты|туруктуу|дайыма|har yili|doimiy ravishda|doimiy|muntazam"
    r"|доимий равишда|доимий|мунтазам|хар йили|доимо|мунтазам|хар сол|хамасола|пайваста"
    r"|her yyl|hemiselik|yzygiderli)\b"
)  # fmt: skip
BETWEEN = re.compile(r"\s*(?:\s-\s|-|\bдо\b|\bпо\b|\bto\b|[,;/\n]|\bи\b|\band\b)\s*")
DASHES = str.maketrans(dict.fromkeys("–—−‒―", "-"))
ONLY_YEAR = re.compile(YEAR)


class Period(NamedTuple):
    """From when till when; `recurring` is what a date cannot hold: «ежегодно»."""

    start: date | None
    due: date
    precision: str
    recurring: str = ""


def read_period(text: str, until: date | None = None) -> Period:
    """The period a cell names; what goes on for ever ends with the plan, on `until`."""
    said = canonical(text)
    recurring = " ".join(match[0] for match in RECURRING.finditer(said))
    rest = RECURRING.sub(" ", said).strip(" ,;-()") if recurring else said
    found = _read(FILLER.sub("", rest).strip(" ,;"))
    if found:
        return Period(*found, recurring=recurring)
    if recurring and until and not re.search(r"\d", rest):
        return Period(None, until, Precision.YEAR, recurring)
    raise ValidationError(
        _("There is no such date. Write IV quarter 2027, 2028 or 15.06.2027."), code="invalid"
    )


def canonical(text: str) -> str:
    """The words of a date with those of all languages of the region made the same."""
    said = " ".join(fold(text.casefold().translate(LOOKALIKES)).translate(DASHES).split())
    said = BEFORE_YEAR.sub("", said)
    said = AFTER_YEAR.sub(r"\1 ", said)
    said = QUARTER_WORD.sub("квартал", said).strip(" .")
    if (match := YEAR_FIRST.match(said)) and not ONLY_YEAR.search(match[2]):
        said = f"{match[2].strip(' .')} {match[1]}"
    said = QUARTER_FIRST.sub(r"\1 квартал", said)
    return " ".join(said.split())


def _read(said: str) -> tuple[date | None, date, str] | None:
    if not said:
        return None
    if (one := _due(said)) is not None:
        return None, *one
    pieces = [piece.strip() for piece in BETWEEN.split(said) if piece.strip()]
    if len(pieces) < 2:  # noqa: PLR2004 -- from and till
        return None
    last = _due(pieces[-1])
    if last is None:
        return None
    dues = [_due(piece) or _due(_completed(piece, pieces[-1])) for piece in pieces[:-1]]
    known = [due for due in dues if due is not None]
    if len(known) != len(dues):
        return None
    first = min(known)
    end = max([*known, last])
    start = beginning(*first)
    return (start if start <= end[0] else None), *end


def _completed(piece: str, last: str) -> str:
    """«I» before «II квартал 2027» is the first quarter of the same year."""
    words = last.split()
    if re.fullmatch(r"iv|i{1,3}|[1-4]", piece):
        return " ".join([piece, *words[1:]])
    return f"{piece} {words[-1]}"


def _due(said: str) -> Due | None:
    try:
        return read_due(said)
    except ValidationError:
        return None


def beginning(due: date, precision: str) -> date:
    """The first day of the period whose last day is `due`."""
    if precision == Precision.DAY:
        return due
    months = MONTHS_OF[Precision(precision)]
    return date(due.year, due.month - months + 1, 1)
