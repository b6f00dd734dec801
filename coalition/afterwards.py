"""What follows a deed at once, but need not hold up its answer. A thread of the server does it.

What is still to be done lies in rows of whoever registers here, written in the transaction of the
deed, so nothing is lost when a server ends; `soon` only says "look". What other processes left is
found within the pause of repeated jobs.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from django.conf import settings
from django.db import DatabaseError, close_old_connections, transaction

log = logging.getLogger("coalition.afterwards")

ANSWERS_FIRST = 0.4  # seconds; deeds that come together are looked at together
_works: list[Callable[[], object]] = []
_wake = threading.Event()


def register(work: Callable[[], object]) -> None:
    """Do `work` soon after each deed that asks for it; it finds by itself what there is to do."""
    _works.append(work)


def soon() -> None:
    """After the commit of this deed, look at what there is to do."""
    transaction.on_commit(_wake.set)


def look() -> None:
    """Do all that is to be done now."""
    for work in _works:
        try:
            work()
        except DatabaseError as error:  # busy; the rows wait for the next look
            log.warning("afterwards: %s", error)
        except Exception:  # one broken work must not stop the others
            log.exception("afterwards")


class Follower(threading.Thread):
    """Looks whenever a deed asks for it, until the server stops."""

    def __init__(self) -> None:
        super().__init__(name="afterwards", daemon=True)
        self.stopping = threading.Event()

    def run(self) -> None:
        while not self.stopping.is_set():
            if _wake.wait(settings.PERIODIC_PAUSE):
                self.stopping.wait(ANSWERS_FIRST)
            _wake.clear()
            look()
            close_old_connections()

    def stop(self) -> None:
        """End after what is being done."""
        self.stopping.set()
        _wake.set()
