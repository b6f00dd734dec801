"""Where people are signed in, as they see it in their settings: which device, since, last seen.

Reading a page writes nothing: what was seen is remembered here and written by a thread of the
server, for each session once an hour at most.
"""

from __future__ import annotations

import time
from typing import Any

from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest

from coalition import verbs
from coalition.models import User

MARK = "sign_in"  # in a session: [number of its row, key the row has]
HOUR = 3600

_noted: dict[int, float] = {}
_waiting: set[int] = set()

BROWSERS = (
    ("YaBrowser", "Yandex"),
    ("OPR/", "Opera"),
    ("Edg", "Edge"),
    ("SamsungBrowser", "Samsung"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def device_of(request: HttpRequest) -> str:
    """What a browser calls itself, in two words; empty when it says nothing known."""
    said = request.META.get("HTTP_USER_AGENT", "")
    words = [
        next((name for mark, name in marks if mark in said), "") for marks in (BROWSERS, SYSTEMS)
    ]
    return ", ".join(filter(None, words))


def begin(request: HttpRequest, user: User, **_signal: Any) -> None:
    """Somebody has just signed in."""
    key = request.session.session_key
    if key:
        row = verbs.note_sign_in(user, by=user, key=key, device=device_of(request))
        request.session[MARK] = [row.pk, key]


def follow(request: HttpRequest) -> None:
    """A session whose key has changed, as after a new password, stays in the list."""
    session = getattr(request, "session", None)
    if session is None or not session.modified:
        return
    mark, key = session.get(MARK), session.session_key
    if mark and key and mark[1] != key and isinstance(request.user, User):
        begin(request, request.user)


def note(session: SessionBase) -> None:
    """This session is in use."""
    mark = session.get(MARK)
    if mark and time.monotonic() - _noted.get(mark[0], -HOUR) >= HOUR:
        _noted[mark[0]] = time.monotonic()
        _waiting.add(mark[0])


def write() -> int:
    """Write down what was noted; called by a thread of the server."""
    numbers = set(_waiting)
    _waiting.difference_update(numbers)
    return verbs.note_presence(numbers, by=User.system()) if numbers else 0
