"""What cities attach to an adopted text: how they read it, and what they reserve."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cities.models import City
from coalition.models import User
from workinggroups.models.decisions import Decision


class StatementQuerySet(models.QuerySet["Statement"]):
    def standing(self) -> Self:
        """Those that their cities have not taken back."""
        return self.filter(withdrawn_at=None)


class Statement(models.Model):
    """A city's interpretative statement or formal reservation to a text that was adopted.

    It belongs to the city: the city takes it back at any time, and what is left says who and when.
    """

    class Kind(models.TextChoices):
        INTERPRETATION = "interpretation", _("interpretative statement")
        RESERVATION = "reservation", _("formal reservation")

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="statements")
    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("kind"), max_length=16, choices=Kind)
    text = models.TextField(_("text"), max_length=4000, blank=True)
    lang = models.CharField(max_length=5, choices=settings.LANGUAGES)
    is_public = models.BooleanField(_("everybody reads it with the outcome"), default=False)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    withdrawn_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = StatementQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(~Q(text=""), withdrawn_at=None, withdrawn_by=None)
                | Q(
                    text="",
                    is_public=False,
                    withdrawn_at__isnull=False,
                    withdrawn_by__isnull=False,
                ),
                name="a_statement_has_words_until_it_is_withdrawn",
            )
        ]
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.city}: {self.get_kind_display()}"

    @property
    def place_id(self) -> int:
        return self.decision.place_id
