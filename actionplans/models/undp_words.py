"""UNDP's translation of a city's words into English; the city's own English stands above it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from actionplans.models.measures import Measure
from actionplans.models.progress import ProgressUpdate
from coalition.models import User


class UndpTranslation(models.Model):
    """English words that UNDP puts beside a measure or an update, for its reports.

    A reviewer never edits a city's words: this is a row of its own, marked wherever it is shown.
    `of_words` is the fingerprint of what was translated; another one means that it is outdated.
    """

    measure = models.OneToOneField(
        Measure, on_delete=models.CASCADE, null=True, blank=True, related_name="undp_english"
    )
    update = models.OneToOneField(
        ProgressUpdate, on_delete=models.CASCADE, null=True, blank=True,
        related_name="undp_english",
    )  # fmt: skip
    words = models.JSONField(default=dict)
    of_version = models.PositiveIntegerField()
    of_words = models.CharField(max_length=64)
    version = models.PositiveIntegerField(default=1)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(measure=None, update__isnull=False)
                | Q(measure__isnull=False, update=None),
                name="undp_translates_one_thing",
            )
        ]

    def __str__(self) -> str:
        return f"{self.measure or self.update}"
