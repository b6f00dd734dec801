"""How cities come together in a joint plan: each by its own word, coordinated for a term."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from actionplans.models.contributions import Contribution
from actionplans.models.drafts import Draft, MeasureDraft
from actionplans.models.measures import Measure
from actionplans.models.plans import ActionPlan
from cities.models import City
from coalition.models import User
from coalition.permissions import Person, places_with


class Spoken(models.Model):
    """A city's word: who gave it, when, with what note, by which act where there is one."""

    note = models.TextField(_("note"), blank=True)
    act_kind = models.CharField(_("kind of act"), max_length=100, blank=True)
    act_number = models.CharField(_("number of the act"), max_length=60, blank=True)
    act_date = models.DateField(_("date of the act"), null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def act(self) -> str:
        """The act of the city: its kind and number."""
        return " № ".join(filter(None, (self.act_kind, self.act_number)))


class ParticipationQuerySet(models.QuerySet["Participation"]):
    def agreed(self) -> Self:
        """Cities that take part today."""
        return self.filter(state=Participation.State.AGREED)

    def awaiting(self) -> Self:
        """Proposals that wait for the city's word; silence is no consent."""
        return self.filter(state=Participation.State.PROPOSED)

    def visible_to(self, user: Person) -> Self:
        """One's own city's, and those of the cities it was named with."""
        own = Participation.objects.filter(city__place__in=places_with(user, "see_inside"))
        live = own.filter(state__in=(Participation.State.PROPOSED, Participation.State.AGREED))
        return self.filter(Q(pk__in=own) | Q(plan__in=live.values("plan")))


class Participation(Spoken):
    """A city in a joint plan: proposed by another city, in it only once its approver agrees."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("proposed, no answer yet")
        AGREED = "agreed", _("takes part")
        NOT_AGREED = "not_agreed", _("does not take part")
        LEFT = "left", _("has left")

    plan = models.ForeignKey(ActionPlan, on_delete=models.CASCADE, related_name="participations")
    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="participations")
    state = models.CharField(max_length=10, choices=State, default=State.PROPOSED)
    proposed_by_city = models.ForeignKey(
        City, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    proposal = models.TextField(_("words of the proposal"), blank=True)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    answered_at = models.DateTimeField(null=True)
    left_on = models.DateField(_("left on"), null=True, blank=True)

    objects = ParticipationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "city"], name="one_word_of_a_city_per_plan"),
            models.CheckConstraint(
                condition=Q(state="proposed", answered_at=None, answered_by=None)
                | (~Q(state="proposed") & Q(answered_at__isnull=False, answered_by__isnull=False)),
                name="a_city_takes_part_by_somebodys_word",
            ),
            models.CheckConstraint(
                condition=Q(state="left", left_on__isnull=False)
                | (~Q(state="left") & Q(left_on=None)),
                name="a_city_that_left_has_its_day",
            ),
        ]
        ordering = ["city__position", "pk"]

    def __str__(self) -> str:
        return f"{self.plan}: {self.city}"

    @property
    def place_id(self) -> int:
        """The place of the city whose word it is; needs `city` selected."""
        return self.city.place_id


class CoordinationQuerySet(models.QuerySet["Coordination"]):
    def in_force(self, today: date) -> Self:
        """Who coordinates on a day: agreed, its term neither ended nor over."""
        return self.filter(ended_on=None, since__lte=today, until__gte=today)


class Coordination(models.Model):
    """A city keeps a joint measure together, by agreement of its cities, for a term."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="coordinations")
    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="coordinations")
    since = models.DateField(_("from"))
    until = models.DateField(_("until"))
    ended_on = models.DateField(_("handed over on"), null=True, blank=True)
    agreed = models.ForeignKey(  # the words in which the cities agreed; none from a command
        MeasureDraft, on_delete=models.SET_NULL, related_name="+", null=True, blank=True
    )

    objects = CoordinationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["measure"],
                condition=Q(ended_on=None),
                name="one_coordinating_city_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(until__gte=F("since")), name="coordination_ends_after_it_begins"
            ),
        ]
        ordering = ["-since", "-pk"]

    def __str__(self) -> str:
        return f"{self.city}: {self.measure}"

    def is_in_force(self, today: date) -> bool:
        return self.ended_on is None and self.since <= today <= self.until


class Agreement(Spoken):
    """What a city's approver says of a draft of a joint measure, in one version of its words."""

    draft = models.ForeignKey(MeasureDraft, on_delete=models.CASCADE, related_name="agreements")
    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    agrees = models.BooleanField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["draft", "city", "version"], name="one_word_per_city_and_version"
            )
        ]
        ordering = ["city__position", "pk"]

    def __str__(self) -> str:
        return f"{self.draft}: {self.city}"


class PartDraftQuerySet(models.QuerySet["PartDraft"]):
    def waiting(self) -> Self:
        """Drafts not decided yet: before the approver, or returned to the editor."""
        return self.filter(state__in=(PartDraft.State.OPEN, PartDraft.State.RETURNED))

    def visible_to(self, user: Person) -> Self:
        """A city's draft of its own part is its internal work; no other city sees it."""
        return self.filter(contribution__city__place__in=places_with(user, "see_inside"))


class PartDraft(Draft):
    """A change a city proposes to its own part of a joint measure; its own approver adopts it."""

    contribution = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="drafts")
    patch = models.JSONField()
    base_version = models.PositiveIntegerField()
    objects = PartDraftQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["contribution"],
                condition=Q(state__in=("open", "returned")),
                name="one_waiting_draft_per_part",
                violation_error_message=_("A change of this part already waits."),
            ),
            models.CheckConstraint(
                condition=Q(decided_at=None, decided_by=None)
                | Q(decided_at__isnull=False, decided_by__isnull=False),
                name="part_draft_decided_at_and_by_go_together",
            ),
        ]
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.contribution)

    @property
    def place_id(self) -> int:
        """The place of the city whose part it is; needs `contribution__city` selected."""
        return self.contribution.city.place_id
