"""The files of an application, and what was frozen each time it was sent."""

from __future__ import annotations

import hashlib
import json
from typing import Any, NoReturn

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cities.models.application import Application
from coalition import clock
from coalition.models import Attachment


class ApplicationPaper(models.Model):
    """One file of an application: the signed letter, an act, a plan, a photograph, a signature."""

    class Kind(models.TextChoices):
        LETTER = "letter", _("signed letter")
        AUTHORITY = "authority", _("act or statute of the authority")
        DRR_PLAN = "drr_plan", _("existing plan of disaster risk reduction")
        CLIMATE_PLAN = "climate_plan", _("existing climate plan")
        PHOTO = "photo", _("photograph")
        OTHER = "other", _("other document")
        SIGNATURE = "signature", _("electronic signature as a separate file")

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="papers")
    kind = models.CharField(_("what it is"), max_length=12, choices=Kind)
    attachment = models.OneToOneField(Attachment, on_delete=models.PROTECT, related_name="+")
    # kept as evidence of that file; nobody here has checked it
    signs = models.ForeignKey(
        "self",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="signatures",
        verbose_name=_("which file it signs"),
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="signature", signs__isnull=False)
                | (~Q(kind="signature") & Q(signs=None)),
                name="a_signature_says_which_file_it_signs",
                violation_error_message=_("Choose which file the signature belongs to."),
            )
        ]

    def __str__(self) -> str:
        return self.attachment.name

    @property
    def format(self) -> str:
        """The kind of file as people call it: PDF, JPG, DOCX."""
        return self.attachment.name.rpartition(".")[2].upper()


def canonical(content: dict[str, Any]) -> str:
    """The one way to write down what was sent; its fingerprint is taken of this."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


class ApplicationRevision(models.Model):
    """What an application said when it was sent: every answer and the fingerprint of every file."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveSmallIntegerField()
    content = models.JSONField()  # {"answers": {name: value}, "files": [...]}
    sha256 = models.CharField(max_length=64)
    sent_at = models.DateTimeField(default=clock.now)
    sent_by = models.CharField(max_length=254)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "number"], name="one_revision_per_number"
            )
        ]

    def __str__(self) -> str:
        return f"{self.application_id}/{self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("What was sent stays as it was sent.")
        self.sha256 = hashlib.sha256(canonical(self.content).encode()).hexdigest()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("What was sent stays as it was sent.")
