"""What a group shows of a thread to every visitor."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from coalition.models import User
from workinggroups.models.groups import WorkingGroup
from workinggroups.models.threads import Thread


class ShownThread(models.Model):
    """A thread's title, and perhaps its result, that the group made public; nothing else of it.

    The words are kept as they were made public: what is said inside later does not slip out.
    """

    thread = models.OneToOneField(Thread, on_delete=models.CASCADE, related_name="shown")
    group = models.ForeignKey(WorkingGroup, on_delete=models.CASCADE, related_name="shown_threads")
    title = models.CharField(_("question"), max_length=200)
    result = models.TextField(_("what was concluded"), max_length=2000, blank=True)
    lang = models.CharField(_("language"), max_length=5)
    shown_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    shown_at = models.DateTimeField()

    class Meta:
        ordering = ["-shown_at", "-pk"]

    def __str__(self) -> str:
        return self.title
