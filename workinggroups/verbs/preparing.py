"""Preparing a question before the cities are asked; only those who lead the group see it."""

from __future__ import annotations

from datetime import datetime
from typing import NotRequired, TypedDict, Unpack

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from cities.models import City
from coalition import clock
from coalition.errors import Conflict
from coalition.models import User
from coalition.models.journal import record
from coalition.permissions import require
from coalition.text import tidy
from workinggroups.models import Decision, Meeting, Thread
from workinggroups.verbs.threads import ThreadClosed

Mode, State = Decision.Mode, Decision.State


class Asked(TypedDict):
    """What is put to the cities: the question, the way of deciding, until when.

    `clock_city` is the city by whose clock the deadline is told; `put_meeting` or `put_words` say
    where a text under silence was announced.
    """

    mode: str
    question: str
    text: str
    closes_at: datetime
    clock_city: City
    quorum: NotRequired[int]
    about: NotRequired[str]
    lang: NotRequired[str]
    put_meeting: NotRequired[Meeting | None]
    put_words: NotRequired[str]


def filled(decision: Decision, asked: Asked, *, by: User) -> Decision:
    """The decision with what is asked in it, now asked by `by`; not saved yet."""
    mode = asked["mode"]
    if mode not in Mode.values:
        raise ValidationError({"mode": _("Choose from the list.")})
    silent, now = mode == Mode.SILENCE, clock.at_the_database()
    decision.mode, decision.about = mode, asked.get("about", "")
    decision.question, decision.text = tidy(asked["question"]), tidy(asked["text"])
    decision.closes_at, decision.clock_city = asked["closes_at"], asked["clock_city"]
    decision.lang = asked.get("lang") or decision.thread.lang
    counts = mode not in (Mode.SENSE, Mode.SILENCE)
    decision.quorum = max(asked.get("quorum", 0), 1) if counts else 0
    decision.put_meeting = asked.get("put_meeting") if silent else None
    decision.put_words = tidy(asked.get("put_words", ""))[:200] if silent else ""
    decision.opened_by, decision.opened_at, decision.round_opened_at = by, now, now
    return decision


@transaction.atomic
def prepare_decision(thread: Thread, *, by: User, **asked: Unpack[Asked]) -> Decision:
    """Lay a question by as a draft; nobody is told, and only the chair and the secretary see it."""
    require(by, "moderate", thread)
    if not thread.is_open:
        raise ThreadClosed
    draft = filled(Decision(thread=thread, state=State.DRAFT), asked, by=by)
    draft.full_clean()
    draft.save()
    record("decision.prepared", by=by, subject=draft, place=thread.group.place)
    return draft


def held_draft(decision: Decision, *, by: User) -> Decision:
    """The locked draft; refused once the cities have been asked."""
    require(by, "moderate", decision)
    fresh = Decision.objects.locked(decision)
    if not fresh.is_draft:
        raise ValidationError(_("The cities have been asked already; this is no draft any more."))
    return fresh


@transaction.atomic
def change_draft(decision: Decision, *, by: User, version: int, **asked: Unpack[Asked]) -> Decision:
    """Write a draft anew; whoever leads the group with one does this too."""
    fresh = held_draft(decision, by=by)
    if fresh.version != version:
        raise Conflict(at=fresh.opened_at, mine=asked["text"])
    filled(fresh, asked, by=by).version += 1
    fresh.full_clean()
    fresh.save()
    record("decision.draft_changed", by=by, subject=fresh, place=fresh.group.place)
    return fresh


@transaction.atomic
def drop_draft(decision: Decision, *, by: User) -> None:
    """Throw a draft away; the cities never knew of it."""
    fresh = held_draft(decision, by=by)
    record("decision.dropped", by=by, subject=fresh, place=fresh.group.place)
    fresh.delete()
