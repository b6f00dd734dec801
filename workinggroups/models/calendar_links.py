"""The secret links by which a person's calendar follows the meetings."""

from __future__ import annotations

from django.db import models

from coalition.models import User


class CalendarLinks(models.Model):
    """How often a person made their calendar links anew; each time the earlier ones ended."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="calendar_links")
    turn = models.PositiveIntegerField(default=0)
    turned_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.user}: {self.turn}"
