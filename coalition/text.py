"""Words: the Coalition's name, folding for search, cleaning of what people type."""

from __future__ import annotations

import unicodedata

from django.utils import translation

COALITION_NAME = {
    "ru": "Коалиция устойчивых городов стран Центральной Азии",
    "en": "Coalition of Sustainable Cities of Central Asia",
}
WORKING_TRANSLATION = ("en",)
JOINERS = "\u200c\u200d"  # unseen, but parts of words and of emoji
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")  # with these a cell begins to calculate


def coalition_name() -> str:
    """The name in the reader's language where there is one, else the authentic Russian one."""
    return COALITION_NAME.get(translation.get_language() or "ru", COALITION_NAME["ru"])


FOLDED = str.maketrans(
    "ёқғҳҷңөүұәһӣӯўіşçňžýäöü",
    "екгхчноууахиууиscnzyaou",
    "ʻʼ‘’`'´",
)


def spoken() -> str:
    """The language in which a person writes now: that of the page."""
    return translation.get_language() or "ru"


def fold(text: str) -> str:
    """Text as search compares it: no case, no marks that keyboards of the region lack."""
    return unicodedata.normalize("NFC", text).casefold().translate(FOLDED)


def tidy(text: str) -> str:
    """Typed text as it is stored: composed letters, no control characters, plain line ends."""
    text = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    typed = "".join(
        char
        for char in text
        if char in "\n\t" or not unicodedata.category(char).startswith("C") or char in JOINERS
    ).strip()
    return typed if typed.strip(f"{JOINERS} \n\t") else ""  # joiners alone join nothing


# small Latin letters and the Cyrillic ones that they, or their capitals, look like
LOOKALIKES = str.maketrans("abcehikmoptxy", "авсеникмортху")


def skeleton(text: str) -> str:
    """Letters and digits of a name, the same whether a letter was typed in Latin or Cyrillic."""
    return "".join(filter(str.isalnum, fold(text).translate(LOOKALIKES)))


def no_formula(text: str) -> str:
    """A text that no office program takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA_SIGNS) else text
