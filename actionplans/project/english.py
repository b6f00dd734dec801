"""The English beside a city's words: the city's own where there is one, else UNDP's, marked."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import NamedTuple

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from actionplans.models import Measure, ProgressUpdate, UndpTranslation

Thing = Measure | ProgressUpdate
ENGLISH = "en"
FIELDS: dict[type[models.Model], dict[str, Promise]] = {
    Measure: {"title": _("Measure"), "expected_result": _("Expected result")},
    ProgressUpdate: {
        "achieved": _("What was done"),
        "obstacles": _("What is in the way"),
        "next_steps": _("Next steps"),
    },
}


class Mark(models.TextChoices):
    """Whose English it is."""

    ORIGINAL = "original", _("the city's own words")
    CITY = "city", _("the city's own translation")
    UNDP = "undp", _("UNDP's translation")
    OUTDATED = "outdated", _("UNDP's translation, outdated")
    MACHINE = "machine", _("machine translation")
    MISSING = "missing", _("not translated yet")


class Said(NamedTuple):
    """A text in English and whose it is."""

    text: str
    mark: Mark

    @property
    def is_wanting(self) -> bool:
        """Whether somebody still has to translate it."""
        return self.mark in (Mark.MISSING, Mark.MACHINE)


def fingerprint(thing: Thing) -> str:
    """Of the words a translation is of; another one tells that they have changed."""
    words = {name: getattr(thing, name) for name in FIELDS[type(thing)]}
    return hashlib.sha256(
        json.dumps([thing.lang, words], sort_keys=True, ensure_ascii=False).encode()
    ).hexdigest()


def undp_of(thing: Thing) -> UndpTranslation | None:
    """UNDP's translation; needs `undp_english` selected."""
    return getattr(thing, "undp_english", None)


def in_english(thing: Thing, field: str) -> Said:
    """One text in English; needs `translations` prefetched and `undp_english` selected."""
    if thing.lang == ENGLISH:
        return Said(getattr(thing, field), Mark.ORIGINAL)
    machine = ""
    for one in thing.translations.all():  # type: ignore[union-attr]
        if one.lang == ENGLISH and getattr(one, field):
            if one.kind == one.Kind.HUMAN:
                return Said(getattr(one, field), Mark.CITY)
            machine = getattr(one, field)
    undp = undp_of(thing)
    if undp and undp.words.get(field):
        current = undp.of_words == fingerprint(thing)
        return Said(undp.words[field], Mark.UNDP if current else Mark.OUTDATED)
    return Said(machine, Mark.MACHINE if machine else Mark.MISSING)


def to_translate(thing: Thing) -> list[str]:
    """The fields that UNDP puts into English: the city says something and gives no English."""
    own = (Mark.ORIGINAL, Mark.CITY)
    return [
        name for name in FIELDS[type(thing)]
        if getattr(thing, name) and in_english(thing, name).mark not in own
    ]  # fmt: skip


def state_of(thing: Thing) -> str:
    """ "none" where nothing is to be translated, else "missing", "outdated" or "done"."""
    marks = {in_english(thing, name).mark for name in to_translate(thing)}
    if not marks:
        return "none"
    if marks & {Mark.MISSING, Mark.MACHINE}:
        return "missing"
    return "outdated" if Mark.OUTDATED in marks else "done"


class Tally(NamedTuple):
    """How many of the things a report cites are not in English yet."""

    total: int
    missing: int
    outdated: int


def tally(things: Iterable[Thing]) -> Tally:
    """Count measures and updates that need English, those without, and the outdated ones."""
    states = [state_of(one) for one in things]
    return Tally(
        sum(state != "none" for state in states), states.count("missing"), states.count("outdated")
    )
