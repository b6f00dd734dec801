"""When each repeated job is due next."""

from django.db import models


class Rhythm(models.Model):
    """A job that repeats; the process that moves `due_at` forward is the one that does it."""

    job = models.CharField(max_length=60, unique=True)
    due_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return self.job
