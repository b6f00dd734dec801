"""Which cities are invited to a meeting and what they answer; who was there."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cities.models import City
from coalition import clock
from coalition.models import User
from workinggroups.models.meetings import Meeting


class MeetingInvitation(models.Model):
    """The invitation of one city: its letter, and the city's answer."""

    class Answer(models.TextChoices):
        NONE = "", _("no answer yet")
        COMES = "comes", pgettext_lazy("city", "takes part")
        DELEGATE = "delegate", pgettext_lazy("city", "names a delegate")
        DECLINES = "declines", pgettext_lazy("city", "does not take part")

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="invitations")
    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="meeting_invitations")
    number = models.CharField(_("outgoing number"), max_length=40, blank=True)
    day = models.DateField(_("date of the letter"), null=True, blank=True)
    answer = models.CharField(_("answer"), max_length=10, choices=Answer, blank=True, default="")
    post = models.CharField(_("post of the delegate"), max_length=200, blank=True)
    name = models.CharField(_("name of the delegate"), max_length=200, blank=True)
    words = models.CharField(_("a word to the group"), max_length=500, blank=True)
    document = models.CharField(_("letter of the city"), max_length=200, blank=True)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "city"], name="one_invitation_per_city_and_meeting"
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None, answered_by=None)
                | ~Q(answer="") & Q(answered_at__isnull=False, answered_by__isnull=False),
                name="an_answer_has_who_and_when",
            ),
            models.CheckConstraint(
                condition=~Q(answer="delegate") | ~Q(post=""),
                name="a_delegate_has_a_post",
                violation_error_message=_("Name the post of the delegate."),
            ),
        ]
        ordering = ["city__position", "pk"]

    def __str__(self) -> str:
        return f"{self.city}: {self.meeting}"

    @property
    def place_id(self) -> int:
        return self.meeting.place_id


class Attendance(models.Model):
    """One person at a meeting, by post; the name only where it is wanted."""

    class Sex(models.TextChoices):
        UNSAID = "", _("not said")
        WOMAN = "f", _("woman")
        MAN = "m", _("man")

    class How(models.TextChoices):
        PRESENT = "present", _("in the room")
        REMOTE = "remote", _("online or by telephone")
        PROXY = "proxy", _("represented by another person")
        ABSENT = "absent", pgettext_lazy("person", "absent")

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="attendance")
    city = models.ForeignKey(
        City, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("city"),
    )  # fmt: skip
    organisation = models.CharField(_("organisation"), max_length=200, blank=True)
    post = models.CharField(_("post"), max_length=200)
    name = models.CharField(_("surname and initials"), max_length=200, blank=True)
    sex = models.CharField(_("sex"), max_length=1, choices=Sex, blank=True, default="")
    how = models.CharField(_("how"), max_length=10, choices=How, default=How.PRESENT)
    noted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(city__isnull=False) | ~Q(organisation=""),
                name="attendance_is_of_a_city_or_an_organisation",
                violation_error_message=_("Choose a city, or name an organisation."),
            ),
        ]
        ordering = [F("city__position").asc(nulls_last=True), "organisation", "pk"]

    def __str__(self) -> str:
        return f"{self.of}: {self.post}"

    @property
    def of(self) -> str:
        """The city or the organisation a person comes from."""
        return self.city.name if self.city else self.organisation

    @property
    def was_there(self) -> bool:
        return self.how in (self.How.PRESENT, self.How.REMOTE)
