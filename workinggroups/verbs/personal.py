"""What groups forget of a person who is erased."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction

from coalition.models import User
from coalition.personal import nowhere
from workinggroups.models import (
    CalendarLinks,
    Draft,
    GuestNote,
    JoinRequest,
    ThreadUser,
    Upload,
    Volume,
)

THEIRS = (CalendarLinks, Draft, JoinRequest, ThreadUser, Upload, Volume)


@transaction.atomic
def forget_person(user: User, *, by: User) -> None:
    """Drafts, places in threads, requests, chosen letters and calendar addresses go; posts stay.

    What was noted of them as a guest stays too, under no address.
    """
    if not by.is_system:
        raise PermissionDenied
    for model in THEIRS:
        model.objects.filter(user=user).delete()  # type: ignore[attr-defined]
    GuestNote.objects.filter(email__iexact=user.email).update(email=nowhere(user))
