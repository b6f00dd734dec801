"""A period for which cities put their progress before the reviewers."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cities.models import City


class ReportingRound(models.Model):
    """A period of overview, such as the third quarter of 2026."""

    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["starts_on", "ends_on"], name="one_round_per_period"),
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")), name="round_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.starts_on} – {self.ends_on}"


class CityReport(models.Model):
    """The approved updates of one city in one round, put together."""

    round = models.ForeignKey(ReportingRound, on_delete=models.PROTECT, related_name="reports")
    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="reports")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "city"], name="one_report_per_city_and_round")
        ]

    def __str__(self) -> str:
        return f"{self.city}, {self.round}"

    @property
    def place_id(self) -> int:
        return self.city.place_id
