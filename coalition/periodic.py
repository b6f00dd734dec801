"""Jobs that repeat. A thread of every server process runs this loop; the database picks one."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError, close_old_connections
from django.utils import timezone

from coalition.models import Rhythm

log = logging.getLogger("coalition.periodic")

_jobs: dict[str, tuple[float, Callable[[], object]]] = {}


def register(name: str, seconds: float, job: Callable[[], object]) -> None:
    """Do `job` about every so many seconds, in one process at a time."""
    _jobs[name] = (seconds, job)


def run_due() -> list[str]:
    """Do what is due; returns the names of the jobs done."""
    now, done = timezone.now(), []
    known = {rhythm.job: rhythm for rhythm in Rhythm.objects.all()}
    for name, (seconds, job) in _jobs.items():
        rhythm = known.get(name)
        if rhythm is None:
            rhythm, _made = Rhythm.objects.get_or_create(job=name, defaults={"due_at": now})
        ahead = now + timedelta(seconds=seconds * settings.RHYTHM)
        mine = Rhythm.objects.filter(pk=rhythm.pk, due_at=rhythm.due_at, due_at__lte=now)
        if rhythm.due_at > now or not mine.update(due_at=ahead):
            continue
        trouble = ""
        try:
            job()
        except Exception as error:  # one broken job must not stop the others
            log.exception("periodic job %s", name)
            trouble = repr(error)[:300]
        Rhythm.objects.filter(pk=rhythm.pk).update(done_at=timezone.now(), trouble=trouble)
        done.append(name)
    return done


class Loop(threading.Thread):
    """Runs what is due until the server stops."""

    def __init__(self) -> None:
        super().__init__(name="periodic", daemon=True)
        self.stopping = threading.Event()

    def run(self) -> None:
        while not self.stopping.wait(settings.PERIODIC_PAUSE):
            try:
                run_due()
            except DatabaseError as error:
                log.warning("periodic loop: %s", error)
            close_old_connections()
