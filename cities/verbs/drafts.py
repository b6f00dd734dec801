"""What becomes of drafts nobody goes on with: three friendly letters, then they are forgotten."""

from __future__ import annotations

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction

from cities.letters import tell_applicant
from cities.models import Application
from coalition import clock
from coalition.attachments import withdraw_attachment
from coalition.models import User
from coalition.models.journal import record

# days left when a reminder goes: the 30th, 75th and 85th day of 90
REMINDERS = (60, 15, 5)
LIMIT = 100  # of one round; the next one is an hour later


@transaction.atomic
def remind_of_drafts(*, by: User) -> int:
    """Write to those whose draft has waited 30, 75 and 85 days; returns how many letters."""
    if not by.is_system:
        raise PermissionDenied
    sent = 0
    for count, days in enumerate(REMINDERS, start=1):
        waiting = Application.objects.filter(
            state=Application.State.DRAFT,
            saved_at__isnull=False,
            reminders=count - 1,
            expires_at__gt=clock.now(),
            expires_at__lte=clock.now() + timedelta(days=days),
        )
        for application in waiting.select_for_update()[:LIMIT]:
            application.reminders = count
            application.save(update_fields=["reminders"])
            tell_applicant(application, "reminder")
            sent += 1
    return sent


@transaction.atomic
def forget_drafts(*, by: User) -> int:
    """Delete drafts whose link has run out, with their files; returns how many.

    They were never sent, so nobody but their city has a claim to them.
    """
    if not by.is_system:
        raise PermissionDenied
    over = Application.objects.filter(
        state=Application.State.DRAFT, submitted_at=None, expires_at__lte=clock.now()
    )
    gone = list(over.select_for_update()[:LIMIT])
    for application in gone:
        record("application.forgotten", by=by, subject=application, place=application.place)
        for paper in application.papers.select_related("attachment"):
            withdraw_attachment(paper.attachment, by=by, owner=application)
        application.delete()
    return len(gone)
