"""The wording of minutes from what is known of a meeting; what comes later is woven in."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.utils.translation import gettext as _

from workinggroups.facts import BLANK, Fact, facts_of
from workinggroups.models import Meeting, Minutes

HEADING = re.compile(r"\d{1,2}\. ")  # the line that begins an item


def drafted(meeting: Meeting) -> tuple[str, dict[str, str]]:
    """The first text, item by item, with room for what was heard; and the facts it tells."""
    facts = facts_of(meeting)
    items = [one for one in facts if one.is_item]
    parts = [opening(meeting), *(one.words for one in facts if one.key == "present")]
    parts += [_of_item(item, [one for one in facts if one.under == item.under]) for item in items]
    parts += [one.words for one in facts if not one.under and one.key != "present"]
    return "\n\n".join(filter(None, parts)), marks_of(facts)


def _of_item(item: Fact, facts: list[Fact]) -> str:
    """An item with its papers, what was recommended, or room for it, and its tasks."""

    def told(kind: str) -> list[str]:
        return [one.words for one in facts if one.key.startswith(f"{kind}:")]

    room = [_("Recommended: ______________.")]
    lines = [item.words, *told("paper"), *(told("decision") or room), *told("task")]
    return "\n".join(lines)


def marks_of(facts: Iterable[Fact]) -> dict[str, str]:
    """{fact: mark of its words}, as the minutes remember what they have told."""
    return {one.key: one.mark for one in facts}


def news_for(minutes: Minutes) -> list[Fact]:
    """What has become known, or is otherwise, since the text was last offered it."""
    facts = facts_of(minutes.meeting)
    return [
        one
        for one in facts
        if minutes.told.get(one.key) != one.mark and not stands_in(minutes.text, one)
    ]


def stands_in(text: str, fact: Fact) -> bool:
    """Whether the text says it already: in the same words, or by the heading of the item."""
    if fact.is_item:
        return end_of_item(text.split("\n"), fact.under) is not None
    return fact.words in text


def woven(text: str, facts: Iterable[Fact]) -> str:
    """The text with these facts in it: at the end of their item, else at the end of all.

    Nothing that stands in the text is changed.
    """
    lines = text.split("\n")
    for fact in facts:
        words = fact.words.split("\n")
        at = None if fact.is_item else end_of_item(lines, fact.under)
        if at is None:
            lines += ["", *words]
        else:
            lines[at:at] = words
    return "\n".join(lines).strip("\n")


def end_of_item(lines: list[str], question: str) -> int | None:
    """Behind the last line of the item with this question; None where the text has none."""
    begun = [
        n for n, line in enumerate(lines) if question and HEADING.match(line) and question in line
    ]
    if not begun:
        return None
    rest = range(begun[0] + 1, len(lines))
    return next((n for n in rest if not lines[n].strip() or HEADING.match(lines[n])), len(lines))


def opening(meeting: Meeting) -> str:
    """How and where it was held, who led it, into which languages it was interpreted."""
    how = [meeting.get_mode_display(), meeting.place]
    lines = [
        _("Held: %(how)s.") % {"how": ", ".join(filter(None, how))},
        _("Led by: %(who)s.") % {"who": meeting.chair or BLANK},
    ]
    if meeting.languages:
        names = ", ".join(meeting.language_names)
        lines.append(_("Interpretation: %(languages)s.") % {"languages": names})
    return "\n".join(lines)
