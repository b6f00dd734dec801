"""How far each reader has come, and what they have begun to write."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from coalition import clock
from coalition.models import User
from workinggroups.models.threads import Thread
from workinggroups.models.volumes import Volume


class ThreadUser(models.Model):
    """A reader's place in a thread, and which letters they have chosen for it alone."""

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="readers")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    last_read_seq = models.BigIntegerField(default=0)
    lettered_seq = models.BigIntegerField(default=0)  # what a morning letter has told of already
    takes_part = models.BooleanField(default=False)  # has written here, or begun it
    # empty: as chosen for the group
    volume = models.CharField(_("letters"), max_length=10, choices=Volume.Level, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["thread", "user"], name="one_place_per_reader"),
            models.CheckConstraint(
                condition=Q(last_read_seq__gte=0, lettered_seq__gte=0),
                name="readers_begin_at_nought",
            ),
            models.CheckConstraint(
                condition=Q(volume__in=["", "all", "mine", "digest", "quiet"]),
                name="letters_of_a_thread_have_a_level",
            ),
        ]
        indexes = [models.Index(fields=["user", "thread"])]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.thread_id}/{self.last_read_seq}"


class Draft(models.Model):
    """What a person has begun to write; an older tab never overwrites a newer one."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=80)  # what it is for, such as "thread:7"
    sequence = models.BigIntegerField(default=0)
    data = models.JSONField(default=dict)
    changed_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "key"], name="one_draft_per_person_and_key")
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.key}"
