"""What the Parties have to do with an application: their voices, and the copies sent to them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cities.models.application import Application
from cities.models.city import City
from coalition.models import User


class PartyVoice(models.Model):
    """What one member city says to an application; for members and the secretariat only."""

    class Kind(models.TextChoices):
        SUPPORT = "support", _("supports")
        SUPPORT_WITH_COMMENT = "support_with_comment", _("supports, with a comment")
        NEEDS_CONSULTATION = "needs_consultation", _("asks for consultations")

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="voices")
    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("position of the city"), max_length=20, choices=Kind)
    text = models.TextField(_("comment or question"), max_length=2000, blank=True)
    said_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application", "city"], name="one_voice_per_city_and_application"
            ),
            models.CheckConstraint(
                condition=Q(kind="support") | Q(text__gt=""),
                name="a_comment_or_a_question_has_words",
                violation_error_message=_("Write the comment or the question of the city."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.city}: {self.get_kind_display()}"

    @property
    def place_id(self) -> int:
        return self.city.place_id


class CertifiedCopy(models.Model):
    """A certified copy of a signed act of joining, sent to one Party by the keeper."""

    class Way(models.TextChoices):
        POST = "post", _("by post")
        COURIER = "courier", _("by courier")
        DIPLOMATIC = "diplomatic", _("through diplomatic channels")
        ELECTRONIC = "electronic", _("electronically")
        BY_HAND = "by_hand", _("by hand")

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="copies")
    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField(_("number of the copy"))
    certified_by = models.CharField(_("who certified"), max_length=200)
    certified_on = models.DateField(_("certified on"))
    outgoing_number = models.CharField(_("outgoing number"), max_length=60)
    way = models.CharField(_("way sent"), max_length=12, choices=Way)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    received_on = models.DateField(_("received on"), null=True, blank=True)
    receipt = models.CharField(_("receipt: incoming number or name"), max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application", "city"], name="one_copy_per_party"),
            models.UniqueConstraint(fields=["application", "number"], name="one_copy_per_number"),
            models.CheckConstraint(
                condition=Q(received_on=None) | Q(received_on__gte=F("certified_on")),
                name="a_copy_is_received_after_it_was_certified",
                violation_error_message=_("The copy cannot arrive before it was certified."),
            ),
        ]
        ordering = ["number"]

    def __str__(self) -> str:
        return f"№ {self.number}, {self.city}"

    @property
    def place_id(self) -> int:
        return self.application.place_id
