"""Which sign-ins still stand. The session a socket was opened with is a photograph; this looks."""

from __future__ import annotations

from collections.abc import Iterable

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
        if key in data
        and user in people
        and data[key].get(SESSION_KEY) == str(user)
        and constant_time_compare(
            data[key].get(HASH_SESSION_KEY, ""), people[user].get_session_auth_hash()
        )
    }
