"""The agenda of a meeting: its items in their order, their minutes, their papers."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from coalition import clock
from coalition.attachments import attach, withdraw_attachment
from coalition.models import User
from coalition.models.journal import record
from coalition.permissions import require
from coalition.text import tidy
from workinggroups.attending import locked_meeting, too_long
from workinggroups.models import AgendaItem, Meeting, Minutes
from workinggroups.verbs.meetings import enter_change

MOST_ITEMS = 40


@transaction.atomic
def add_item(  # noqa: PLR0913 -- an item has a question, minutes, a speaker and a paper
    meeting: Meeting,
    *,
    by: User,
    title: str,
    minutes: int,
    speaker: str = "",
    thread: Any = None,
    paper: UploadedFile | None = None,
    tell: bool = True,
) -> AgendaItem:
    """Put an item at the end of the agenda; refused when the meeting is too short for it."""
    require(by, "moderate", meeting)
    held = _open(meeting)
    items = list(held.items.all())
    if len(items) >= MOST_ITEMS:
        raise ValidationError(_("An agenda has %(count)d items at most.") % {"count": MOST_ITEMS})
    item = AgendaItem(meeting=held, position=max((one.position for one in items), default=0) + 1)
    _say(item, title=title, minutes=minutes, speaker=speaker, thread=thread)
    _fit(held)
    if paper:
        item.paper = attach(paper, by=by, owner=item, place=held.group.place)
        item.save(update_fields=["paper"])
    _changed(held, by, "meeting.item_added", item, tell=tell)
    return item


@transaction.atomic
def edit_item(  # noqa: PLR0913 -- as above
    item: AgendaItem,
    *,
    by: User,
    title: str,
    minutes: int,
    speaker: str = "",
    thread: Any = None,
    paper: UploadedFile | None = None,
    drop_paper: bool = False,
) -> AgendaItem:
    """Change an item; a new paper takes the place of the one before."""
    require(by, "moderate", item)
    held = _open(item.meeting)
    fresh = held.items.select_related("paper").get(pk=item.pk)
    _say(fresh, title=title, minutes=minutes, speaker=speaker, thread=thread)
    _fit(held)
    if fresh.paper and (paper or drop_paper):
        withdraw_attachment(fresh.paper, by=by, owner=fresh)
        fresh.paper = None
    if paper:
        fresh.paper = attach(paper, by=by, owner=fresh, place=held.group.place)
    fresh.save(update_fields=["paper"])
    _changed(held, by, "meeting.item_changed", fresh)
    return fresh


@transaction.atomic
def move_item(item: AgendaItem, *, by: User, down: bool) -> None:
    """Let an item change places with its neighbour; at the end nothing happens."""
    require(by, "moderate", item)
    held = _open(item.meeting)
    items = list(held.items.all())
    here = next(n for n, one in enumerate(items) if one.pk == item.pk)
    there = here + (1 if down else -1)
    if not 0 <= there < len(items):
        return
    items[here], items[there] = items[there], items[here]
    for position, one in enumerate(items, start=1):
        held.items.filter(pk=one.pk).update(position=position)
    _changed(held, by, "meeting.item_moved", item)


@transaction.atomic
def remove_item(item: AgendaItem, *, by: User) -> None:
    """Take an item off the agenda together with its paper."""
    require(by, "moderate", item)
    held = _open(item.meeting)
    fresh = held.items.select_related("paper").get(pk=item.pk)
    if fresh.paper:
        withdraw_attachment(fresh.paper, by=by, owner=fresh)
    record("meeting.item_removed", by=by, subject=held, place=held.group.place, item=fresh.title)
    held.items.filter(pk=fresh.pk).delete()
    enter_change(held, "agenda", by=by)


def _open(meeting: Meeting) -> Meeting:
    """The meeting, locked; its agenda stands once it is called off or its minutes are approved."""
    held = locked_meeting(meeting)
    approved = Minutes.objects.filter(meeting=held, state=Minutes.State.APPROVED).exists()
    if held.is_cancelled or approved:
        raise ValidationError(_("The agenda can no longer be changed."))
    return held


def _say(item: AgendaItem, *, title: str, minutes: int, speaker: str, thread: Any) -> None:
    if thread is not None and thread.group_id != item.meeting.group_id:
        raise ValidationError({"thread": _("Choose a thread of this group.")})
    item.title, item.minutes, item.speaker = tidy(title), minutes, tidy(speaker)
    item.thread = thread
    item.full_clean(exclude=["paper"])
    item.save()


def _fit(meeting: Meeting) -> None:
    needed = sum(meeting.items.values_list("minutes", flat=True))
    if needed > meeting.minutes_long:
        raise ValidationError({"minutes": too_long(needed, meeting)})


def _changed(meeting: Meeting, by: User, deed: str, item: AgendaItem, *, tell: bool = True) -> None:
    Meeting.objects.filter(pk=meeting.pk).update(changed_at=clock.now())
    record(deed, by=by, subject=meeting, place=meeting.group.place, item=item.title)
    if tell:
        enter_change(meeting, "agenda", by=by)
