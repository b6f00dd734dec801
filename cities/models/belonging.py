"""How a city belongs to the Coalition: what it asks for, begins with and takes along."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cities.models.city import City
from coalition.models import Attachment, Job, User
from coalition.models.attachments import private_storage


class Standing(models.Model):
    """A pause, leaving or coming back: asked for by the city itself, with its letter or act."""

    class Kind(models.TextChoices):
        PAUSE = "pause", _("pause")
        LEAVE = "leave", _("leaving")
        RESUME = "resume", _("coming back")

    class Pages(models.TextChoices):
        NOTICE = "notice", _("the public pages stay, with a notice")
        CLOSED = "closed", _("the public pages are closed")

    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="standings")
    kind = models.CharField(_("what the city asks for"), max_length=10, choices=Kind)
    pages = models.CharField(
        _("what becomes of the public pages"), max_length=10, choices=Pages, default=Pages.NOTICE
    )
    letter_number = models.CharField(_("number of the city's letter or act"), max_length=60)
    letter_on = models.DateField(_("date of the letter or act"))
    scan = models.ForeignKey(
        Attachment, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(letter_number__gt=""), name="the_city_asks_by_a_numbered_letter"
            ),
        ]
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.city}: {self.get_kind_display()}"

    @property
    def place_id(self) -> int:
        return self.city.place_id


class WelcomeDismissal(models.Model):
    """A line of the welcome checklist that a city does not wish to see any more."""

    city = models.ForeignKey(City, on_delete=models.CASCADE, related_name="dismissals")
    key = models.CharField(max_length=40)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["city", "key"], name="a_line_is_dismissed_once")
        ]

    def __str__(self) -> str:
        return f"{self.city}: {self.key}"


def stored_whole(whole: CityWhole, _original: str) -> str:
    """Where the file lies: by its own fingerprint, so that a name tells nothing."""
    return f"whole/{whole.sha256[:2]}/{whole.sha256}"


class CityWhole(models.Model):
    """All data of a city in one file, made when its administrator asked for it."""

    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="wholes")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, related_name="+")
    file = models.FileField(
        storage=private_storage, upload_to=stored_whole, max_length=200, blank=True
    )
    size = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.city.slug}-{self.at:%Y-%m-%d}.zip"

    @property
    def place_id(self) -> int:
        return self.city.place_id

    @property
    def is_ready(self) -> bool:
        return bool(self.sha256) and self.removed_at is None
