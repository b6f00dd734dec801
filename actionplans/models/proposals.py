"""What groups propose to a city: its inbox."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from actionplans.models.drafts import MeasureDraft
from actionplans.models.measures import Measure
from cities.models import City
from coalition.models import User
from coalition.permissions import Person, places_with
from workinggroups.models import Decision


class CityProposalQuerySet(models.QuerySet["CityProposal"]):
    def visible_to(self, user: Person) -> Self:
        """What a city received is its internal work."""
        return self.filter(city__place__in=places_with(user, "see_inside"))

    def known(self) -> Self:
        """Those of which the city itself has told the group what became of them."""
        return self.exclude(known_at=None)


class CityProposal(models.Model):
    """A recommendation of a group in the inbox of one city, until the city says what becomes of it.

    Nothing becomes a measure by itself, and the group learns no more than the city tells it.
    """

    class State(models.TextChoices):
        NEW = "new", pgettext_lazy("proposal", "not answered yet")
        TAKEN = "taken", _("taken into the plan as a draft")
        HAS = "has", _("the plan has it already")
        ASIDE = "aside", pgettext_lazy("proposal", "put aside")

    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="proposals")
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(_("what is proposed"), max_length=4000)
    lang = models.CharField(max_length=5, choices=settings.LANGUAGES)
    measure_title = models.CharField(max_length=400, blank=True)
    office = models.CharField(max_length=300, blank=True)
    due_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.NEW)
    received_at = models.DateTimeField()
    answered_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    words = models.CharField(_("why"), max_length=400, blank=True)
    draft = models.ForeignKey(
        MeasureDraft, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    measure = models.ForeignKey(  # that does this already
        Measure, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    known_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    known_at = models.DateTimeField(null=True, blank=True)

    objects = CityProposalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["city", "decision"], name="one_proposal_per_city_and_decision"
            ),
            models.CheckConstraint(
                condition=Q(state="new", answered_at=None, answered_by=None, words="")
                | Q(
                    state__in=("taken", "has", "aside"),
                    answered_at__isnull=False,
                    answered_by__isnull=False,
                ),
                name="a_proposal_is_answered_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state="taken", draft__isnull=False) | Q(~Q(state="taken"), draft=None),
                name="what_was_taken_up_has_its_draft",
            ),
            models.CheckConstraint(
                condition=Q(state="has", measure__isnull=False) | Q(~Q(state="has"), measure=None),
                name="what_the_plan_has_names_its_measure",
            ),
            models.CheckConstraint(
                condition=~Q(state="new") | Q(known_at=None),
                name="a_group_learns_of_answers_only",
            ),
            models.CheckConstraint(
                condition=Q(known_at=None, known_by=None)
                | Q(known_at__isnull=False, known_by__isnull=False),
                name="proposal_known_at_and_by_go_together",
            ),
        ]
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.decision.number}: {self.city}"

    @property
    def led_to(self) -> Measure | None:
        """The measure that came of it, or that does it already; none before its adoption."""
        return self.measure or (self.draft.measure if self.draft else None)

    @property
    def place_id(self) -> int:
        return self.city.place_id
