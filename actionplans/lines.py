"""A report's document as people read it: measure by measure, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import get_language

from actionplans.dues import say_due
from actionplans.freezing import Content
from actionplans.models import Correction, ProgressUpdate, Remark
from actionplans.wording import REPORT, Change, number, report_words, sum_of
from coalition.models.terms import in_language, term_name


def in_ones_language(about: Content, name: str) -> tuple[str, str]:
    """A text of the document and its language: a translation where there is one, else as it is."""
    wanted = get_language() or "ru"
    translated = about.get("translations", {}).get(wanted, {}).get(name)
    if wanted != about["lang"] and translated:
        return translated, wanted
    return about[name], about["lang"]


def since_taken_back(content: Content) -> set[int]:
    """The updates of a frozen document that the city has taken back after it was completed."""
    told = [update["id"] for line in content["measures"] for update in line["updates"]]
    gone = ProgressUpdate.objects.filter(pk__in=told, state=ProgressUpdate.State.WITHDRAWN)
    return set(gone.values_list("pk", flat=True))


@dataclass
class Asked:
    """A proposal that was sent, the answer, and what the answer changed."""

    about: Content
    changes: list[Change]
    is_taken_back: bool  # the update it was about, or the one that answered it


@dataclass
class Line:
    """One measure of a report."""

    about: Content
    asked: list[Asked] = field(default_factory=list)
    draft: Remark | None = None  # only reviewers have it
    waiting: list[ProgressUpdate] = field(default_factory=list)  # only the city has it
    coming: list[ProgressUpdate] = field(default_factory=list)  # goes with the answers
    corrections: list[Correction] = field(default_factory=list)

    @property
    def title(self) -> str:
        return in_ones_language(self.about, "title")[0]

    @property
    def due(self) -> str:
        said = self.about["due_on"]
        return say_due(date.fromisoformat(said) if said else None, self.about["due_precision"])

    @property
    def is_silent(self) -> bool:
        """Whether nothing was said of the measure in the period."""
        return not (self.about["updates"] or self.asked or self.waiting)

    @property
    def has_moved(self) -> bool:
        """Whether status or percentage differ from what was said before the report."""
        before = self.about["before"]
        now = (self.about["status"], self.about["percent"])
        return bool(before) and (before["status"], before["percent"]) != now


def lines_of(content: Content) -> list[Line]:
    """The measures of a report, in the order of the plan."""
    return [
        Line(about, [_asked(about, one) for one in about["remarks"]])
        for about in content["measures"]
    ]


def lay(lines: Iterable[Line], **beside: Iterable[Any]) -> None:
    """Put beside each measure what belongs to it: `draft`, `waiting`, `coming`, `corrections`."""
    by_part = {line.about["part"]: line for line in lines}
    by_code = {line.about["code"]: line for line in by_part.values()}
    for name, things in beside.items():
        for thing in things:
            of = getattr(thing, "contribution_id", None)
            line = by_part.get(of) if of else by_code.get(thing.code)
            if line and name == "draft":
                line.draft = thing
            elif line:
                getattr(line, name).append(thing)


def _asked(measure: Content, one: Content) -> Asked:
    known = {update["id"]: update for update in measure["updates"]}
    was, became = known.get(one["update"]), known.get(one["answered_with"])
    gone = any(one[name] and one[name] not in known for name in ("update", "answered_with"))
    return Asked(one, _changes(was, became) if became else [], gone)


def _changes(was: Content | None, became: Content) -> list[Change]:
    """What an answer changed: status, percentage, words and figures, as they were and became."""
    rows = []
    for name, label in REPORT.items():
        said = [_said(one, name) if one else "" for one in (was, became)]
        rows.append(Change(label, *said))
    figures = _figures(was or {})
    for name, value in _figures(became).items():
        rows.append(Change(name, figures.get(name, ""), value))
    return [row for row in rows if row.was != row.became and row.became]


def _said(update: Content, name: str) -> str:
    if name in ("on", "status", "percent"):
        return report_words(name, update)
    return in_ones_language(update, name)[0]


def _figures(update: Content) -> dict[str, str]:
    """Values and money of an update, in words."""
    found = {}
    for one in update.get("readings", ()):
        said = f"{number(one['value'])} {in_language(one['units'])}".strip()
        found[in_language(one["names"])] = said
    for one in update.get("spent", ()):
        found[money_source(one)] = money(one)
    return found


def money_source(one: Content) -> str:
    return term_name("budget_sources", one["source"])


def money(one: Content) -> str:
    """A sum spent, with its scale and currency."""
    return sum_of(one)
