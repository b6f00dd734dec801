"""Which sign-ins still stand. The session a socket was opened with is a photograph; this looks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from coalition.models import User


def standing_sessions(asked: Iterable[tuple[str, int]]) -> set[str]:
    """The keys, of (session key, person) pairs, with which that person is signed in now.

    Not those that ended or ran out, nor after a new password or a closed account. Two queries.
    """
    asked = set(asked)
    people = User.objects.filter(pk__in={user for _key, user in asked}, is_active=True).in_bulk()
    kept = Session.objects.filter(
        session_key__in={key for key, _user in asked}, expire_date__gt=timezone.now()
    )
    data = {session.session_key: session.get_decoded() for session in kept}
    return {
        key
        for key, user in asked
        if key in data and user in people and stands(data[key], people[user])
    }


def signed_in(key: str) -> int | None:
    """Who is signed in with a session now, if anybody is. Two queries."""
    kept = Session.objects.filter(session_key=key, expire_date__gt=timezone.now()).first()
    data = kept.get_decoded() if kept else {}
    claimed = str(data.get(SESSION_KEY, ""))
    user = User.objects.filter(pk=claimed, is_active=True).first() if claimed.isdecimal() else None
    return user.pk if user is not None and stands(data, user) else None


def stands(data: dict[str, Any], user: User) -> bool:
    """Whether what a session holds was made for this person and the password they have now."""
    digest = str(data.get(HASH_SESSION_KEY, ""))
    return data.get(SESSION_KEY) == str(user.pk) and constant_time_compare(
        digest, user.get_session_auth_hash()
    )
