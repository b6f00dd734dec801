"""Lines of a person's notification centre: what happened that concerns them."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from coalition.models.people import User
from coalition.models.places import Place


class NotificationQuerySet(models.QuerySet["Notification"]):
    def unread(self) -> Self:
        return self.filter(read_at=None)

    def unlettered(self) -> Self:
        """Of which no letter has told, or which have happened again since."""
        return self.filter(Q(lettered_at=None) | Q(lettered_at__lt=F("at")))

    def of(self, user: User, places: list[int]) -> Self:
        """A person's lines, without those of places where they have no role any more."""
        return self.filter(Q(place=None) | Q(place__in=places), user=user)


class Notification(models.Model):
    """One thing that happened and concerns a person; what repeats is one line with a count."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="notifications")
    kind = models.SlugField(max_length=30)  # one of those registered in coalition.notifications
    place = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, related_name="+")
    subject = models.CharField(max_length=80)  # "thread:7", what it is about
    path = models.CharField(max_length=300)  # where one reads it, without the language
    details = models.JSONField(default=dict)
    count = models.PositiveIntegerField(default=1)
    at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True)
    lettered_at = models.DateTimeField(null=True)  # when a letter told of it last

    objects = NotificationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "kind", "subject"],
                condition=Q(read_at=None),
                name="one_unread_line_per_subject",
            )
        ]
        indexes = [models.Index(fields=["user", "-at"])]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.kind} {self.subject}"
