"""What one city does for one measure: its status, its money, its steps."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from actionplans.models.measures import Measure
from cities.models import City
from coalition import clock

if TYPE_CHECKING:
    from actionplans.models.joint import Coordination


class ContributionQuerySet(models.QuerySet["Contribution"]):
    def standing(self) -> Self:
        """Parts of cities that take part today; those of cities that left are history."""
        return self.filter(left_on=None)

    def shown(self) -> Self:
        """Parts that their city shows, beside a measure that everybody may read."""
        return self.filter(visibility=Measure.Visibility.PUBLIC, city__pages_closed=False)


class Contribution(models.Model):
    """A city's part in a measure. A city's own plan has one for each measure, a joint plan several.

    What stands here is what the city has approved; waiting updates are not counted. The words, the
    lead, the due date and whether everybody sees the part are said in joint plans only.
    """

    class Status(models.TextChoices):
        NOT_STARTED = "not_started", pgettext_lazy("status", "Not started")
        IN_PROGRESS = "in_progress", pgettext_lazy("status", "In progress")
        SUSPENDED = "suspended", pgettext_lazy("status", "Suspended")
        COMPLETED = "completed", pgettext_lazy("status", "Completed")
        CANCELLED = "cancelled", pgettext_lazy("status", "Cancelled")

    class Finance(models.TextChoices):
        UNKNOWN = "unknown", _("not known")
        SEEKING = "seeking", _("being sought")
        PARTLY = "partly", _("partly secured")
        SECURED = "secured", _("secured")
        NOT_NEEDED = "not_needed", _("not needed")

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="contributions")
    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="contributions")
    status = models.CharField(
        _("status"), max_length=12, choices=Status, default=Status.NOT_STARTED
    )
    percent = models.PositiveSmallIntegerField(_("percent done"), default=0)
    finance = models.CharField(_("money"), max_length=10, choices=Finance, default=Finance.UNKNOWN)
    lang = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, default="ru")
    words = models.TextField(_("what the city does"), blank=True)
    lead = models.CharField(_("who leads it in the city"), max_length=250, blank=True)
    due_on = models.DateField(_("the city's own due date"), null=True, blank=True)
    due_precision = models.CharField(
        max_length=10, choices=Measure.Precision, default=Measure.Precision.DAY
    )
    visibility = models.CharField(
        _("seen by"),
        max_length=10,
        choices=Measure.Visibility,
        default=Measure.Visibility.PUBLIC,
    )
    left_on = models.DateField(_("left the joint measure on"), null=True, blank=True)
    edition = models.PositiveIntegerField(default=0)  # how often the city adopted its own part
    version = models.PositiveIntegerField(default=1)
    reported_on = models.DateField(null=True, blank=True)
    changed_at = models.DateTimeField()

    objects = ContributionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "city"], name="one_contribution_per_city_and_measure"
            ),
            models.CheckConstraint(
                condition=Q(percent__lte=100),
                name="percent_is_at_most_100",
                violation_error_message=_("The percentage is between 0 and 100."),
            ),
        ]
        ordering = ["city__position", "pk"]

    def __str__(self) -> str:
        return f"{self.city}: {self.measure}"

    @property
    def dated_by(self) -> Contribution | Measure:
        """What says when it is due: the part itself where the city has a day of its own."""
        return self if self.due_on else self.measure

    @property
    def place_id(self) -> int:
        """The place of the contributing city; needs `city` selected."""
        return self.city.place_id

    @property
    def coordination(self) -> Coordination | None:
        """By what this city coordinates the measure today; `measure__coordinations` in lists."""
        today = clock.today()
        rows = self.measure.coordinations.all()
        return next(
            (one for one in rows if one.city_id == self.city_id and one.is_in_force(today)), None
        )

    @property
    def coordinates(self) -> bool:
        """Whether this city coordinates the joint measure today."""
        return self.coordination is not None


class BudgetLine(models.Model):
    """Money for a contribution from one source, in the currency and scale the city uses."""

    class Scale(models.IntegerChoices):
        ONE = 1, _("units")
        THOUSAND = 1_000, _("thousand")
        MILLION = 1_000_000, _("million")
        BILLION = 1_000_000_000, _("billion")

    contribution = models.ForeignKey(
        Contribution, on_delete=models.CASCADE, related_name="budget_lines"
    )
    source = models.CharField(_("source"), max_length=40)
    amount = models.DecimalField(_("amount"), max_digits=16, decimal_places=3)
    currency = models.CharField(_("currency"), max_length=3)
    scale = models.PositiveIntegerField(_("in"), choices=Scale, default=Scale.MILLION)
    price_year = models.PositiveSmallIntegerField(_("in prices of"), null=True, blank=True)
    secured = models.DecimalField(
        _("of which secured"), max_digits=16, decimal_places=3, default=Decimal(0)
    )
    comment = models.CharField(_("comment"), max_length=300, blank=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gte=0) & Q(secured__gte=0), name="money_is_not_negative"
            )
        ]
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return f"{self.amount} × {self.scale} {self.currency}, {self.source}"

    @property
    def in_units(self) -> Decimal:
        """The amount in whole units of the currency."""
        return self.amount * self.scale


class Milestone(models.Model):
    """A step of a contribution with its own date."""

    contribution = models.ForeignKey(
        Contribution, on_delete=models.CASCADE, related_name="milestones"
    )
    title = models.CharField(_("step"), max_length=300)
    due_on = models.DateField(_("due"), null=True, blank=True)
    done_on = models.DateField(_("done"), null=True, blank=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.title
