"""Which measures are about the same: by rare words, hazards, themes and place; always with why."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import log
from typing import Any, NamedTuple

from coalition.text import fold

WORD = re.compile(r"[^\W\d_]{4,}")
STEM = 6  # letters; endings of long words begin about there
ENDINGS = "аеиоуыэюяйьхмaeiouy"  # letters that short words end in
MOST_STEMS = 40  # of one measure
# words that every plan of the region holds say nothing of what a measure is about
COMMON = frozenset(
    "город города городской районе районы населен населени мероприятия меры система"
    " системы обеспечение проведение организация разработка создание повышение реализация"
    " развитие рамках целях также более менее после перед через около всех этого заранее which with"
    " from city cities urban measures measure plan development".split()
)
ALIKE = 0.6  # from here on a person should look
FEWEST = 2  # words in common


def stem(word: str) -> str:
    """The beginning of a word, the same for its forms; enough for finding, not for grammar."""
    return word[:3] + word[3:STEM].rstrip(ENDINGS)


COMMON_STEMS = frozenset(stem(word) for word in COMMON)


def stems(*texts: str) -> list[str]:
    """The beginnings of the telling words of texts, each once, in their order."""
    found = (stem(word) for text in texts for word in WORD.findall(fold(text)))
    return list(dict.fromkeys(one for one in found if one not in COMMON_STEMS))[:MOST_STEMS]


def common_words(text: str, shared: Iterable[str]) -> list[str]:
    """The words of a text, as they stand there, that begin like shared stems."""
    wanted = set(shared)
    found: dict[str, str] = {}
    for word in re.findall(r"[^\W\d_]{4,}", text):
        key = stem(fold(word))
        if key in wanted:
            found.setdefault(key, word.lower())
    return list(found.values())


@dataclass(frozen=True)
class Sketch:
    """What a measure is about, as far as likeness goes; a row of an import has one too."""

    key: Any
    stems: frozenset[str]
    hazards: frozenset[str] = frozenset()
    place: frozenset[str] = frozenset()

    @classmethod
    def of(cls, key: Any, values: Mapping[str, Any]) -> Sketch:
        """From the values of a patch: title, hazards and location."""
        return cls(
            key,
            frozenset(stems(values.get("title") or "")),
            frozenset(values.get("hazards") or ()),
            frozenset(stems(values.get("location") or "")),
        )


class Pair(NamedTuple):
    """Two measures that are perhaps the same, and the stems both have."""

    one: Any
    other: Any
    likeness: float
    shared: frozenset[str]


def perhaps_the_same(sketches: Iterable[Sketch], *, least: float = ALIKE) -> list[Pair]:
    """Pairs that a person should look at, the most alike first.

    Likeness is the share of the weight of words both have, rare words weighing more; it is less
    where hazards or places are named and none is common.
    """
    known = list(sketches)
    count = Counter(word for one in known for word in one.stems)
    weight = {word: log(1 + len(known) / number) for word, number in count.items()}
    where: dict[str, list[int]] = defaultdict(list)
    pairs: set[tuple[int, int]] = set()
    for number, one in enumerate(known):
        for word in one.stems:
            pairs.update((earlier, number) for earlier in where[word])
            where[word].append(number)
    found = []
    for first, second in sorted(pairs):
        one, other = known[first], known[second]
        likeness = _likeness(one, other, weight)
        if likeness >= least:
            found.append(Pair(one.key, other.key, likeness, one.stems & other.stems))
    return sorted(found, key=lambda pair: -pair.likeness)


def _likeness(one: Sketch, other: Sketch, weight: Mapping[str, float]) -> float:
    both = sum(weight[word] for word in one.stems) + sum(weight[word] for word in other.stems)
    shared = one.stems & other.stems
    if len(shared) < FEWEST and one.stems != other.stems:
        return 0.0  # one word in common is chance
    likeness = 2 * sum(weight[word] for word in shared) / both
    for mine, theirs in ((one.hazards, other.hazards), (one.place, other.place)):
        if mine and theirs and not mine & theirs:
            likeness *= 0.7
    return likeness
