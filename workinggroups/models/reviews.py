"""Looking again at a recommendation: whether it still holds."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from coalition.models import User
from workinggroups.models.decisions import Decision


class DecisionReview(models.Model):
    """What a group found when it looked at a recommendation of its own again."""

    class Finding(models.TextChoices):
        KEPT = "kept", _("stays in force")
        CHANGED = "changed", _("changed by a new decision")
        ENDED = "ended", _("in force no more")

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="reviews")
    finding = models.CharField(_("what was found"), max_length=10, choices=Finding)
    words = models.TextField(_("why"), max_length=2000, blank=True)
    review_on = models.DateField(_("to be looked at again on"), null=True, blank=True)
    replaced_by = models.ForeignKey(
        Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(finding="changed", replaced_by__isnull=False)
                | Q(~Q(finding="changed"), replaced_by=None),
                name="a_changed_recommendation_names_the_new_one",
            ),
            models.CheckConstraint(
                condition=Q(finding="kept") | Q(review_on=None),
                name="only_what_stays_is_looked_at_again",
            ),
        ]
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.decision}: {self.get_finding_display()}"
