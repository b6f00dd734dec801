"""What a group makes public of its threads, and takes back."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from coalition import clock
from coalition.models import User
from coalition.models.journal import record
from coalition.permissions import require
from workinggroups.models import ShownThread, Thread


@transaction.atomic
def show_thread(thread: Thread, *, by: User, result: bool = False) -> ShownThread:
    """Put a thread's title on the group's public page; of a closed one also what was concluded.

    The words stand there as they are now. The chair does this, thread by thread.
    """
    require(by, "moderate", thread)
    fresh = Thread.objects.select_for_update(of=("self",)).select_related("group__place").get(
        pk=thread.pk
    )  # fmt: skip
    if not fresh.group.is_listed:
        raise ValidationError(_("The group has no public page."))
    if result and not (fresh.closed_at and fresh.closing_words):
        raise ValidationError(_("A result is shown when the thread is closed with a conclusion."))
    shown, _new = ShownThread.objects.update_or_create(
        thread=fresh,
        defaults={
            "group": fresh.group,
            "title": fresh.title,
            "result": fresh.closing_words if result else "",
            "lang": fresh.lang,
            "shown_by": by,
            "shown_at": clock.now(),
        },
    )
    record("thread.shown", by=by, subject=fresh, place=fresh.group.place, result=result)
    return shown


@transaction.atomic
def hide_thread(thread: Thread, *, by: User) -> None:
    """Take a thread off the public page at once."""
    require(by, "moderate", thread)
    gone, _rows = ShownThread.objects.filter(thread=thread).delete()
    if gone:
        record("thread.hidden", by=by, subject=thread, place=thread.group.place)
