"""What begins together with the server: apps name it, the server calls it once its loop runs."""

from __future__ import annotations

from collections.abc import Callable

_beginnings: list[Callable[[], object]] = []


def on_start(begin: Callable[[], object]) -> None:
    """Call `begin` in the event loop of every server process, before the first request."""
    _beginnings.append(begin)


def start() -> None:
    """Begin everything; the server calls this from its running loop."""
    for begin in _beginnings:
        begin()
