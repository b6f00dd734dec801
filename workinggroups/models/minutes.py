"""Minutes of a meeting: their text, what is objected to in it, their approval by consent."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cities.models import City
from coalition import clock
from coalition.models import User
from workinggroups.models.meetings import Meeting

LONGEST = 60_000  # characters of minutes


class MinutesQuerySet(models.QuerySet["Minutes"]):
    def public(self) -> Self:
        """What everybody reads: approved, released, of a meeting and a group everybody knows of."""
        return self.filter(
            state=Minutes.State.APPROVED,
            released_at__isnull=False,
            meeting__in=Meeting.objects.public(),
        )


class Minutes(models.Model):
    """The minutes of one meeting; approved when nobody objects until the moment named."""

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("minutes", "draft")
        CIRCULATED = "circulated", pgettext_lazy("minutes", "sent round, objections are awaited")
        APPROVED = "approved", pgettext_lazy("minutes", "approved")

    meeting = models.OneToOneField(Meeting, on_delete=models.PROTECT, related_name="minutes")
    number = models.CharField(_("number of the minutes"), max_length=40, blank=True)
    text = models.TextField(_("text"), max_length=LONGEST)
    version = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    circulated_at = models.DateTimeField(null=True, blank=True)
    objections_until = models.DateTimeField(_("objections until"), null=True, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    told = models.JSONField(default=dict, editable=False)  # {fact: mark of its words} offered once
    released_at = models.DateTimeField(null=True, blank=True)
    released_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    objects = MinutesQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="draft", circulated_at=None, objections_until=None)
                | ~Q(state="draft")
                & Q(circulated_at__isnull=False, objections_until__isnull=False),
                name="minutes_sent_round_have_a_date_for_objections",
            ),
            models.CheckConstraint(
                condition=Q(state="approved", approved_at__isnull=False)
                | ~Q(state="approved") & Q(approved_at=None),
                name="approved_minutes_have_their_moment",
            ),
            models.CheckConstraint(
                condition=Q(released_at=None, released_by=None)
                | Q(state="approved", released_at__isnull=False, released_by__isnull=False),
                name="only_approved_minutes_are_shown_to_everybody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting}, {self.get_state_display()}"

    @property
    def place_id(self) -> int:
        return self.meeting.place_id

    @property
    def awaits_objections(self) -> bool:
        """Whether an objection may be said now."""
        return (
            self.state == self.State.CIRCULATED
            and self.objections_until is not None
            and clock.now() < self.objections_until
        )

    @property
    def open_objections(self) -> list[MinutesObjection]:
        """What was said against the text as it was last sent round."""
        if self.circulated_at is None:
            return []
        said = self.objections.filter(at__gte=self.circulated_at)
        return list(said.select_related("by", "city"))


class MinutesRevision(models.Model):
    """One wording of the minutes; all are kept."""

    minutes = models.ForeignKey(Minutes, on_delete=models.PROTECT, related_name="revisions")
    n = models.PositiveIntegerField()
    text = models.TextField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["minutes", "n"], name="one_wording_of_minutes_per_n")
        ]
        ordering = ["n"]

    def __str__(self) -> str:
        return f"{self.minutes}, {self.n}"


class MinutesObjection(models.Model):
    """What somebody objects to in a wording of the minutes, with the reason."""

    minutes = models.ForeignKey(Minutes, on_delete=models.PROTECT, related_name="objections")
    to_version = models.PositiveIntegerField()
    city = models.ForeignKey(
        City, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    words = models.TextField(_("objection and reason"), max_length=2000)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(words=""), name="an_objection_has_its_reason")
        ]
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.by}: {self.minutes}"
