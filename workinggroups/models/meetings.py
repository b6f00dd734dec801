"""Meetings of a group: when, where, in which languages, and what is on the agenda."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cities.models import City
from coalition import clock
from coalition.models import Attachment, User
from coalition.permissions import Person, places_with
from workinggroups.models.groups import WorkingGroup
from workinggroups.models.threads import Thread

# languages of interpretation, as papers name them
TONGUES = {
    "ru": pgettext_lazy("interpretation", "Russian"),
    "kk": pgettext_lazy("interpretation", "Kazakh"),
    "ky": pgettext_lazy("interpretation", "Kyrgyz"),
    "tg": pgettext_lazy("interpretation", "Tajik"),
    "tk": pgettext_lazy("interpretation", "Turkmen"),
    "uz": pgettext_lazy("interpretation", "Uzbek"),
    "en": pgettext_lazy("interpretation", "English"),
}


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def visible_to(self, user: Person) -> Self:
        """Meetings of a person's groups, and those to which their city is invited.

        Of what meets in a consultation only those know who read there, and not their whole city.
        """
        places = places_with(user, "see_inside")
        invited = self.model.invitations.rel.related_model.objects.filter(  # type: ignore[attr-defined]
            city__place__in=places
        ).exclude(meeting__group__kind=WorkingGroup.Kind.CONSULTATION)
        return self.filter(Q(group__place__in=places) | Q(pk__in=invited.values("meeting")))

    def public(self) -> Self:
        """Meetings every visitor may know of: chosen so, of a group with a public page."""
        return self.filter(
            visibility=Meeting.Visibility.PUBLIC,
            group__visibility=WorkingGroup.Visibility.PUBLIC,
        )

    def coming(self, now: datetime) -> Self:
        """Not over yet and not called off, the nearest first."""
        return self.filter(ends_at__gte=now).exclude(state=Meeting.State.CANCELLED).order_by(
            "starts_at", "pk"
        )  # fmt: skip


class Meeting(models.Model):
    """A meeting of a group at a moment, told in the time of the city that holds it.

    The link and the dial-in are for those who are invited and stand on no public page.
    """

    class Mode(models.TextChoices):
        IN_PERSON = "in_person", _("in person")
        ONLINE = "online", _("online")
        MIXED = "mixed", _("in person and online")

    class State(models.TextChoices):
        PLANNED = "planned", pgettext_lazy("meeting", "planned")
        HELD = "held", pgettext_lazy("meeting", "held")
        CANCELLED = "cancelled", pgettext_lazy("meeting", "cancelled")

    class Visibility(models.TextChoices):
        GROUP = "group", _("known to those who are invited")
        PUBLIC = "public", _("known to everybody: title, time, place and agenda")

    group = models.ForeignKey(WorkingGroup, on_delete=models.PROTECT, related_name="meetings")
    thread = models.OneToOneField(Thread, on_delete=models.PROTECT, related_name="meeting")
    title = models.CharField(_("title"), max_length=200)
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="meetings")
    tz = models.CharField(max_length=40)
    mode = models.CharField(_("how"), max_length=10, choices=Mode, default=Mode.ONLINE)
    place = models.CharField(_("place"), max_length=300, blank=True)
    link = models.URLField(_("link to join"), max_length=500, blank=True)
    dial_in = models.CharField(_("by telephone"), max_length=300, blank=True)
    languages = models.JSONField(_("languages of interpretation"), default=list, blank=True)
    chair = models.CharField(_("who leads"), max_length=200, blank=True)
    visibility = models.CharField(
        _("who may know of the meeting"),
        max_length=10,
        choices=Visibility,
        default=Visibility.GROUP,
    )
    state = models.CharField(max_length=10, choices=State, default=State.PLANNED)
    tentative = models.BooleanField(default=False, editable=False)  # its time is being chosen
    cancelled_why = models.CharField(_("why"), max_length=300, blank=True)
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)  # in calendars
    sequence = models.PositiveIntegerField(default=0, editable=False)  # of calendars: grows
    version = models.PositiveIntegerField(default=1, editable=False)
    planned_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    planned_at = models.DateTimeField(default=clock.now)
    changed_at = models.DateTimeField(default=clock.now)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="meeting_ends_after_it_begins",
                violation_error_message=_("The meeting ends before it begins."),
            ),
        ]
        indexes = [models.Index(fields=["group", "-starts_at"])]
        ordering = ["-starts_at", "-pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def place_id(self) -> int:
        return self.group.place_id

    @property
    def minutes_long(self) -> int:
        return int((self.ends_at - self.starts_at).total_seconds() // 60)

    @property
    def is_public(self) -> bool:
        return self.visibility == self.Visibility.PUBLIC and self.group.is_listed

    @property
    def is_cancelled(self) -> bool:
        return self.state == self.State.CANCELLED

    @property
    def has_begun(self) -> bool:
        return self.starts_at <= clock.now()

    @property
    def language_names(self) -> list[str]:
        """The languages of interpretation as the reader's language names them."""
        return [str(TONGUES[code]) for code in self.languages if code in TONGUES]


class AgendaItem(models.Model):
    """One point of an agenda: how long, who speaks, with which papers."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(_("question"), max_length=300)
    minutes = models.PositiveSmallIntegerField(_("minutes"))
    speaker = models.CharField(_("who speaks: the post"), max_length=200, blank=True)
    thread = models.ForeignKey(
        Thread, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("the thread about it"),
    )  # fmt: skip
    paper = models.ForeignKey(
        Attachment, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(minutes__gte=1, minutes__lte=600),
                name="agenda_item_takes_some_minutes",
                violation_error_message=_("An item takes from 1 to 600 minutes."),
            ),
        ]
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def place_id(self) -> int:
        return self.meeting.place_id


def timed(meeting: Meeting, items: list[AgendaItem]) -> list[AgendaItem]:
    """The items with `begins` and `ends` as their order makes them, from the meeting's start."""
    at = meeting.starts_at
    for item in items:
        item.meeting = meeting
        item.begins, item.ends = at, at + timedelta(minutes=item.minutes)  # type: ignore[attr-defined]
        at = item.ends  # type: ignore[attr-defined]
    return items
