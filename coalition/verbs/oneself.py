"""What people do with what is their own: their words, their sessions."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F

from coalition.models import User
from coalition.models.journal import record


@transaction.atomic
def describe_oneself(user: User, *, by: User, **words: object) -> User:
    """A person's own name, post, contacts and language of letters."""
    if by.pk != user.pk:
        raise PermissionDenied
    for name in ("first_name", "last_name", "post", "phone", "shows_contacts", "language"):
        if name in words:
            setattr(user, name, words[name])
    user.full_clean(exclude=["password"])
    user.save()
    record("person.described", by=by, subject=user)
    return user


@transaction.atomic
def sign_out_everywhere(user: User, *, by: User) -> User:
    """Close every session of a person, on whatever device; the view may keep the present one."""
    if by.pk != user.pk:
        raise PermissionDenied
    User.objects.filter(pk=user.pk).update(sessions_closed=F("sessions_closed") + 1)
    user.refresh_from_db(fields=["sessions_closed"])
    record("person.signed_out_everywhere", by=by, subject=user)
    return user
