"""What the Parties say to an application, and until when they are asked."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cities.models.city import City
from coalition.models import User
from coalition.permissions import Person, places_with


def party_cities(user: Person) -> models.QuerySet[City]:
    """The member cities in whose name a person reads applications, as approver or administrator."""
    places = {*places_with(user, "approve"), *places_with(user, "administer")}
    return City.objects.members().filter(place__in=places)


class VoiceQuerySet(models.QuerySet["PartyVoice"]):
    def current(self) -> Self:
        """The last word of each city; the earlier ones stay beside it."""
        later = PartyVoice.objects.filter(
            application=OuterRef("application"), city=OuterRef("city"), pk__gt=OuterRef("pk")
        )
        return self.filter(~Exists(later))


class PartyVoice(models.Model):
    """What one member city says to an application; for members and the secretariat only.

    A city that says something else adds a row: what it said before stays.
    """

    class Kind(models.TextChoices):
        SUPPORT = "support", _("supports")
        SUPPORT_WITH_COMMENT = "support_with_comment", _("supports, with a comment")
        NEEDS_CONSULTATION = "needs_consultation", _("asks for consultations")

    application = models.ForeignKey(
        "cities.Application", on_delete=models.CASCADE, related_name="voices"
    )
    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("position of the city"), max_length=20, choices=Kind)
    text = models.TextField(_("comment or question"), max_length=2000, blank=True)
    said_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField()

    objects = VoiceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="support") | Q(text__gt=""),
                name="a_comment_or_a_question_has_words",
                violation_error_message=_("Write the comment or the question of the city."),
            ),
        ]
        indexes = [models.Index(fields=["application", "city", "-id"])]
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.city}: {self.get_kind_display()}"

    @property
    def place_id(self) -> int:
        return self.city.place_id


class PositionsAsked(models.Model):
    """The notice to the Parties: by which day they are asked to speak, and under which rules."""

    application = models.OneToOneField(
        "cities.Application", on_delete=models.CASCADE, related_name="notice"
    )
    asked_by = models.DateField(_("positions are asked for by"))
    # in force when the Parties were told; without them nobody's silence says anything
    rules = models.ForeignKey(
        "cities.RegisteredDocument", on_delete=models.PROTECT, null=True, blank=True,
        related_name="+",
    )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.application}: {self.asked_by}"

    def is_over(self, today: date) -> bool:
        """Whether the day has passed; by itself that changes nothing."""
        return today > self.asked_by

    def counts_silence(self, today: date) -> bool:
        """Whether positions not received count as consent by the rules the letter named."""
        if self.rules is None or not self.is_over(today):
            return False
        ended = self.rules.ended_at
        return ended is None or timezone.localdate(ended) > self.asked_by


class DayMoved(models.Model):
    """The secretariat gave the Parties more time, and why."""

    notice = models.ForeignKey(PositionsAsked, on_delete=models.CASCADE, related_name="moves")
    was = models.DateField()
    became = models.DateField(_("new day"))
    reason = models.CharField(_("reason"), max_length=300)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(became__gt=models.F("was")) & Q(reason__gt=""),
                name="more_time_is_later_and_has_a_reason",
                violation_error_message=_("The new day is later than the old one, with a reason."),
            )
        ]
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.was} → {self.became}"
