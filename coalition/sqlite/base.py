"""SQLite whose connections go from one request to the next, while a server keeps them.

Every request has a thread of its own, so the file would be opened for each, its whole schema read
and every question prepared anew: more work than most answers.
"""

from __future__ import annotations

import sqlite3
from collections import deque
from typing import Any
from weakref import WeakSet

from django.db.backends.sqlite3 import base

_idle: deque[sqlite3.Connection] = deque()
_most = 0


def keep(most: int) -> None:
    """Keep up to so many open connections that nobody uses; none unless a server asks for it."""
    global _most  # noqa: PLW0603 -- one number per process
    _most = most
    while len(_idle) > most:
        _idle.pop().close()


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's own, but for where a connection comes from and goes to."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cursors: WeakSet[sqlite3.Cursor] = WeakSet()

    def get_new_connection(self, conn_params: dict[str, Any]) -> sqlite3.Connection:
        try:
            return _idle.pop()
        except IndexError:
            return super().get_new_connection(conn_params)

    def create_cursor(self, name: str | None = None) -> Any:
        cursor = super().create_cursor(name)
        self.cursors.add(cursor)
        return cursor

    def _close(self) -> None:
        raw: sqlite3.Connection = self.connection
        if len(_idle) >= _most or raw.in_transaction or raw.isolation_level is not None:
            super()._close()  # type: ignore[misc]
            return
        for cursor in self.cursors:  # a question left half answered would hold the past fast
            cursor.close()
        _idle.append(raw)
