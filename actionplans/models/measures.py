"""A measure: what will be done, by whom, by when. The row is what the city has adopted."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from actionplans.models.plans import ActionPlan, Direction, pages_open
from actionplans.models.words import Worded
from coalition.permissions import Person, places_with


class MeasureQuerySet(models.QuerySet["Measure"]):
    def standing(self) -> Self:
        """Measures that are part of their plan today."""
        return self.filter(state=Measure.State.STANDING)

    def public(self) -> Self:
        """Standing measures of adopted plans that the city shows to everybody."""
        return self.standing().filter(
            pages_open("plan__"),
            visibility=Measure.Visibility.PUBLIC,
            plan__state__in=ActionPlan.PUBLIC_STATES,
        )

    def readable(self) -> Self:
        """Measures with a page for everybody: the public ones, and those they came instead of."""
        return self.filter(
            pages_open("plan__"),
            state__in=(Measure.State.STANDING, Measure.State.SUPERSEDED),
            visibility=Measure.Visibility.PUBLIC,
            plan__state__in=ActionPlan.PUBLIC_STATES,
        )

    def visible_to(self, user: Person) -> Self:
        """What is public, and every measure of the places whose inside a person may see."""
        public = Q(
            pages_open("plan__"),
            state=Measure.State.STANDING,
            visibility=Measure.Visibility.PUBLIC,
            plan__state__in=ActionPlan.PUBLIC_STATES,
        )
        inside = Q(plan__place__in=places_with(user, "see_inside"))
        together = Q(plan__in=ActionPlan.objects.shared_with(user).values("pk"))
        return self.filter(public | inside | together)


class Measure(Worded):
    """One practical measure of a plan; edits wait in drafts until the city adopts them."""

    class State(models.TextChoices):
        STANDING = "standing", _("in the plan")
        SUPERSEDED = "superseded", _("replaced by another measure")
        REMOVED = "removed", _("taken out of the plan")

    class Visibility(models.TextChoices):
        CITY = "city", _("the city's people")
        PUBLIC = "public", _("everybody")

    class Precision(models.TextChoices):
        DAY = "day", _("day")
        MONTH = "month", _("month")
        QUARTER = "quarter", _("quarter")
        HALF_YEAR = "half_year", _("half-year")
        YEAR = "year", _("year")

    plan = models.ForeignKey(ActionPlan, on_delete=models.CASCADE, related_name="measures")
    direction = models.ForeignKey(Direction, on_delete=models.PROTECT, related_name="measures")
    code = models.CharField(_("number"), max_length=20)
    position = models.PositiveIntegerField(default=0)
    title = models.CharField(_("measure"), max_length=400)
    description = models.TextField(_("description"), blank=True)
    expected_result = models.TextField(_("expected result"), blank=True)
    kind = models.CharField(_("kind"), max_length=40, blank=True)
    start_on = models.DateField(_("begins"), null=True, blank=True)
    due_on = models.DateField(_("due"), null=True, blank=True)
    due_precision = models.CharField(
        _("the due date is exact to"), max_length=10, choices=Precision, default=Precision.DAY
    )
    priority = models.CharField(_("priority"), max_length=10, blank=True)
    location = models.CharField(_("where"), max_length=300, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    visibility = models.CharField(
        _("seen by"), max_length=10, choices=Visibility, default=Visibility.PUBLIC
    )
    state = models.CharField(max_length=12, choices=State, default=State.STANDING)
    superseded_by = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="supersedes"
    )
    version = models.PositiveIntegerField(default=1)
    folded = models.TextField(editable=False, default="")
    changed_at = models.DateTimeField()

    objects = MeasureQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "code"],
                name="one_measure_per_code",
                violation_error_message=_("This number is already taken in the plan."),
            ),
            models.CheckConstraint(
                condition=Q(start_on=None) | Q(due_on=None) | Q(due_on__gte=F("start_on")),
                name="measure_is_due_after_it_begins",
                violation_error_message=_("The due date is before the beginning."),
            ),
        ]
        indexes = [models.Index(fields=["plan", "position"])]
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    @property
    def place_id(self) -> int:
        """The place whose people work on it; needs `plan` selected."""
        return self.plan.place_id

    @property
    def is_public(self) -> bool:
        """Whether everybody sees it; needs `plan` selected."""
        return (
            self.state == self.State.STANDING
            and self.visibility == self.Visibility.PUBLIC
            and self.plan.is_public
        )


class Executor(models.Model):
    """Who carries out a measure: a kind of office from the list, or a name in words."""

    class Role(models.TextChoices):
        LEAD = "lead", _("lead implementer")
        CO = "co", _("co-implementer")
        SUPPORT = "support", _("support")

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="executors")
    role = models.CharField(_("role"), max_length=10, choices=Role)
    department = models.CharField(_("office"), max_length=40, blank=True)
    name = models.CharField(_("name of the office"), max_length=250, blank=True)
    by_agreement = models.BooleanField(_("subject to agreement"), default=False)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["measure"], condition=Q(role="lead"), name="one_lead_per_measure"
            ),
            models.CheckConstraint(
                condition=~Q(department="", name=""), name="executor_is_somebody"
            ),
        ]
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.name or self.department


class MeasureTerm(models.Model):
    """A hazard, sector, goal or tag of a measure, from one of the vocabularies."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="terms")
    scheme = models.CharField(max_length=40)
    key = models.CharField(max_length=60)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "scheme", "key"], name="one_term_per_measure"
            )
        ]
        indexes = [models.Index(fields=["scheme", "key"])]
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.scheme}:{self.key}"
