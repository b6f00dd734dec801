"""Times proposed for a meeting, and which of them suit the cities."""

from __future__ import annotations

from django.db import models

from cities.models import City
from coalition import clock
from coalition.models import User
from workinggroups.models.meetings import Meeting


class MeetingTime(models.Model):
    """One of the times a meeting may be at, until the chair settles on one."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="times")
    starts_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "starts_at"], name="a_time_is_proposed_once_per_meeting"
            )
        ]
        ordering = ["starts_at"]

    def __str__(self) -> str:
        return f"{self.meeting}: {self.starts_at:%Y-%m-%d %H:%M}"


class TimeMark(models.Model):
    """What a city says of a proposed time: it suits, or it does not."""

    time = models.ForeignKey(MeetingTime, on_delete=models.CASCADE, related_name="marks")
    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="+")
    suits = models.BooleanField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["time", "city"], name="one_mark_per_time_and_city")
        ]
        ordering = ["city__position"]

    def __str__(self) -> str:
        return f"{self.city}: {self.time}"
