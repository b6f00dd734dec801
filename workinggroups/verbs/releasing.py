"""Approved minutes shown to everybody, and taken back."""

from __future__ import annotations

import hashlib

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from coalition import clock
from coalition.models import User
from coalition.models.journal import record
from coalition.permissions import require
from coalition.text import fold
from workinggroups.attending import locked_meeting
from workinggroups.models import Minutes
from workinggroups.verbs.meetings import enter_change


@transaction.atomic
def release_minutes(minutes: Minutes, *, by: User) -> Minutes:
    """Show approved minutes on the public page of the meeting; the chair and the secretary do this.

    Only of a public meeting of a group with a public page. A line that names somebody from the
    list without their post is refused.
    """
    require(by, "moderate", minutes)
    meeting = locked_meeting(minutes.meeting)
    fresh = Minutes.objects.select_for_update(of=("self",)).get(pk=minutes.pk)
    fresh.meeting = meeting
    if fresh.state != Minutes.State.APPROVED:
        raise ValidationError(_("Everybody is shown approved minutes only."))
    if not (meeting.is_public and meeting.group.is_between_cities):
        raise ValidationError(_("The meeting is known to those invited alone; so are its minutes."))
    if bare := _bare_names(fresh):
        raise ValidationError(
            _("In the minutes a name stands without its post: %(lines)s. They stay inside.")
            % {"lines": "; ".join(f"«{line}»" for line in bare)}
        )
    if fresh.released_at is None:
        fresh.released_at, fresh.released_by = clock.now(), by
        fresh.save(update_fields=["released_at", "released_by"])
        record("minutes.released", by=by, subject=fresh, place=meeting.group.place,
               sha256=_digest_of(fresh))  # fmt: skip
        enter_change(meeting, "minutes.released", by=by)
    return fresh


@transaction.atomic
def take_back_minutes(minutes: Minutes, *, by: User, why: str = "") -> Minutes:
    """Take the minutes off the public page at once; their mark, who and why remain."""
    require(by, "moderate", minutes)
    meeting = locked_meeting(minutes.meeting)
    fresh = Minutes.objects.select_for_update(of=("self",)).get(pk=minutes.pk)
    fresh.meeting = meeting
    if fresh.released_at is not None:
        fresh.released_at = fresh.released_by = None
        fresh.save(update_fields=["released_at", "released_by"])
        record("minutes.taken_back", by=by, subject=fresh, place=meeting.group.place,
               sha256=_digest_of(fresh), why=why)  # fmt: skip
        enter_change(meeting, "minutes.taken_back", by=by)
    return fresh


def _digest_of(minutes: Minutes) -> str:
    """The mark by which a text is known again."""
    return hashlib.sha256(minutes.text.encode()).hexdigest()


def _bare_names(minutes: Minutes) -> list[str]:
    """The lines in which somebody of the list is named without their post."""
    listed = [
        (fold(one.name.split()[0]), fold(one.post))
        for one in minutes.meeting.attendance.exclude(name="")
        if one.name.split()
    ]
    return [
        line.strip()[:80]
        for line in minutes.text.splitlines()
        if any(
            surname in fold(line).replace(",", " ").split() and post not in fold(line)
            for surname, post in listed
        )
    ]
