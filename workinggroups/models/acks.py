"""Who has said that they read what everybody should."""

from __future__ import annotations

from django.db import models

from cities.models import City
from coalition import clock
from coalition.models import User
from workinggroups.models.posts import Post


class Ack(models.Model):
    """A person says that they have read a post for which this was asked; nothing is noted unasked.

    The city is the one they speak for in the group, as it was then.
    """

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="acks")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    city = models.ForeignKey(City, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["post", "user"], name="one_ack_per_person_and_post")
        ]
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.post}: {self.user}"
