"""Whether two names are one, in whatever letters of the region they are written.

The letters of all seven languages come down to a few sounds: what is voiced and what is not, what
one alphabet writes with one letter and another with two, and vowels that wander between languages
(Ташкент, Toshkent, Tashkent) sound alike here. It finds too much rather than too little: people
look at what it finds.
"""

from __future__ import annotations

import re
import unicodedata

from coalition.text import fold

TOGETHER = (
    ("дж", "C"), ("dzh", "C"), ("shch", "S"), ("sch", "S"), ("zh", "C"), ("sh", "S"), ("ch", "C"),
    ("kh", "k"), ("gh", "k"), ("ts", "s"), ("тс", "s"), ("ng", "n"), ("нг", "n"), ("ю", "ia"),
    ("я", "ia"), ("yu", "ia"), ("ya", "ia"), ("ju", "Ca"),
)  # fmt: skip
SOUNDS = {
    letter: sound
    for sound, letters in {
        "a": "aouwаоуəә", "i": "eiyéеэиыйёı", "p": "bpбп", "t": "dtдт", "k": "gkqhxгкх",
        "C": "jcжчC", "S": "шщS", "s": "szсзц", "f": "vfвф", "l": "lл", "m": "mм", "n": "nн",
        "r": "rр",
    }.items()
    for letter in letters
} | dict.fromkeys("ьъ", "")  # fmt: skip
# marked letters whose sound their plain ones do not tell; everything else loses its mark
MARKED = str.maketrans({"ş": "sh", "ç": "ch", "ž": "zh", "ҷ": "дж", "җ": "дж", "ý": "y", "ň": "n"})
SHORT = 4
TWICE = re.compile(r"(.)\1+")


def heard(word: str) -> str:
    """What one word sounds like."""
    for letters, sound in TOGETHER:
        word = word.replace(letters, sound)
    return TWICE.sub(r"\1", "".join(SOUNDS.get(letter, letter) for letter in word))


# words that say only that it is a city, as they are heard; and short ones as they are written
CITY = {heard(word) for word in ("город", "шаары", "шаар", "шахри", "шахр", "шахар", "шахери",
                                 "шахер", "каласы", "кала")}  # fmt: skip
SHORT_CITY = {"г", "гор", "of", "city", "town"}


def sounds(name: str) -> str:
    """What a name sounds like, the same from every alphabet of the region."""
    text = unicodedata.normalize("NFC", name).casefold().translate(MARKED)
    text = unicodedata.normalize("NFKD", fold(text))
    words = re.findall(r"\w+", "".join(one for one in text if not unicodedata.combining(one)))
    told = [heard(word) for word in words if word not in SHORT_CITY]
    kept = TWICE.sub(r"\1", "".join(word for word in told if word not in CITY) or "".join(told))
    # the last vowel is the first to differ: Турсунзаде, Tursunzoda
    return kept.rstrip("ai") if len(kept) > SHORT else kept
