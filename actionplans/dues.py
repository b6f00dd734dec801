"""Due dates as plans say them: «IV квартал 2027», «2028 г.», «15.06.2027»."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.utils.dates import MONTHS
from django.utils.formats import date_format, get_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from actionplans.models import Measure
from actionplans.periods import say_half_year, say_month, say_quarter
from coalition.text import fold

Precision = Measure.Precision
Due = tuple[date, Precision]

NUMERALS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
# Cyrillic letters that stand for Roman numerals on a keyboard without Latin ones
LOOKALIKES = str.maketrans({"і": "i", "х": "x", "\u2160": "i", "\u2161": "ii", "\u2162": "iii",
                            "\u2163": "iv", "\u00a0": " ", "\u202f": " "})  # fmt: skip
YEAR = r"(?:19|20)\d\d"
AFTER = r"(?:\s*(?:г\.?|года?))?"
QUARTER = re.compile(
    rf"(?:q|quarter)?\s*(iv|i{{1,3}}|[1-4])[\s\-]*(?:й|ый|ой|st|nd|rd|th)?\s*"
    rf"(?:кв(?:артал[а-я]*|\.)?|quarter|q)?\s*,?\s*(?:of\s*)?({YEAR}){AFTER}"
)
HALF = re.compile(
    rf"(ii|i|[12])[\s\-]*(?:е|ое|st|nd)?\s*(?:пол(?:угоди[ея]|\.)|half(?:[\s\-]?year)?)"
    rf"\s*,?\s*(?:of\s*)?({YEAR}){AFTER}"
)
HALF_BEFORE = re.compile(rf"half[\s\-]?year\s*(ii|i|[12])\s*(?:of\s*)?({YEAR})")
ONLY_YEAR = re.compile(rf"({YEAR}){AFTER}")
MONTH_NUMBER = re.compile(rf"(\d{{1,2}})[./]({YEAR})")
MONTH_WORD = re.compile(rf"([^\W\d]{{3,}})\.?\s+({YEAR}){AFTER}")
DAY_WORD = re.compile(rf"(\d{{1,2}})\s+([^\W\d]{{3,}})\.?\s+({YEAR}){AFTER}")
REGION = ("kk", "ky", "tg", "tk", "uz")
ENOUGH = 4  # letters by which months of these languages are told apart
BEFORE = re.compile(r"^(?:до(?: конца)?|by(?: the end of)?|в|in)\s+")


def month_end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def in_year(due: date, year: int) -> date:
    """The same due date in another year: the end of a month stays its end."""
    last = month_end(year, due.month)
    return last if due == month_end(due.year, due.month) else due.replace(year=year)


def read_due(text: str) -> Due:
    """A due date as a person typed it; the last day of the period it names."""
    said = BEFORE.sub("", " ".join(fold(text.casefold().translate(LOOKALIKES)).split()))
    try:
        found = _period(said) or _day(said)
    except ValueError:
        found = None
    if found is None:
        raise ValidationError(
            _("There is no such date. Write IV quarter 2027, 2028 or 15.06.2027."), code="invalid"
        )
    return found


def _period(said: str) -> Due | None:
    if match := ONLY_YEAR.fullmatch(said):
        return date(int(match[1]), 12, 31), Precision.YEAR
    if match := HALF.fullmatch(said) or HALF_BEFORE.fullmatch(said):
        return month_end(int(match[2]), 6 * NUMERALS[match[1]]), Precision.HALF_YEAR
    if match := MONTH_NUMBER.fullmatch(said):
        return month_end(int(match[2]), int(match[1])), Precision.MONTH
    if match := QUARTER.fullmatch(said):
        return month_end(int(match[2]), 3 * NUMERALS[match[1]]), Precision.QUARTER
    if (match := MONTH_WORD.fullmatch(said)) and (month := _month(match[1])):
        return month_end(int(match[2]), month), Precision.MONTH
    return None


def _month(word: str) -> int | None:
    """The month a word begins like: in the reader's language, Russian, English, or another."""
    for language in (None, "ru", "en"):
        names = _month_names(language)
        for number, name in names.items():
            # «май» is also said «мая»
            if word[:3] == name[:3] or (number == 5 and language == "ru" and word == "мая"):  # noqa: PLR2004
                return number
    for language in REGION:
        for number, name in _month_names(language).items():
            if word[:ENOUGH] == name[:ENOUGH]:
                return number
    return None


def _month_names(language: str | None) -> dict[int, str]:
    if language is None:
        return {number: fold(str(name)) for number, name in MONTHS.items()}
    with override(language):
        return {number: fold(str(name)) for number, name in MONTHS.items()}


def _day(said: str) -> Due | None:
    said = re.sub(AFTER + "$", "", said)
    if (match := DAY_WORD.fullmatch(said)) and (month := _month(match[2])):
        return date(int(match[3]), month, int(match[1])), Precision.DAY
    for pattern in get_format("DATE_INPUT_FORMATS"):
        try:
            return datetime.strptime(said, pattern).date(), Precision.DAY  # noqa: DTZ007
        except ValueError:
            continue
    return None


def say_due(when: date | None, precision: str = Precision.DAY) -> str:
    """The due date in the reader's words, as exact as the city has said it."""
    if when is None:
        return ""
    if precision == Precision.YEAR:
        return _("%(year)d") % {"year": when.year}
    if precision == Precision.HALF_YEAR:
        return say_half_year(when)
    if precision == Precision.QUARTER:
        return say_quarter(when)
    if precision == Precision.MONTH:
        return say_month(when)
    return date_format(when, "SHORT_DATE_FORMAT")
