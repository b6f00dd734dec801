"""Translations of the words of a plan; each stands beside its original."""

from __future__ import annotations

from django.db import models

from actionplans.models.measures import Measure
from actionplans.models.plans import ActionPlan, Direction, Goal
from actionplans.models.progress import ProgressUpdate
from actionplans.models.words import Translation


def one_per_language(of: str) -> models.UniqueConstraint:
    """One translation of one thing into one language."""
    return models.UniqueConstraint(
        fields=[of, "lang"], name=f"one_translation_of_{of}_per_language"
    )


class PlanTranslation(Translation):
    """A plan's title in another language."""

    plan = models.ForeignKey(ActionPlan, on_delete=models.CASCADE, related_name="translations")
    title = models.CharField(max_length=400)

    class Meta:
        constraints = [one_per_language("plan")]


class GoalTranslation(Translation):
    """A goal's title in another language."""

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="translations")
    title = models.CharField(max_length=400)

    class Meta:
        constraints = [one_per_language("goal")]


class DirectionTranslation(Translation):
    """A direction's title in another language."""

    direction = models.ForeignKey(Direction, on_delete=models.CASCADE, related_name="translations")
    title = models.CharField(max_length=400)

    class Meta:
        constraints = [one_per_language("direction")]


class MeasureTranslation(Translation):
    """A measure's words in another language."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="translations")
    title = models.CharField(max_length=400)
    description = models.TextField(blank=True)
    expected_result = models.TextField(blank=True)

    class Meta:
        constraints = [one_per_language("measure")]


class UpdateTranslation(Translation):
    """What a city said of its progress, in another language."""

    update = models.ForeignKey(
        ProgressUpdate, on_delete=models.CASCADE, related_name="translations"
    )
    achieved = models.TextField()
    obstacles = models.TextField(blank=True)
    next_steps = models.TextField(blank=True)

    class Meta:
        constraints = [one_per_language("update")]
