"""What a city puts beside a measure to show it: a file or a link; and the words it is found by."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from actionplans.models.measures import Measure
from coalition.models import Attachment, User


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def kept(self) -> Self:
        """What has not been taken away."""
        return self.filter(withdrawn_at=None).exclude(attachment__withdrawn_at__isnull=False)

    def public(self) -> Self:
        """What everybody may open, beside a measure that everybody may read."""
        return self.kept().filter(
            visibility=Measure.Visibility.PUBLIC, measure__in=Measure.objects.readable()
        )


class Evidence(models.Model):
    """A file or a link beside a measure; the city decides whether everybody sees it."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="evidence")
    title = models.CharField(_("what it is"), max_length=200)
    url = models.URLField(_("address"), max_length=500, blank=True)
    attachment = models.OneToOneField(
        Attachment, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    visibility = models.CharField(
        _("seen by"),
        max_length=10,
        choices=Measure.Visibility,
        default=Measure.Visibility.CITY,
    )
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(attachment=None) & ~Q(url="") | Q(attachment__isnull=False, url=""),
                name="evidence_is_a_file_or_a_link",
            )
        ]
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.title


class MeasureWord(models.Model):
    """The beginning of a telling word of a measure; kept so that similar ones are found fast."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="words")
    stem = models.CharField(max_length=12)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["stem", "measure"], name="one_word_per_measure")
        ]

    def __str__(self) -> str:
        return self.stem
