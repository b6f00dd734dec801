"""The rules of procedure a group has given itself, without which silence says nothing."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cities.models import RegisteredDocument
from coalition.models import Attachment, User
from workinggroups.models.groups import WorkingGroup


class RulesQuerySet(models.QuerySet["RulesOfProcedure"]):
    def in_force(self) -> Self:
        """Neither ended here nor, where they stand in the register of documents, there."""
        return self.filter(ended_at=None, document__ended_at=None)


class RulesOfProcedure(models.Model):
    """The document in which a group's cities have agreed how they decide between meetings."""

    group = models.ForeignKey(WorkingGroup, on_delete=models.PROTECT, related_name="rules")
    title = models.CharField(_("title of the document"), max_length=200)
    adopted_on = models.DateField(_("agreed on"))
    link = models.URLField(_("where it can be read"), max_length=400, blank=True)
    file = models.ForeignKey(
        Attachment, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    # where the document stands in the register of the Coalition, its word on them counts here
    document = models.ForeignKey(
        RegisteredDocument, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    registered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    registered_at = models.DateTimeField()
    ended_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = RulesQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["group"],
                condition=Q(ended_at=None),
                name="one_set_of_rules_per_group",
                violation_error_message=_("Rules of procedure are registered already."),
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="rules_ended_at_and_by_go_together",
            ),
        ]
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def place_id(self) -> int:
        return self.group.place_id

    @property
    def out_of_force_at(self) -> datetime | None:
        """When they ceased to count, here or in the register."""
        return self.ended_at or (self.document.ended_at if self.document else None)
