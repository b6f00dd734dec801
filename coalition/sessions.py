"""Which sign-ins still stand. The session a socket was opened with is a photograph; this looks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from coalition.models import SignIn, User
from coalition.second_step import owing, was_taken


def standing_sessions(asked: Iterable[tuple[str, int]]) -> set[str]:
    """The keys, of (session key, person) pairs, with which that person is signed in now.

    Not those that ended or ran out, nor after a new password or a closed account, nor those
    that lack the second step their person's role needs. Two queries, three with the last.
    """
    asked = set(asked)
    people = User.objects.filter(pk__in={user for _key, user in asked}, is_active=True).in_bulk()
    kept = Session.objects.filter(
        session_key__in={key for key, _user in asked}, expire_date__gt=timezone.now()
    )
    data = {session.session_key: session.get_decoded() for session in kept}
    found = {
        (key, user)
        for key, user in asked
        if key in data and user in people and stands(data[key], people[user])
    }
    lacking = {user for key, user in found if not was_taken(data[key], people[user])}
    owe = owing(people[user] for user in lacking)
    return {key for key, user in found if user not in owe or was_taken(data[key], people[user])}


def signed_in(key: str) -> int | None:
    """Who is signed in with a session now, if anybody is. Two queries."""
    kept = Session.objects.filter(session_key=key, expire_date__gt=timezone.now()).first()
    data = kept.get_decoded() if kept else {}
    claimed = str(data.get(SESSION_KEY, ""))
    user = User.objects.filter(pk=claimed, is_active=True).first() if claimed.isdecimal() else None
    if user is None or not stands(data, user):
        return None
    return None if not was_taken(data, user) and owing([user]) else user.pk


def stands(data: dict[str, Any], user: User) -> bool:
    """Whether what a session holds was made for this person and the password they have now."""
    digest = str(data.get(HASH_SESSION_KEY, ""))
    return data.get(SESSION_KEY) == str(user.pk) and constant_time_compare(
        digest, user.get_session_auth_hash()
    )


def sign_ins_of(user: User, session: SessionBase) -> list[tuple[SignIn, bool]]:
    """Where a person is signed in now, each with whether it is this session, which comes first."""
    rows = list(user.sign_ins.all())
    standing = standing_sessions((row.session_key, user.pk) for row in rows)
    kept = [row for row in rows if row.session_key in standing]
    pairs = [(row, row.session_key == session.session_key) for row in kept]
    return sorted(pairs, key=lambda pair: not pair[1])
