"""What reviewers say to a report: proposals for clarification, notes of their own, recusals."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from actionplans.models.contributions import Contribution
from actionplans.models.measures import Measure
from actionplans.models.progress import ProgressUpdate
from actionplans.models.rounds import CityReport
from coalition.models import User


class RemarkQuerySet(models.QuerySet["Remark"]):
    def told(self) -> Self:
        """What the city sees: proposals that were sent."""
        return self.exclude(state=Remark.State.DRAFT)


class Remark(models.Model):
    """A proposal for clarification on one measure of a report, and the city's answer to it.

    Reviewers alone see it until all of a report are sent together.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("not sent yet")
        SENT = "sent", _("awaits the city's answer")
        ANSWERED = "answered", _("answered")

    report = models.ForeignKey(CityReport, on_delete=models.PROTECT, related_name="remarks")
    contribution = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="remarks")
    update = models.ForeignKey(
        ProgressUpdate, on_delete=models.SET_NULL, null=True, related_name="remarks"
    )
    text = models.TextField(_("proposal for clarification"))
    lang = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, default="ru")
    state = models.CharField(max_length=8, choices=State, default=State.DRAFT)
    version = models.PositiveIntegerField(default=1)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    answer = models.TextField(_("the city's answer"), blank=True)
    answer_lang = models.CharField(
        _("language"), max_length=5, choices=settings.LANGUAGES, default="ru"
    )
    answered_with = models.ForeignKey(
        ProgressUpdate, on_delete=models.SET_NULL, null=True, related_name="answers"
    )
    answered_at = models.DateTimeField(null=True)

    objects = RemarkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["report", "contribution"],
                condition=Q(state="draft"),
                name="one_unsent_remark_per_measure",
                violation_error_message=_("A proposal for this measure already waits to be sent."),
            ),
            models.CheckConstraint(
                condition=Q(state="draft", sent_at=None)
                | (~Q(state="draft") & Q(sent_at__isnull=False)),
                name="a_sent_remark_has_its_day",
            ),
            models.CheckConstraint(
                condition=Q(state="answered", answered_at__isnull=False)
                | (~Q(state="answered") & Q(answered_at=None)),
                name="an_answered_remark_has_its_day",
            ),
        ]
        ordering = ["sent_at", "pk"]

    def __str__(self) -> str:
        return f"{self.report}: {self.contribution.measure.code}"


class ReviewNote(models.Model):
    """A note reviewers keep for themselves beside a report; no city sees it."""

    report = models.ForeignKey(CityReport, on_delete=models.PROTECT, related_name="review_notes")
    text = models.TextField(_("note"))
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.report}: {self.by}"


class Recusal(models.Model):
    """A reviewer steps back from one report, and from then on does nothing with it."""

    report = models.ForeignKey(CityReport, on_delete=models.PROTECT, related_name="recusals")
    reviewer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="recusals")
    reason = models.CharField(_("why"), max_length=400)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["report", "reviewer"], name="one_recusal_per_reviewer_and_report"
            )
        ]
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.reviewer}: {self.report}"


class Correction(models.Model):
    """What a city says beside a closed report; the report itself stays as it was."""

    report = models.ForeignKey(CityReport, on_delete=models.PROTECT, related_name="corrections")
    measure = models.ForeignKey(
        Measure, on_delete=models.SET_NULL, related_name="corrections", null=True, blank=True
    )
    code = models.CharField(_("number of the measure"), max_length=20, blank=True)
    text = models.TextField(_("correction"))
    lang = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, default="ru")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.report}: {self.code}"
