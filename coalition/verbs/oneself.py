"""What people do with what is their own: the words about them."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction

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
