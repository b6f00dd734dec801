"""What comes with a city's report: steps done, photographs and papers, the letter it came by."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from actionplans.models.contributions import Contribution, Milestone
from actionplans.models.measures import Measure
from actionplans.models.progress import ProgressUpdate
from coalition.models import Attachment, User


class StepDone(models.Model):
    """A step that an update says is done; the step itself has its day once that is approved."""

    update = models.ForeignKey(ProgressUpdate, on_delete=models.CASCADE, related_name="steps_done")
    milestone = models.ForeignKey(Milestone, on_delete=models.CASCADE, related_name="said_done")
    counted = models.BooleanField(default=False)  # the approval gave the step its day

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["update", "milestone"], name="one_step_done_per_update")
        ]
        ordering = ["milestone__position", "pk"]

    def __str__(self) -> str:
        return str(self.milestone)


class UpdateFileQuerySet(models.QuerySet["UpdateFile"]):
    def kept(self) -> UpdateFileQuerySet:
        """Files the city has not taken away."""
        return self.filter(attachment__withdrawn_at=None)

    def public(self) -> UpdateFileQuerySet:
        """Files of approved updates on pages of measures that everybody reads."""
        return self.kept().filter(
            update__state=ProgressUpdate.State.APPROVED,
            update__contribution__measure__in=Measure.objects.readable(),
        )


class UpdateFile(models.Model):
    """A photograph or a paper that shows what an update says."""

    update = models.ForeignKey(ProgressUpdate, on_delete=models.CASCADE, related_name="files")
    attachment = models.OneToOneField(Attachment, on_delete=models.PROTECT, related_name="+")
    alt = models.CharField(_("what the photo shows"), max_length=200, blank=True)

    objects = UpdateFileQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.alt or self.attachment.name

    @property
    def is_picture(self) -> bool:
        return self.attachment.content_type.startswith("image/")


class MeasureWatch(models.Model):
    """A measure somebody has put on their own list, to report on it first."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="watched_measures")
    contribution = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="watches")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "contribution"], name="one_watch_per_person_and_measure"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.contribution}"
