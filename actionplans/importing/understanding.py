"""What the cells of one row mean: values as a patch holds them, and what could not be read."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from actionplans.dues import read_due
from actionplans.importing import money
from actionplans.importing.headings import NOTE, OFFICES
from actionplans.importing.lines import Line, Said, Where
from actionplans.importing.offices import LONGEST, Office, read_offices
from actionplans.importing.periods import beginning, read_period
from actionplans.models import Measure
from actionplans.patches import CODE, SCHEMES, TEXTS, Values
from coalition.models.terms import terms
from coalition.text import fold, tidy

ERROR, WARNING = "error", "warning"
LONGEST_CODE = 20
LISTED = re.compile(r"[,;\n]+")
MARKED = re.compile(r"^'(?=[=+\-@\t\r])")  # how our own files keep words from being formulas
NO_MONEY = re.compile(
    r"не требу|без финанс|no cost|not needed|not required|^[-–—0]+$|талап |talab "
)
ONLY_TEXTS = ("description", "expected_result", "location")


@dataclass
class Message:
    """A sentence about one row, and the cell it speaks of."""

    level: str
    text: str
    where: Where


@dataclass
class Meaning:
    """A row understood: values, the codes, what is said of it, words that found no place."""

    line: Line
    values: Values = field(default_factory=dict)
    code: str = ""
    messages: list[Message] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)  # said without a sum
    apart: set[str] = field(default_factory=set)  # keys of sources in a column of their own
    unpaired: Message | None = None  # more sums than sources, or fewer

    def say(self, level: str, text: str, said: Said | None = None) -> None:
        self.messages.append(Message(level, text, said.where if said else self.line.where))

    @property
    def title(self) -> str:
        return self.values.get("title", "")


@dataclass(frozen=True)
class Setting:
    """What is known before the rows are read: the currency of the city, the end of the plan."""

    currency: str
    until: date | None
    offices: frozenset[str] = frozenset()


def understand(line: Line, setting: Setting) -> Meaning:
    """Read every cell of a row that has a field."""
    found = Meaning(line)
    for where in line.unread:
        found.messages.append(Message(WARNING, _(
            "This cell holds a formula without a result, or an error. Open the file in Excel, "
            "save it and choose it again, or type the value.",
        ), where))  # fmt: skip
    if line.joined:
        rows = ", ".join(str(row + 1) for row in line.joined)
        found.say(WARNING, _("Taken together with what stands below it, in row %(rows)s.")
                  % {"rows": rows})  # fmt: skip
    _read_words(found)
    _read_code(found)
    _read_people(found, setting)
    _read_time(found, setting)
    _read_terms(found)
    _read_money(found, setting)
    for said in line.said.get(NOTE, []):
        name = " ".join(said.heading.split())
        found.notes.append(f"{name}: {said.words}" if name else said.words)
    return found


def unmarked(text: str) -> str:
    """Words without the mark with which our own files keep them from being a formula."""
    return MARKED.sub("", text)


def _read_words(found: Meaning) -> None:
    title = found.line.first("title")
    if title:
        text = unmarked(tidy(title.words))
        short = " ".join(text.split())
        if len(short) > TEXTS["title"]:
            cut = short[: TEXTS["title"] - 1].rsplit(" ", 1)[0] + "…"
            found.say(WARNING, _("The words are longer than 400 characters. The whole text stands "
                                 "under the description."), title)  # fmt: skip
            found.notes.append(text)
            short = cut
        found.values["title"] = short
    for name in ONLY_TEXTS:
        said = found.line.first(name)
        if said:
            found.values[name] = unmarked(tidy(said.words))


def _read_code(found: Meaning) -> None:
    said = found.line.first("code")
    if not said:
        return
    if isinstance(said.value, date):
        found.code = f"{said.value.day}.{said.value.month}"
        found.say(WARNING, _("Excel has made a date of the number; it was read as %(code)s.")
                  % {"code": found.code}, said)  # fmt: skip
        return
    text = unmarked(said.words).removeprefix("№").strip()
    code = re.sub(r"\s+", "", text).strip(".):;,(") if len(text) <= LONGEST_CODE + 10 else ""
    if code and len(code) <= LONGEST_CODE and CODE.fullmatch(code):
        found.code = code
    elif text:
        found.say(WARNING, _("“%(text)s” cannot be a number of a measure; another one is given.")
                  % {"text": text[:40]}, said)  # fmt: skip


def _read_people(found: Meaning, setting: Setting) -> None:
    both = _offices(found, OFFICES, setting)
    lead, co = _offices(found, "lead", setting), _offices(found, "co", setting)
    if both:
        lead, co = [*lead, *both][:1], [*lead, *both][1:] + co
    elif lead:
        lead, co = lead[:1], lead[1:] + co
    if lead:
        found.values["lead"] = lead[0]
    if co or (found.line.said.keys() & {"co", OFFICES} and lead):
        found.values["co"] = co


def _offices(found: Meaning, name: str, setting: Setting) -> list[Office]:
    offices: list[Office] = []
    for said in found.line.said.get(name, []):
        for one in read_offices(unmarked(said.words), setting.offices):
            if len(one["name"]) > LONGEST:
                found.say(ERROR, _("The name of an office is longer than 250 characters."), said)
            else:
                offices.append(one)
    return offices


def _read_time(found: Meaning, setting: Setting) -> None:
    said = found.line.first("due")
    if said:
        _read_due(found, said, setting)
    begins = found.line.first("start_on")
    if begins:
        try:
            value = begins.value
            start = value if isinstance(value, date) else beginning(*read_due(_year(value)))
            found.values["start_on"] = start.isoformat()
        except ValidationError as refusal:
            found.say(ERROR, refusal.messages[0], begins)


def _year(value: Any) -> str:
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def _read_due(found: Meaning, said: Said, setting: Setting) -> None:
    exact = fold(found.line.words("due_precision")).strip()
    if isinstance(said.value, date):
        found.values["due_on"] = said.value.isoformat()
        found.values["due_precision"] = _precision(exact)
        return
    try:
        period = read_period(unmarked(_year(said.value)), setting.until)
    except ValidationError as refusal:
        found.say(ERROR, _("“%(text)s”: %(why)s")
                  % {"text": said.words[:60], "why": refusal.messages[0]}, said)  # fmt: skip
        return
    found.values["due_on"] = period.due.isoformat()
    found.values["due_precision"] = _precision(exact) if exact else str(period.precision)
    if period.start:
        found.values["start_on"] = period.start.isoformat()
    if period.recurring:
        found.notes.append(f"{said.heading or _('Due')}: {said.words}")
        if period.due == setting.until:
            found.say(WARNING, _("“%(text)s”: the end of the plan is taken as the due date, the "
                                 "words are added to the description.")
                      % {"text": said.words[:60]}, said)  # fmt: skip


def _precision(said: str) -> str:
    choices = {fold(str(label)): value for value, label in Measure.Precision.choices}
    return said if said in Measure.Precision.values else choices.get(said, "day")


def _read_terms(found: Meaning) -> None:
    for scheme in SCHEMES:
        said = found.line.first(scheme)
        if not said:
            continue
        keys, strange = term_keys(scheme, said.words)
        found.values[scheme] = keys
        if strange:
            found.say(WARNING, _("Not in the list and left out: %(words)s.")
                      % {"words": ", ".join(strange)[:200]}, said)  # fmt: skip


def term_keys(scheme: str, text: str) -> tuple[list[str], list[str]]:
    """The keys of a list that some words name, and the words that name none."""
    names = {fold(name): key for key, term in terms(scheme).items()
             for name in [key, *term.names.values()]}  # fmt: skip
    if (whole := names.get(fold(text.strip()))) is not None:
        return [whole], []
    keys: list[str] = []
    strange: list[str] = []
    for piece in LISTED.split(text):
        said = fold(piece).strip(" .")
        if not said:
            continue
        key = names.get(said) or names.get(said.split(" ")[0].strip(".:"))
        if key is None:
            strange.append(piece.strip())
        elif key not in keys:
            keys.append(key)
    return keys, strange


def _read_money(found: Meaning, setting: Setting) -> None:
    sums: list[money.Sum] = []
    finance = ""
    for said in found.line.said.get("money", []):
        read = money.read_sums(said.value, said.heading, setting.currency)
        if read is not None:
            sums += [one for one in read if one.amount or len(read) > 1]
        elif stands := money.standing_in(money.read_sources(said.words)):
            finance = stands
            found.notes.append(f"{said.heading}: {said.words}")
        elif NO_MONEY.search(fold(said.words)):
            finance = "not_needed"
        else:
            found.say(WARNING, _("“%(text)s” is no sum; the words are added to the description.")
                      % {"text": said.words[:60]}, said)  # fmt: skip
            found.notes.append(f"{said.heading}: {said.words}")
    sources = [pair for said in found.line.said.get("sources", [])
               for pair in money.read_sources(said.words)]  # fmt: skip
    if sums:
        rows = list(_with_sources(found, sums, sources))
        found.values["budget"] = [_budget_row(one) for one in rows]
        there = [one.provided for one in rows]
        finance = ("secured" if all(there) else "partly") if any(there) else finance
    elif sources:
        found.sources = [word for _key, word in sources]
        only_none = {key for key, _word in sources} == {"none"}
        finance = money.standing_in(sources) or ("not_needed" if only_none else finance)
    if finance:
        found.values["finance"] = finance


def _with_sources(
    found: Meaning, sums: list[money.Sum], sources: list[tuple[str, str]]
) -> Iterable[money.Sum]:
    """Each sum with its source: one for all, or one for each in their order."""
    bare = [one for one in sums if not one.source]
    if len(bare) == len(sums):
        found.apart = {key or "tbd" for key, _word in sources}
    pairs = sources if len(sources) != 1 else sources * len(bare)
    if bare and len(pairs) == len(bare):
        for one, (key, word) in zip(bare, pairs, strict=True):
            _give(one, key, word)
    elif bare and sources:
        words = _("There are %(sums)d sums and %(sources)d sources. All sums are given the first "
                  "source; correct it in the measure.")  # fmt: skip
        where = found.line.said["sources"][0].where
        counts = {"sums": len(bare), "sources": len(sources)}
        found.unpaired = Message(WARNING, words % counts, where)
        there = money.standing_in(sources) == "secured"
        for one in bare:
            _give(one, sources[0][0], ", ".join(word for _key, word in sources))
            one.provided = there
    for one in sums:
        one.source = one.source or "tbd"
    return sums


def _give(one: money.Sum, key: str, word: str) -> None:
    one.source = key or "tbd"
    one.provided = one.provided or money.is_provided(fold(word))
    if not key or "," in word:
        one.comment = "; ".join(filter(None, (one.comment, word)))[:300]


def _budget_row(one: money.Sum) -> Values:
    amount = format(one.amount.normalize(), "f")
    return {
        "source": one.source,
        "amount": amount,
        "currency": one.currency,
        "scale": one.scale,
        "price_year": None,
        "secured": amount if one.provided else "0",
        "comment": one.comment,
    }
