"""What is known of a meeting, sentence by sentence, for its minutes: each offered once."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from html import unescape

from django.db.models import Prefetch, Q
from django.utils.formats import date_format
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from workinggroups.events import person
from workinggroups.models import (
    AgendaItem,
    Attendance,
    Decision,
    Meeting,
    MeetingInvitation,
    Stance,
    Task,
)
from workinggroups.models.meetings import timed
from workinggroups.times import in_zone

BLANK = "______________"


@dataclass(frozen=True)
class Fact:
    """One thing the minutes should say, and the item of the agenda it belongs to."""

    key: str
    words: str
    under: str = ""  # the item's question; empty where it is of the whole meeting

    @property
    def is_item(self) -> bool:
        return self.key.startswith("item:")

    @property
    def mark(self) -> str:
        """Another one once the words are others; an item is offered once, whatever its minutes."""
        if self.is_item:
            return "1"
        return hashlib.sha256(self.words.encode()).hexdigest()[:16]


def facts_of(meeting: Meeting) -> list[Fact]:
    """Who was there, each item, what was decided and undertaken, what the thread kept in sight."""
    items = timed(meeting, list(meeting.items.select_related("paper", "thread")))
    under = {one.thread_id: one.title for one in items if one.thread_id}
    facts = [*present(meeting), *(item_fact(n, one) for n, one in enumerate(items, start=1))]
    facts += [
        Fact(f"paper:{one.paper.pk}", _("Paper: “%(name)s”.") % {"name": one.paper.name}, one.title)
        for one in items
        if one.paper
    ]
    facts += decided(meeting, under)
    facts += undertaken(meeting, under)
    return [*facts, *kept_in_sight(meeting)]


def present(meeting: Meeting) -> list[Fact]:
    """How many took part, women and men, for whom and in which posts; which city nobody spoke for.

    Names stand in the list alone.
    """
    noted = list(meeting.attendance.select_related("city"))
    there = [one for one in noted if one.was_there]
    if not there:
        return []
    posts: dict[str, list[str]] = {}
    for one in there:
        posts.setdefault(one.of, []).append(one.post)
    who = "; ".join(f"{of} — {', '.join(held)}" for of, held in posts.items())
    lines = [
        _("Took part: %(count)d (%(sexes)s). %(who)s. The list is attached.")
        % {"count": len(there), "sexes": sexes_of(there), "who": who}
    ]
    spoken = {one.city_id for one in noted if one.how != Attendance.How.ABSENT}
    rows = MeetingInvitation.objects.filter(meeting=meeting).exclude(city__in=spoken - {None})
    if silent := [one.city.name for one in rows.select_related("city")]:
        lines.append(_("Nobody took part from: %(cities)s.") % {"cities": ", ".join(silent)})
    return [Fact("present", "\n".join(lines))]


def sexes_of(there: Iterable[Attendance]) -> str:
    """women 3, men 2; and how many the list says nothing of."""
    said = [one.sex for one in there]
    women, men = said.count(Attendance.Sex.WOMAN), said.count(Attendance.Sex.MAN)
    words = _("women %(women)d, men %(men)d") % {"women": women, "men": men}
    unsaid = len(said) - women - men
    return words + (_(", not said %(count)d") % {"count": unsaid} if unsaid else "")


def item_fact(number: int, item: AgendaItem) -> Fact:
    """An item with its time, who speaks to it, and room for what others said."""
    tz = item.meeting.tz
    begins, ends = in_zone(item.begins, tz), in_zone(item.ends, tz)  # type: ignore[attr-defined]
    lines = [
        f"{number}. {item.title} ({begins:%H:%M}–{ends:%H:%M})",
        _("Heard: %(who)s.") % {"who": item.speaker or BLANK},
    ]
    lines.append(_("Spoke: ______________."))
    return Fact(f"item:{item.pk}", "\n".join(lines), item.title)


def of_the_meeting(meeting: Meeting, threads: Iterable[int], field: str) -> Q:
    """In the meeting's own thread since it began; in those of its items until the next meeting."""
    began = Q(**{f"{field}__gte": meeting.starts_at})
    later = Meeting.objects.filter(group=meeting.group_id, starts_at__gt=meeting.starts_at)
    later = later.exclude(state=Meeting.State.CANCELLED).order_by("starts_at")
    end: datetime | None = later.values_list("starts_at", flat=True).first()
    before = Q(**{f"{field}__lt": end}) if end else Q()
    # a thread that has gone to another group is no longer this group's to write about
    of_items = Q(thread__in=list(threads), thread__group=meeting.group_id) & before
    return began & (Q(thread=meeting.thread_id) | of_items)


def decided(meeting: Meeting, under: dict[int, str]) -> list[Fact]:
    """What was settled since the meeting began, with its number and what the cities said."""
    said = Stance.objects.standing().select_related("city").order_by("city__position", "pk")
    rows = (
        Decision.objects.filter(of_the_meeting(meeting, under, "closed_at"))
        .exclude(result=Decision.Result.WITHDRAWN)
        .prefetch_related(Prefetch("stances", queryset=said, to_attr="standing"))
        .order_by("closed_at", "pk")
    )
    return [Fact(f"decision:{one.pk}", words_of(one), under.get(one.thread_id, "")) for one in rows]


def words_of(decision: Decision) -> str:
    """No. РГ-2/2026-07, the question, what came of it, the outcome, and each city's position."""
    number = f", № {decision.number}" if decision.number else ""
    head = _("Put to the cities: “%(question)s”%(number)s: %(result)s.") % {
        "number": number, "question": decision.question, "result": decision.get_result_display(),
    }  # fmt: skip
    lines = [head, decision.outcome]
    standing: list[Stance] = decision.standing  # type: ignore[attr-defined]
    said = [position(one) for one in standing if one.round == decision.round]
    if said:
        lines.append(_("Positions of cities: %(said)s.") % {"said": "; ".join(said)})
    return "\n".join(filter(None, lines))


def position(stance: Stance) -> str:
    """Osh — agree (the reason)."""
    reason = f" ({stance.reason.rstrip('.')})" if stance.reason else ""
    return f"{stance.city.name} — {stance.get_choice_display()}{reason}"


def undertaken(meeting: Meeting, under: dict[int, str]) -> list[Fact]:
    """The tasks given since the meeting began: what, whose, until when."""
    rows = Task.objects.filter(of_the_meeting(meeting, under, "given_at"))
    rows = rows.select_related("user", "city").order_by("given_at", "pk")
    return [Fact(f"task:{one.pk}", task_words(one), under.get(one.thread_id, "")) for one in rows]


def task_words(task: Task) -> str:
    """Task: what is to be done — Osh, engineer, until 3 December 2026."""
    who = [task.city.name] if task.city else []
    if task.user:
        who.append(task.user.post or person(task.user)["name"])
    said = _("Task: %(what)s — %(who)s") % {"what": task.what.rstrip("."), "who": ", ".join(who)}
    if task.due:
        said += _(", until %(day)s") % {"day": date_format(task.due)}
    return said if said.endswith(".") else f"{said}."


def kept_in_sight(meeting: Meeting) -> list[Fact]:
    """The posts pinned in the meeting's thread, as notes to be worked into the text."""
    pinned = meeting.thread.posts.filter(pinned_at__isnull=False, redacted_at=None)
    return [
        Fact(
            f"post:{post.number}",
            _("From the thread, No. %(number)d, %(who)s: %(words)s")
            % {
                "number": post.number,
                "who": post.city.name if post.city else post.author.post,
                "words": unescape(strip_tags(post.html)).strip(),
            },
        )
        for post in pinned.select_related("author", "city").order_by("number")
    ]
