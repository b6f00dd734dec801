"""The rounds of a decision, and what each city said in them."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cities.models import City
from coalition.models import User
from workinggroups.models.decisions import LONGEST_TEXT, Decision


class DecisionRound(models.Model):
    """An earlier round of a decision: the wording the cities spoke to, and its deadline."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="rounds")
    number = models.PositiveSmallIntegerField()
    question = models.CharField(max_length=200)
    text = models.TextField(max_length=LONGEST_TEXT)
    lang = models.CharField(max_length=5, choices=settings.LANGUAGES)
    opened_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["decision", "number"], name="one_wording_per_round")
        ]
        ordering = ["decision", "number"]

    def __str__(self) -> str:
        return f"{self.decision_id}/{self.number}"


class StanceQuerySet(models.QuerySet["Stance"]):
    def standing(self) -> Self:
        """What each city said last in its round."""
        return self.filter(is_current=True)


class Stance(models.Model):
    """What a city said to a decision, and who said it; what it said before is kept."""

    class Choice(models.TextChoices):
        FITS = "fits", pgettext_lazy("position", "suits us")
        UNSURE = "unsure", pgettext_lazy("position", "not sure")
        REMARK = "remark", pgettext_lazy("position", "have a remark")
        AGREE = "agree", pgettext_lazy("position", "agree")
        ABSTAIN = "abstain", pgettext_lazy("position", "abstain")
        RESERVATION = "reservation", pgettext_lazy("position", "agree with a reservation")
        OBJECTION = "objection", pgettext_lazy("position", "object")
        AMENDMENT = "amendment", pgettext_lazy("position", "propose an amendment")
        FOR = "for", pgettext_lazy("position", "for")
        AGAINST = "against", pgettext_lazy("position", "against")

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="stances")
    round = models.PositiveSmallIntegerField()
    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    is_alternate = models.BooleanField(default=False)
    choice = models.CharField(max_length=12, choices=Choice)
    reason = models.TextField(_("reason"), max_length=4000, blank=True)
    at = models.DateTimeField()
    is_current = models.BooleanField(default=True)

    objects = StanceQuerySet.as_manager()

    REASONED = (Choice.REMARK, Choice.RESERVATION, Choice.OBJECTION, Choice.AMENDMENT)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["decision", "round", "city"],
                condition=Q(is_current=True),
                name="one_voice_per_city_and_round",
            ),
            models.CheckConstraint(
                condition=~Q(choice__in=("remark", "reservation", "objection", "amendment"))
                | ~Q(reason=""),
                name="a_stance_that_needs_one_has_its_reason",
                violation_error_message=_("Say why: without a reason it cannot be taken up."),
            ),
        ]
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.city}: {self.get_choice_display()}"
