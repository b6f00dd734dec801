"""What an import would do to a plan: new measures, changes in words, rows to correct."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actionplans.importing.comparing import changed_values, place_sources, with_notes
from actionplans.importing.headings import FIELDS, LEFT, OFFICES, is_known
from actionplans.importing.layout import Layout, columns
from actionplans.importing.lines import Line, Where, cell_words, place_words, read_lines
from actionplans.importing.standing import Known, Standing, title_key
from actionplans.importing.understanding import (
    ERROR,
    WARNING,
    Meaning,
    Message,
    Setting,
    understand,
)
from actionplans.models import ActionPlan
from actionplans.patches import Values, check_patch
from actionplans.wording import LABELS, in_words
from cities.models import City
from coalition import clock
from coalition.sheets import Tables

NEW, CHANGED, EQUAL, WRONG = "new", "changed", "equal", "error"
KINDS = (WRONG, NEW, CHANGED, EQUAL)
STEP = 50
YEARS = 4  # after this one: how far a plan goes that begins with the import
# which column a field of a measure was read from
FROM = {"lead": OFFICES, "co": OFFICES, "due_on": "due", "due_precision": "due", "budget": "money",
        "finance": "money"}  # fmt: skip
Progress = Callable[[int, int], None]


@dataclass
class Item:
    """One row of the file and what becomes of it."""

    line: Line
    kind: str
    code: str = ""
    title: str = ""
    known: Known | None = None
    patch: Values = field(default_factory=dict)
    changes: list[tuple[str, str, str]] = field(default_factory=list)
    messages: list[dict[str, Any]] = field(default_factory=list)
    strays: str | None = None  # a new measure whose own direction, or none (""), the plan lacks

    def stored(self, place: str) -> dict[str, Any]:
        measure = self.known.measure if self.known else None
        draft = self.known.draft if self.known else None
        return {
            "where": self.line.where,
            "place": place,
            "kind": self.kind,
            "code": self.code,
            "title": self.title,
            "measure": measure.pk if measure else None,
            "base_version": measure.version if measure else 0,
            "draft": draft.pk if draft else None,
            "draft_version": draft.version if draft else None,
            "draft_by": str(draft.by) if draft else "",
            "patch": self.patch,
            "changes": self.changes,
            "messages": self.messages,
        }


def propose_import(  # noqa: PLR0913 -- what is read, for whom, and who wants to know how far
    tables: Tables,
    layout: Layout,
    city: City,
    plan: ActionPlan | None,
    *,
    fallback: int | None = None,
    may_add: bool = True,
    progress: Progress = lambda _done, _total: None,
) -> dict[str, Any]:
    """The whole proposal, fit for JSON; nothing is written."""
    return _Proposal(tables, layout, city, plan, fallback, may_add=may_add).made(progress)


class _Proposal:
    """One reading of a file beside a plan."""

    def __init__(  # noqa: PLR0913 -- as above
        self,
        tables: Tables,
        layout: Layout,
        city: City,
        plan: ActionPlan | None,
        fallback: int | None,
        *,
        may_add: bool,
    ) -> None:
        self.tables, self.layout, self.plan = tables, layout, plan
        self.standing = Standing(plan)
        self.standing.own_title = _("Goal of the plan")
        self.fallback, self.may_add = fallback, may_add
        offices = {
            one["name"]
            for known in self.standing.known
            for one in [known.after["lead"], *known.after["co"]]
            if one and one["name"]
        }
        until = plan.period_end if plan else date(clock.today().year + YEARS, 12, 31)
        self.setting = Setting(city.currency, until, frozenset(offices))
        self.seen: dict[int, str] = {}
        self.codes: dict[str, str] = {}

    def made(self, progress: Progress) -> dict[str, Any]:
        reading = read_lines(self.tables, self.layout)
        total = len(reading.lines)
        replaces = self.standing.is_untouched and any(
            line.direction or line.goal for line in reading.lines
        )
        if replaces:
            self.standing.forget_headings()
        meanings = []
        for number, line in enumerate(reading.lines):
            if number % STEP == 0:
                progress(number, 2 * total)
            meanings.append(understand(line, self.setting))
        self._settle_codes(meanings)
        items = []
        for number, meaning in enumerate(meanings):
            if number % STEP == 0:
                progress(total + number, 2 * total)
            items.append(self._item(meaning))
        stored = [one.stored(place_words(self.tables, one.line.where)) for one in items]
        used = {one["patch"].get("direction") for one in stored if one["kind"] != WRONG}
        lines = [line for line in self.standing.new_lines if line.pk in used]
        goals = {line.goal for line in lines}
        result = {
            "items": stored,
            "goals": [one.stored() for one in self.standing.new_goals if one.pk in goals],
            "directions": [one.stored() for one in lines],
            "replaces": replaces,
            "left": [(place_words(self.tables, where), words) for where, words in reading.left],
            "above": reading.above,
            "untaken": self._untaken(),
            "notices": self._notices(items),
            "counts": dict(Counter(one.kind for one in items)),
            "warnings": sum(m["level"] == WARNING for one in items for m in one.messages),
        }
        return {**result, "fingerprint": fingerprint(result)}

    def _untaken(self) -> list[str]:
        return [
            f"{one.letter}. {one.heading or ', '.join(one.samples)}"
            for one in columns(self.tables, self.layout)
            if one.field == LEFT and not is_known(one.heading)
        ]

    def _notices(self, items: list[Item]) -> list[str]:
        """Where new measures go that are taken; those to be corrected are told of by their row."""
        astray = Counter(one.strays for one in items if one.kind == NEW and one.strays is not None)
        undirected = astray.pop("", 0)
        if not (undirected or astray):
            return []
        name = self.standing.line_words().get(self._fallback(), "")
        found = []
        if undirected:
            said = ngettext("The file names no direction for %(count)d new measure; it goes under "
                            "“%(direction)s”.",
                            "The file names no direction for %(count)d new measures; they go under "
                            "“%(direction)s”.", undirected)  # fmt: skip
            found.append(said % {"count": undirected, "direction": name})
        if astray:
            count = astray.total()
            said = ngettext("The plan is adopted, so its approver adds new directions (under “Goals"
                            " and directions”): %(directions)s. Until then %(count)d new measure "
                            "goes under “%(direction)s”.",
                            "The plan is adopted, so its approver adds new directions (under “Goals"
                            " and directions”): %(directions)s. Until then %(count)d new measures "
                            "go under “%(direction)s”.", count)  # fmt: skip
            words = "; ".join(key for key in astray if key)[:400]
            found.append(said % {"directions": words, "count": count, "direction": name})
        return found

    # --- numbers

    def _settle_codes(self, meanings: list[Meaning]) -> None:
        """Numbers that begin anew under every heading get the number of the heading before."""
        plain = [one for one in meanings if one.code.isdecimal()]
        often = Counter(one.code for one in plain)
        headings = {one.line.direction for one in plain}
        if len(headings) < 2 or not any(count > 1 for count in often.values()):  # noqa: PLR2004
            return
        pairs = Counter((one.line.direction, one.code) for one in plain)
        if any(count > 1 for count in pairs.values()) or not self.may_add:
            return
        for one in plain:
            pk = self._direction(one)
            if pk is not None:
                one.code = f"{self.standing.lines[pk].code}.{one.code}"[:20]

    def _free_code(self, direction: int) -> str:
        base = self.standing.lines[direction].code
        number = 1
        while f"{base}.{number}" in self.codes or self.standing.has_code(f"{base}.{number}", None):
            number += 1
        return f"{base}.{number}"

    # --- headings

    def _direction(self, found: Meaning) -> int | None:
        """The direction a row names; None where it names none."""
        text, goal = found.line.direction, found.line.goal
        if not (text or goal):
            return None
        if self.may_add:
            return self.standing.line_for(text or goal, goal if text else "")
        return self.standing.line_named(text or goal)

    def _fallback(self) -> int:
        lines = self.standing.lines
        if self.fallback in lines:
            return self.fallback  # type: ignore[return-value]
        return next(iter(lines), None) or self.standing.line_for(_("Measures of the plan"), "")

    # --- measures

    def _match(self, found: Meaning) -> Known | None:
        by_code = self.standing.by_code.get(found.code) if found.code else None
        same_title = self.standing.by_title.get(title_key(found.title), []) if found.title else []
        if by_code and (by_code in same_title or not same_title):
            return by_code
        if len(same_title) == 1 or (same_title and not by_code):
            other = same_title[0]
            if found.code and found.code != other.code:
                said = found.line.first("code")
                words = _("This measure has the number %(known)s in the plan; numbers never "
                          "change, so it stays.")  # fmt: skip
                found.say(WARNING, words % {"known": other.code}, said)
            return other
        return by_code

    def _item(self, found: Meaning) -> Item:
        known = self._match(found)
        place_sources(found, known)
        item = Item(found.line, NEW, known=known, title=found.title)
        if known:
            self._change(item, found, known)
        else:
            self._add(item, found)
        item.messages = [
            {"level": one.level, "text": one.text, "where": one.where,
             "cell": cell_words(self.tables, one.where)}
            for one in found.messages
        ]  # fmt: skip
        if any(one.level == ERROR for one in found.messages):
            item.kind, item.patch = WRONG, {}
        return item

    def _change(self, item: Item, found: Meaning, known: Known) -> None:
        place = place_words(self.tables, found.line.where)
        before = self.seen.setdefault(id(known), place)
        item.code, item.title = known.code, found.title or known.after["title"]
        if before != place:
            found.say(ERROR, _("The same measure stands in the %(place)s too.") % {"place": before})
        if known.code in self.codes and self.codes[known.code] != place:
            found.say(ERROR, _("The same number stands in the %(place)s too.")
                      % {"place": self.codes[known.code]}, found.line.first("code"))  # fmt: skip
        self.codes[known.code] = place
        patch = changed_values(found, known)
        direction = self._direction(found)
        kept = {known.after["direction"], known.base["direction"] if known.measure else None}
        if direction is not None and direction not in kept:
            patch["direction"] = direction
        if not patch:
            item.kind = EQUAL
            return
        item.kind = CHANGED
        if known.draft:
            found.say(WARNING, _("A change of this measure by %(who)s already waits. What the file "
                                 "says is laid over it.") % {"who": known.draft.by})  # fmt: skip
        self._check(item, found, {**(known.draft.patch if known.draft else {}), **patch})
        item.changes = self._words(known.after, {**known.after, **patch})

    def _add(self, item: Item, found: Meaning) -> None:
        values = dict(found.values)
        values["description"] = with_notes(values.get("description", ""), found.notes)
        direction = self._direction(found)
        if direction is None:
            item.strays = found.line.direction or found.line.goal
            direction = self._fallback()
        values["direction"] = direction
        place = place_words(self.tables, found.line.where)
        code = found.code or self._free_code(direction)
        if code in self.codes:
            found.say(ERROR, _("The same number stands in the %(place)s too.")
                      % {"place": self.codes[code]}, found.line.first("code"))  # fmt: skip
        self.codes.setdefault(code, place)
        if not found.code:
            found.say(WARNING, _("There is no number; %(code)s is given.") % {"code": code})
        values["code"] = item.code = code
        found.messages += [found.unpaired] if found.unpaired else []
        self._check(item, found, values)
        item.changes = self._words({}, {**values, "description": values["description"]})

    def _check(self, item: Item, found: Meaning, patch: Values) -> None:
        known = item.known
        try:
            item.patch = check_patch(
                self.plan,
                known.measure if known else None,
                {name: value for name, value in patch.items() if name != "code" or not known
                 or not known.measure},
                draft=known.draft if known else None,
                around=self.standing,
            )  # fmt: skip
        except ValidationError as refusal:
            if getattr(refusal, "code", "") == "unchanged":
                # what waited is taken back: the file says what is adopted
                item.patch = {}
                return
            self._say_refusal(found, refusal)

    def _say_refusal(self, found: Meaning, refusal: ValidationError) -> None:
        if not hasattr(refusal, "error_dict"):
            found.say(ERROR, " ".join(refusal.messages))
            return
        told = {one.where for one in found.messages if one.level == ERROR}
        for name, sentences in refusal.message_dict.items():
            said = found.line.first(name) or found.line.first(FROM.get(name, name))
            if said and said.where in told:
                continue  # the cell itself has been told of already
            label = LABELS.get(name) or FIELDS.get(name, name)
            where = said.where if said else self._empty_cell(found, name)
            found.messages.append(Message(ERROR, f"{label}: {' '.join(sentences)}", where))

    def _empty_cell(self, found: Meaning, name: str) -> Where:
        """Where a value that is missing would stand."""
        sheet, row, _column = found.line.where
        column = [*self.layout.columns(name), *self.layout.columns(FROM.get(name, name))]
        return (sheet, row, column[0]) if column else found.line.where

    def _words(self, was: Values, became: Values) -> list[tuple[str, str, str]]:
        lines = self.standing.line_words()
        rows = [
            (str(label), in_words(name, was, lines) if was else "", in_words(name, became, lines))
            for name, label in LABELS.items()
            if name not in {"code", "title"} or (was and was.get(name) != became.get(name))
        ]
        return [row for row in rows if row[1] != row[2]]


def fingerprint(result: dict[str, Any]) -> str:
    """The same for two readings that would write the same."""
    told = [
        {name: one[name] for name in ("kind", "measure", "base_version", "draft",
                                      "draft_version", "patch")}
        for one in result["items"]
    ]  # fmt: skip
    whole = json.dumps([told, result["goals"], result["directions"]], sort_keys=True)
    return hashlib.sha256(whole.encode()).hexdigest()
