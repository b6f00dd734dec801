"""Work longer than a page should take. A thread of every server process does it in turn.

A part registers what a kind of job does; `enqueue` lays one down, and whoever moves its state from
"waiting" to "running" does it. A job whose process has died is taken up again once, then fails with
a sentence. A page shows how far it is, and may cancel it.
"""

from __future__ import annotations

import logging
import threading
import time
import uuid
from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, close_old_connections, models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import get_language, gettext, override

from coalition.models import Job, Place, User
from coalition.permissions import may

log = logging.getLogger("coalition.jobs")

MOST_TRIES = 2
TELL_EACH = 0.5  # seconds; how far a job is need not be told oftener
_works: dict[str, Callable[[Job, Watch], object]] = {}
_wake = threading.Event()


class Stopped(Exception):
    """The job is no longer ours to do: somebody cancelled it, or another process took it over."""


class Watch:
    """What a job tells of itself while it goes on."""

    def __init__(self, job: Job) -> None:
        self.job, self._told = job, 0.0

    def tell(self, done: int, total: int, step: str = "") -> None:
        """Say how far the job is; Stopped when it is not to go on."""
        now = time.monotonic()
        if now - self._told < TELL_EACH:
            return
        self._told = now
        mine = Job.objects.filter(pk=self.job.pk, state=Job.State.RUNNING, tries=self.job.tries)
        said = {"step": step[:200]} if step else {}
        if not mine.update(done=done, total=total, beat_at=timezone.now(), **said):
            raise Stopped


def register(kind: str, work: Callable[[Job, Watch], object]) -> None:
    """Say what a kind of job does; it may tell how far it is, and refuse with ValidationError."""
    _works[kind] = work


def enqueue(
    kind: str, *, by: User, subject: models.Model, place: Place | None = None, step: str = ""
) -> Job:
    """Lay down a job; the right is asked by the verb that needs it."""
    job = Job.objects.create(
        kind=kind,
        by=by,
        place=place,
        subject=f"{subject._meta.label_lower}:{subject.pk}",
        language=get_language() or settings.LANGUAGE_CODE,
        step=step[:200],
    )
    transaction.on_commit(_wake.set)
    return job


def cancel(job: Job, *, by: User) -> bool:
    """Stop a job that has not ended; its own person may, and who edits its place."""
    if job.by_id != by.pk and not (job.place and may(by, "edit", job.place)):
        raise PermissionDenied
    going = Job.objects.filter(pk=job.pk, state__in=Job.OPEN)
    return bool(going.update(state=Job.State.CANCELLED, ended_at=timezone.now()))


def run_now(job: Job) -> Job:
    """Do a waiting job here, without the thread; for what takes no longer than a page."""
    if _take(job):
        _do(job)
    job.refresh_from_db()
    return job


def run_waiting() -> int:
    """Do all that waits, one after the other; returns how many were done."""
    count = 0
    for job in iter(_next, None):
        _do(job)
        count += 1
    return count


def _next() -> Job | None:
    for job in Job.objects.filter(_free()).order_by("pk")[:5]:
        if _take(job):
            return job
    return None


def _free() -> Q:
    silent = timezone.now() - timedelta(seconds=settings.JOB_SILENCE)
    return Q(state=Job.State.WAITING) | Q(state=Job.State.RUNNING, beat_at__lt=silent)


def _take(job: Job) -> bool:
    """Whether the job is ours now: of several processes one moves it forward."""
    free = Job.objects.filter(_free(), pk=job.pk, state=job.state, tries=job.tries)
    if job.tries >= MOST_TRIES:
        with override(job.language):
            sentence = gettext("The server stopped twice during this work. Try a smaller file.")
        free.update(state=Job.State.FAILED, trouble=sentence, ended_at=timezone.now())
        return False
    taken = free.update(
        state=Job.State.RUNNING, tries=F("tries") + 1, beat_at=timezone.now(), done=0
    )
    if taken:
        job.refresh_from_db()
    return bool(taken)


def _do(job: Job) -> None:
    state, trouble = Job.State.DONE, ""
    with override(job.language):
        try:
            _works[job.kind](job, Watch(job))
        except Stopped:
            return
        except (ValidationError, PermissionDenied) as refusal:
            state, trouble = Job.State.FAILED, " ".join(getattr(refusal, "messages", [""]))
            trouble = trouble or gettext("You may not do this any more.")
        except Exception:  # whatever it is, its person must hear of it
            number = uuid.uuid4().hex[:8]
            log.exception("job %s: %s", number, job)
            state = Job.State.FAILED
            trouble = gettext("The fault is ours. Error number: %(number)s") % {"number": number}
    mine = Job.objects.filter(pk=job.pk, state=Job.State.RUNNING, tries=job.tries)
    mine.update(state=state, trouble=trouble[:600], ended_at=timezone.now())


class Worker(threading.Thread):
    """Does what waits until the server stops."""

    def __init__(self) -> None:
        super().__init__(name="jobs", daemon=True)
        self.stopping = threading.Event()

    def run(self) -> None:
        while not self.stopping.is_set():
            _wake.clear()
            try:
                run_waiting()
            except DatabaseError as error:
                log.warning("worker of jobs: %s", error)
            close_old_connections()
            _wake.wait(settings.PERIODIC_PAUSE)

    def stop(self) -> None:
        """End after what is being done."""
        self.stopping.set()
        _wake.set()
