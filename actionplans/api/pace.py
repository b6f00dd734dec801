"""The door of everything that writes: who is calling, and not too fast."""

from __future__ import annotations

import time

from django.core.cache import cache
from django.http import HttpRequest
from django.utils.translation import gettext as _

from actionplans.api.answers import Refused
from coalition.models import User
from coalition.tokens import caller

WRITES_A_MINUTE = 60


def admit_write(request: HttpRequest) -> User:
    """The caller, when the key or session may write and the minute is not used up."""
    user = caller(request, "write")
    now = int(time.time())
    minute = f"api-writes:{user.pk}:{now // 60}"
    cache.add(minute, 0, timeout=120)
    if cache.incr(minute) > WRITES_A_MINUTE:
        raise Refused(
            429,
            _("Too many reports in a minute. Wait a little and send again."),
            headers={"Retry-After": str(60 - now % 60)},
        )
    return user
