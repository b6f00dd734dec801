"""What plans forget of a person who is erased."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction

from actionplans.models import Digest, MeasureWatch, ReminderChoice, SentReminder
from coalition.models import User

THEIRS = (Digest, MeasureWatch, ReminderChoice, SentReminder)


@transaction.atomic
def forget_person(user: User, *, by: User) -> None:
    """Reminders, watched measures and letters of the morning go; drafts and reports stay."""
    if not by.is_system:
        raise PermissionDenied
    for model in THEIRS:
        model.objects.filter(user=user).delete()  # type: ignore[attr-defined]
