"""What may be said over the socket, and how it is told from what may not."""

from __future__ import annotations

import json
import re
from typing import Any, NoReturn

VERSION = 1  # of what is said here; line.js knows the same
LARGEST = 4096  # bytes of one frame from a reader
MOST = 2**53  # the largest number both sides write the same
TAB = re.compile(r"[\w-]{1,64}")

# kind of frame: {field: what it is}; nothing else is understood
SHAPES: dict[str, dict[str, str]] = {
    "hello": {"v": "number", "tab": "tab"},
    "sub": {"thread": "number", "after": "number"},
    "unsub": {"thread": "number"},
    "ack": {"thread": "number", "seq": "number"},
    "typing": {"thread": "number"},
    "ping": {"n": "number"},
}

# how long a reader waits before coming back, in milliseconds; (0, 0) means not by itself
RETRY = {
    1013: (30_000, 60_000),
    4400: (60_000, 120_000),
    4401: (0, 0),
    4403: (0, 0),
    4408: (500, 5_000),
    4409: (0, 0),
    4413: (60_000, 120_000),
    4429: (60_000, 120_000),
}


class Refused(Exception):
    """A frame that is not understood; carries the code with which the socket is closed."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


def no_constant(_name: str) -> NoReturn:
    """NaN and Infinity are not JSON, whatever Python thinks."""
    raise ValueError


def parse(text: str | None, *, greeted: bool = True) -> dict[str, Any]:
    """The frame in a message; Refused for whatever is not exactly one, or not the one now due."""
    if text is None:
        raise Refused(4400)
    if len(text) > LARGEST or len(text.encode("utf-8", "surrogatepass")) > LARGEST:
        raise Refused(4413)
    try:
        frame = json.loads(text, parse_constant=no_constant)
    except (ValueError, RecursionError):
        raise Refused(4400) from None
    shape = SHAPES.get(frame.get("t")) if has_kind(frame) else None
    if shape is None or set(frame) - {"t"} != set(shape):
        raise Refused(4400)
    if greeted == (frame["t"] == "hello"):
        raise Refused(4400)
    if not all(fits(frame[field], what) for field, what in shape.items()):
        raise Refused(4400)
    return frame


def has_kind(frame: Any) -> bool:
    return isinstance(frame, dict) and isinstance(frame.get("t"), str)


def fits(value: Any, what: str) -> bool:
    """Whether a value is of the kind its field wants."""
    if what == "number":
        return type(value) is int and 0 <= value < MOST
    return isinstance(value, str) and TAB.fullmatch(value) is not None


def dump(kind: str, **fields: Any) -> str:
    """A frame to a reader."""
    return json.dumps({"t": kind, **fields}, ensure_ascii=False, separators=(",", ":"))
