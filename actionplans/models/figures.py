"""What the desk of overview reads at a glance, and the rates it turns money into dollars with."""

from __future__ import annotations

from datetime import date

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cities.models import City
from coalition.models import User


class CityFigures(models.Model):
    """What a city's adopted plan adds up to, counted on a day.

    Written in the transaction of whatever changes it (`actionplans.figures.keep`); what stands in
    `counted` is described there. Signals depend on the day, so figures of another day are counted
    anew before they are shown.
    """

    city = models.OneToOneField(City, on_delete=models.CASCADE, related_name="figures")
    as_of = models.DateField()
    counted = models.JSONField()

    def __str__(self) -> str:
        return f"{self.city}, {self.as_of}"


class OperationalRate(models.Model):
    """The UN operational rate of a month: how many units of a currency one US dollar is."""

    # its first day; no constraint says so, as it would ask SQLite for a function of Django's
    month = models.DateField(_("month"))
    currency = models.CharField(_("currency"), max_length=3)
    per_dollar = models.DecimalField(
        _("for one US dollar"), max_digits=14, decimal_places=4,
        validators=[MinValueValidator(0)],
    )  # fmt: skip
    source = models.CharField(_("source"), max_length=200)
    is_example = models.BooleanField(default=False)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["month", "currency"], name="one_rate_per_currency_and_month"
            ),
            models.CheckConstraint(
                condition=Q(per_dollar__gt=0),
                name="rate_is_above_zero",
                violation_error_message=_("The rate is more than zero."),
            ),
        ]
        ordering = ["-month", "currency"]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.currency} {self.per_dollar}"

    @staticmethod
    def month_of(day: date) -> date:
        """The first day of the month, under which rates are kept."""
        return day.replace(day=1)
