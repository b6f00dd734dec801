"""The address to which a person answers a thread by e-mail: signed, and good for a while.

Mail programs and servers change the case of addresses, so the token is of small letters and digits.
"""

from __future__ import annotations

import base64
import binascii
import re
from datetime import timedelta

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

from coalition import clock
from coalition.models import User
from workinggroups.models import Thread

SALT = "workinggroups.replies"
DAYS = 90  # how long an address is good
NUMBER, DAY, MARK = 5, 3, 10  # bytes of an id, of a day, of the signature
LENGTH = 2 * NUMBER + DAY


def reply_address(user: User, thread: Thread) -> str:
    """Where this person's answers to a thread go; empty while there are no answers by e-mail."""
    if not settings.REPLY_ADDRESS:
        return ""
    name, _at, domain = settings.REPLY_ADDRESS.partition("@")
    return f"{name}+{token_of(user.pk, thread.pk)}@{domain}"


def token_of(user: int, thread: int) -> str:
    """What stands in the address between the plus and the @."""
    last = (clock.today() + timedelta(days=DAYS)).toordinal()
    said = b"".join(
        number.to_bytes(size, "big")
        for number, size in ((user, NUMBER), (thread, NUMBER), (last, DAY))
    )
    return base64.b32encode(said + _mark(said)).decode().rstrip("=").lower()


def _mark(said: bytes) -> bytes:
    return salted_hmac(SALT, said, algorithm="sha256").digest()[:MARK]


def token_in(addresses: str) -> str:
    """The token in the addresses of a letter, if one of them is ours."""
    name, _at, domain = settings.REPLY_ADDRESS.partition("@")
    ours = rf"{re.escape(name)}\+([a-z2-7]+)@{re.escape(domain)}(?![\w.-])"
    found = re.search(ours, addresses, re.IGNORECASE)
    return found[1].lower() if found and settings.REPLY_ADDRESS else ""


def read_token(token: str) -> tuple[int, int] | None:
    """(person, thread) of a token that is ours and still good."""
    try:
        raw = base64.b32decode(token.upper() + "=" * (-len(token) % 8))
    except (binascii.Error, ValueError):
        return None
    said, mark = raw[:LENGTH], raw[LENGTH:]
    if len(raw) != LENGTH + MARK or not constant_time_compare(mark, _mark(said)):
        return None
    last = int.from_bytes(said[2 * NUMBER :], "big")
    if last < clock.today().toordinal():
        return None
    return int.from_bytes(said[:NUMBER], "big"), int.from_bytes(said[NUMBER : 2 * NUMBER], "big")
