"""How the secretariat looks at an application: marks of completeness, questions and answers."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from coalition.models import User


class CompletenessMark(models.Model):
    """What a person of the secretariat found about one of the eight points of completeness."""

    class Point(models.TextChoices):
        NAMES = "names", _("names of the city and the country")
        AUTHORITY = "authority", _("authority")
        POPULATION = "population", _("population with its year")
        SIGNATORY = "signatory", _("signatory")
        FOCAL = "focal", _("focal point with contacts")
        HAZARDS = "hazards", _("hazards, plans and early warning")
        REASONS = "reasons", _("why the city joins")
        LETTER = "letter", _("signed letter and consents")

    class Found(models.TextChoices):
        YES = "yes", _("there")
        NO = "no", _("not there")
        QUESTION = "question", _("a question")

    application = models.ForeignKey(
        "cities.Application", on_delete=models.CASCADE, related_name="marks"
    )
    point = models.CharField(max_length=12, choices=Point)
    found = models.CharField(max_length=8, choices=Found)
    note = models.CharField(_("note"), max_length=300, blank=True)
    marked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    marked_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application", "point"], name="one_mark_per_point_of_completeness"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_point_display()}: {self.get_found_display()}"


class Question(models.Model):
    """What the secretariat asks a city about its application without giving it back."""

    class State(models.TextChoices):
        OPEN = "open", _("waits for an answer")
        ANSWERED = "answered", _("answered")
        CLOSED = "closed", _("closed")

    application = models.ForeignKey(
        "cities.Application", on_delete=models.CASCADE, related_name="questions"
    )
    # "task:city" or "point:letter"; empty for a question about the whole
    about = models.CharField(_("what it is about"), max_length=30, blank=True)
    text = models.TextField(_("question"), max_length=2000)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="closed", closed_at__isnull=False, closed_by__isnull=False)
                | (~Q(state="closed") & Q(closed_at=None, closed_by=None)),
                name="a_question_is_closed_by_somebody",
            ),
        ]
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.text[:120]

    @property
    def is_closed(self) -> bool:
        return self.state == self.State.CLOSED


class Answer(models.Model):
    """What a city answered, one row for each time it said so: nothing said is lost."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="answers")
    number = models.PositiveSmallIntegerField()
    text = models.TextField(_("answer"), max_length=4000)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["question", "number"], name="answers_are_numbered")
        ]
        ordering = ["-number"]

    def __str__(self) -> str:
        return self.text[:120]
