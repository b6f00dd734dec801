"""Letters wait here until the transaction that wrote them is safe, then leave."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone


class Letter(models.Model):
    """An e-mail to one address: written with the deed that caused it, sent after it."""

    to = models.EmailField()
    subject = models.CharField(max_length=250)
    body = models.TextField()
    unsubscribe = models.URLField(max_length=300, blank=True)  # of letters that come by themselves
    # by which mail programs put the letters of one talk together (RFC 5322), and where answers go
    message_id = models.CharField(max_length=200, blank=True, db_index=True)
    in_reply_to = models.CharField(max_length=200, blank=True)
    references = models.CharField(max_length=600, blank=True)
    reply_to = models.EmailField(blank=True)
    language = models.CharField(max_length=5, default="ru")
    created_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["due_at"], condition=Q(sent_at=None), name="letters_waiting")
        ]

    def __str__(self) -> str:
        return f"{self.to}: {self.subject}"
