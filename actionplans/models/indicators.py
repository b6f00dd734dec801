"""How a city knows that a measure works."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from actionplans.models.contributions import Contribution
from actionplans.models.measures import Measure
from actionplans.models.progress import ProgressUpdate
from coalition.models.terms import in_language


class Indicator(models.Model):
    """Something that is counted for a measure: from a baseline to a target."""

    class Kind(models.TextChoices):
        OUTPUT = "output", _("output")
        OUTCOME = "outcome", _("outcome")

    class Better(models.TextChoices):
        HIGHER = "higher", _("more is better")
        LOWER = "lower", _("less is better")

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="indicators")
    names = models.JSONField(_("indicator, by language"))
    units = models.JSONField(_("unit, by language"), default=dict, blank=True)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.OUTPUT)
    better = models.CharField(max_length=10, choices=Better, default=Better.HIGHER)
    baseline = models.DecimalField(max_digits=16, decimal_places=3, null=True, blank=True)
    baseline_year = models.PositiveSmallIntegerField(null=True, blank=True)
    target = models.DecimalField(max_digits=16, decimal_places=3, null=True, blank=True)
    target_year = models.PositiveSmallIntegerField(null=True, blank=True)
    source = models.CharField(_("source of data"), max_length=300, blank=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """What is counted, in the reader's language."""
        return in_language(self.names)

    @property
    def unit(self) -> str:
        return in_language(self.units)


class Reading(models.Model):
    """A value of an indicator on a day, as one city's update says; shown once that is approved."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="readings")
    contribution = models.ForeignKey(
        Contribution, on_delete=models.CASCADE, related_name="readings"
    )
    update = models.ForeignKey(ProgressUpdate, on_delete=models.CASCADE, related_name="readings")
    on = models.DateField(_("on"))
    value = models.DecimalField(_("value"), max_digits=16, decimal_places=3)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "update"], name="one_reading_per_indicator_and_update"
            )
        ]
        indexes = [models.Index(fields=["indicator", "on"])]
        ordering = ["on", "pk"]

    def __str__(self) -> str:
        return f"{self.value} ({self.on})"
