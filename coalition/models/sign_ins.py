"""Where somebody is signed in."""

from __future__ import annotations

from django.db import models

from coalition import clock
from coalition.models.people import User


class SignIn(models.Model):
    """A browser in which a person is signed in: what it calls itself, since when, last seen.

    Of the place nothing is kept: an address of a network says less than it seems to.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="sign_ins")
    session_key = models.CharField(max_length=40, unique=True)
    device = models.CharField(max_length=80, blank=True)
    began_at = models.DateTimeField(default=clock.now)
    seen_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-seen_at", "-pk"]

    def __str__(self) -> str:
        return self.device or str(self.pk)
