"""How a plan changes: drafts wait beside the adopted measures, adoption freezes an edition."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from actionplans.models.imports import PlanImport
from actionplans.models.measures import Measure
from actionplans.models.plans import ActionPlan, pages_open
from cities.models import City
from coalition.models import Attachment, User
from coalition.permissions import Person, places_with


class Draft(models.Model):
    """A change that waits for an approver: who proposes it and why, what was decided and by whom.

    A subclass says what is changed, with `patch` and the version that was on the screen.
    """

    class State(models.TextChoices):
        OPEN = "open", _("waits for adoption")
        RETURNED = "returned", _("returned with a note")
        ADOPTED = "adopted", _("adopted")
        WITHDRAWN = "withdrawn", _("withdrawn")

    version = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    reason = models.CharField(_("why"), max_length=400, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    decided_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    note = models.TextField(_("note of the approver"), blank=True)

    class Meta:
        abstract = True


class MeasureDraftQuerySet(models.QuerySet["MeasureDraft"]):
    def open(self) -> Self:
        """Drafts that wait for the approver."""
        return self.filter(state=MeasureDraft.State.OPEN)

    def visible_to(self, user: Person) -> Self:
        """Drafts are the city's internal work, of a joint measure that of all its cities."""
        together = ActionPlan.objects.shared_with(user, "agreed").values("pk")
        return self.filter(
            Q(plan__place__in=places_with(user, "see_inside")) | Q(plan__in=together)
        )


class MeasureDraft(Draft):
    """A change somebody proposes to one measure, or a new measure; nothing changes until adoption.

    `patch` holds {field: new value} of what the form of a measure holds; `base_version` is the
    version of the measure that was on the screen.
    """

    plan = models.ForeignKey(ActionPlan, on_delete=models.CASCADE, related_name="drafts")
    measure = models.ForeignKey(
        Measure, on_delete=models.CASCADE, related_name="drafts", null=True, blank=True
    )
    city = models.ForeignKey(  # whose people drafted it, in a joint plan
        City, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    patch = models.JSONField()
    base_version = models.PositiveIntegerField(default=0)
    imported = models.ForeignKey(  # the file that brought it
        PlanImport, on_delete=models.SET_NULL, related_name="drafts", null=True, blank=True
    )
    edition = models.ForeignKey(  # in which it was adopted
        "Edition", on_delete=models.SET_NULL, related_name="drafts", null=True, blank=True
    )
    objects = MeasureDraftQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["measure"],
                condition=Q(state__in=("open", "returned")),
                name="one_waiting_draft_per_measure",
                violation_error_message=_("A change of this measure already waits."),
            ),
            models.CheckConstraint(
                condition=Q(decided_at=None, decided_by=None)
                | Q(decided_at__isnull=False, decided_by__isnull=False),
                name="draft_decided_at_and_by_go_together",
            ),
        ]
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.measure or self.patch.get("title", ""))

    @property
    def place_id(self) -> int:
        """The place whose plan it is; needs `plan` selected."""
        return self.plan.place_id


class EditionQuerySet(models.QuerySet["Edition"]):
    def public(self) -> Self:
        """Editions that the city shows to everybody, of plans that everybody sees."""
        return self.filter(
            pages_open("plan__"), is_shown=True, plan__state__in=ActionPlan.PUBLIC_STATES
        )


class Edition(models.Model):
    """The plan as it was adopted on a day: frozen, numbered, with its fingerprint.

    The city may take it back from public view, and shows the scan of its act only if it says so.
    """

    plan = models.ForeignKey(ActionPlan, on_delete=models.CASCADE, related_name="editions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    adopted_on = models.DateField()
    act_kind = models.CharField(max_length=100, blank=True)
    act_number = models.CharField(max_length=60, blank=True)
    act_signatory = models.CharField(max_length=200, blank=True)
    scan = models.ForeignKey(
        Attachment, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    is_shown = models.BooleanField(_("everybody sees it"), default=True)
    shows_scan = models.BooleanField(_("everybody sees the scan of the act"), default=False)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = EditionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="one_edition_per_number")
        ]
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.plan}: {self.number}"

    @property
    def act(self) -> str:
        """The act of adoption: its kind and number."""
        return " № ".join(filter(None, (self.act_kind, self.act_number)))

    @property
    def place_id(self) -> int:
        """The place whose plan it is; needs `plan` selected."""
        return self.plan.place_id
