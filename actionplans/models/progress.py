"""What a city says about its contribution on a date."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from actionplans.models.contributions import BudgetLine, Contribution
from actionplans.models.plans import ActionPlan, pages_open
from actionplans.models.rounds import CityReport
from actionplans.models.words import Worded
from cities.models import City
from coalition.models import User
from coalition.permissions import Person, places_with

PLAN = "contribution__measure__plan__"


class ProgressUpdateQuerySet(models.QuerySet["ProgressUpdate"]):
    def approved(self) -> Self:
        return self.filter(state=ProgressUpdate.State.APPROVED)

    def public(self) -> Self:
        """Approved updates of measures that everybody sees."""
        return self.approved().filter(
            pages_open(PLAN),
            contribution__visibility="public",
            contribution__measure__state="standing",
            contribution__measure__visibility="public",
            contribution__measure__plan__state__in=ActionPlan.PUBLIC_STATES,
        )

    def visible_to(self, user: Person) -> Self:
        """What is public, and every update of the cities whose inside a person may see."""
        public = Q(
            pages_open(PLAN),
            state=ProgressUpdate.State.APPROVED,
            contribution__visibility="public",
            contribution__measure__state="standing",
            contribution__measure__visibility="public",
            contribution__measure__plan__state__in=ActionPlan.PUBLIC_STATES,
        )
        inside = Q(contribution__city__place__in=places_with(user, "see_inside"))
        return self.filter(public | inside)


class CityLetter(models.Model):
    """A signed letter by which a city that cannot come online sent its report."""

    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="letters")
    number = models.CharField(_("number of the letter"), max_length=60)
    date = models.DateField(_("date of the letter"))
    sender = models.CharField(_("who signed it"), max_length=200)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["city", "number", "date"], name="one_letter_per_number_and_date"
            )
        ]

    def __str__(self) -> str:
        return f"№ {self.number}, {self.date}"

    @property
    def place_id(self) -> int:
        """The place of the city; needs `city` selected."""
        return self.city.place_id


class ProgressUpdate(Worded):
    """Status, percent and what was done: written by an editor, live once an approver agrees."""

    class State(models.TextChoices):
        SUBMITTED = "submitted", _("waits for approval")
        RETURNED = "returned", _("returned with a note")
        APPROVED = "approved", _("approved")
        WITHDRAWN = "withdrawn", _("withdrawn by the city")

    contribution = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="updates")
    report = models.ForeignKey(
        CityReport, on_delete=models.PROTECT, related_name="updates", null=True, blank=True
    )
    on = models.DateField(_("as of"))
    status = models.CharField(_("status"), max_length=12, choices=Contribution.Status)
    percent = models.PositiveSmallIntegerField(_("percent done"))
    achieved = models.TextField(_("what was done"))
    obstacles = models.TextField(_("what is in the way"), blank=True)
    next_steps = models.TextField(_("next steps"), blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.SUBMITTED)
    version = models.PositiveIntegerField(default=1)
    key = models.UUIDField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    approved_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    note = models.TextField(_("note of the approver"), blank=True)
    letter = models.ForeignKey(
        CityLetter, on_delete=models.PROTECT, related_name="updates", null=True, blank=True
    )

    objects = ProgressUpdateQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["by", "key"], name="one_update_per_author_and_key"),
            models.UniqueConstraint(
                fields=["contribution"],
                condition=Q(state__in=("submitted", "returned")),
                name="one_waiting_update_per_contribution",
                violation_error_message=_("An update of this measure already waits."),
            ),
            models.CheckConstraint(
                condition=Q(approved_at=None, approved_by=None)
                | Q(approved_at__isnull=False, approved_by__isnull=False),
                name="update_approved_at_and_by_go_together",
            ),
            models.CheckConstraint(
                condition=~Q(state="approved") | Q(approved_at__isnull=False),
                name="an_approved_update_has_its_approver",
            ),
            models.CheckConstraint(
                condition=Q(percent__lte=100),
                name="update_percent_is_at_most_100",
                violation_error_message=_("The percentage is between 0 and 100."),
            ),
        ]
        indexes = [models.Index(fields=["contribution", "-on"])]
        ordering = ["on", "pk"]

    def __str__(self) -> str:
        return f"{self.contribution} · {self.on}"

    @property
    def place_id(self) -> int:
        """The place of the city that speaks; needs `contribution__city` selected."""
        return self.contribution.city.place_id


class Spending(models.Model):
    """Money spent from one budget line by the day of an update, since the beginning."""

    update = models.ForeignKey(ProgressUpdate, on_delete=models.CASCADE, related_name="spendings")
    budget_line = models.ForeignKey(BudgetLine, on_delete=models.CASCADE, related_name="spendings")
    amount = models.DecimalField(_("spent so far"), max_digits=16, decimal_places=3)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["update", "budget_line"], name="one_spending_per_line_and_update"
            ),
            models.CheckConstraint(condition=Q(amount__gte=0), name="spending_is_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.amount}"
