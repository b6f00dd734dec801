"""Whom a guest of a group speaks for."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from coalition.models import User
from coalition.models.terms import term_name
from workinggroups.models.groups import WorkingGroup


class GuestNote(models.Model):
    """The circle a guest comes from and their organisation, under the address they came by."""

    group = models.ForeignKey(WorkingGroup, on_delete=models.CASCADE, related_name="guest_notes")
    email = models.EmailField(_("e-mail"))
    stakeholder = models.CharField(_("whom they speak for"), max_length=60)
    organisation = models.CharField(_("organisation"), max_length=200, blank=True)
    noted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "email"], name="one_note_per_guest")
        ]

    def __str__(self) -> str:
        return f"{self.email}: {self.stakeholder_name}"

    @property
    def stakeholder_name(self) -> str:
        """The circle in the reader's language."""
        return term_name("stakeholder_groups", self.stakeholder)
