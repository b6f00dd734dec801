"""Which letters a person wishes to have from a group."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from coalition.models import User
from workinggroups.models.groups import WorkingGroup


class Volume(models.Model):
    """What a person has chosen to hear of a group by letter; without a row, what their role has."""

    class Level(models.TextChoices):
        ALL = "all", _("every post at once, with its whole text")
        MINE = "mine", _("only what concerns me: mentions, answers, decisions, meetings, tasks")
        DIGEST = "digest", _("one letter in the morning, of what is still unread")
        QUIET = "quiet", _("no letters")

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="volumes")
    group = models.ForeignKey(WorkingGroup, on_delete=models.CASCADE, related_name="volumes")
    level = models.CharField(_("letters"), max_length=10, choices=Level)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "group"], name="one_choice_of_letters_per_person_and_group"
            ),
            models.CheckConstraint(
                condition=Q(level__in=["all", "mine", "digest", "quiet"]),
                name="letters_of_a_group_have_a_level",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.group_id} {self.level}"
