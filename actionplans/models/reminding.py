"""What the platform remembers of reminders: what a person wishes, what was said already."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from coalition.models import User


class ReminderChoice(models.Model):
    """Which letters of reminder a person wishes to have, and how often."""

    class Level(models.TextChoices):
        ALL = "all", _("everything about my cities")
        MINE = "mine", _("only what waits for me")
        NONE = "none", _("no reminders")

    class Pace(models.TextChoices):
        DAILY = "daily", _("at most one a day")
        WEEKLY = "weekly", _("once a week, on Mondays")

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="reminder_choice")
    level = models.CharField(_("reminders by letter"), max_length=4, choices=Level,
                             default=Level.ALL)  # fmt: skip
    pace = models.CharField(_("how often"), max_length=6, choices=Pace, default=Pace.DAILY)

    def __str__(self) -> str:
        return f"{self.user}: {self.level}, {self.pace}"


class SentReminder(models.Model):
    """That a person was reminded of one thing, so that it is not said again too soon."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="reminders")
    kind = models.CharField(max_length=10)
    subject = models.CharField(max_length=60)  # "part:12", "report:3"
    sent_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "subject"], name="one_memory_per_reminder")
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.kind} {self.subject}, {self.sent_on}"


class Digest(models.Model):
    """The last morning on which a person's letter was put together; one letter a day."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="digest")
    on = models.DateField()
    reminded_on = models.DateField(null=True)  # the last one on which reminders were looked for

    def __str__(self) -> str:
        return f"{self.user}, {self.on}"
