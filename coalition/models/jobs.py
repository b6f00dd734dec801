"""Work that takes longer than a page should: how far it is, and how it ended."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coalition.models.people import User
from coalition.models.places import Place


class Job(models.Model):
    """A long piece of work somebody asked for; whoever moves its state forward does it."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waits its turn")
        RUNNING = "running", _("is being done")
        DONE = "done", _("done")
        FAILED = "failed", _("not done")
        CANCELLED = "cancelled", _("stopped")

    OPEN = (State.WAITING, State.RUNNING)

    kind = models.CharField(max_length=60)
    subject = models.CharField(max_length=80, db_index=True)  # "app.model:id" it is about
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="jobs", null=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="jobs")
    language = models.CharField(max_length=5, choices=settings.LANGUAGES, default="ru")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    step = models.CharField(max_length=200, blank=True)
    trouble = models.CharField(max_length=600, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField(default=timezone.now)
    beat_at = models.DateTimeField(null=True)  # when the process that does it last said so
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["state", "id"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN

    @property
    def percent(self) -> int:
        """How far it is, from 0 to 100."""
        return min(100, 100 * self.done // self.total) if self.total else 0
