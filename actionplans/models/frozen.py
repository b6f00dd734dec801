"""A closed report as it was, byte for byte, for ever."""

from __future__ import annotations

from django.db import models

from actionplans.models.rounds import CityReport


class FrozenReport(models.Model):
    """The document of a closed report and its fingerprint; triggers refuse to change or delete it.

    What a city corrects later stands beside it, as a Correction.
    """

    report = models.OneToOneField(CityReport, on_delete=models.PROTECT, related_name="frozen")
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(sha256=""), name="a_frozen_report_has_its_fingerprint"
            )
        ]

    def __str__(self) -> str:
        return f"{self.report}: {self.sha256[:12]}"
