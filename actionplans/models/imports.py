"""A plan that came as a file: what it was, what it would change, what became of it."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cities.models import City
from coalition.models import Job, User
from coalition.models.attachments import private_storage
from coalition.permissions import Person, places_with


def stored_name(imported: PlanImport, _original: str) -> str:
    """Where the file lies: by its own fingerprint, so that a name tells nothing."""
    return f"imports/{imported.sha256[:2]}/{imported.sha256}"


class PlanImportQuerySet(models.QuerySet["PlanImport"]):
    def visible_to(self, user: Person) -> Self:
        """What a city brings is its internal work."""
        return self.filter(city__place__in=places_with(user, "see_inside"))


class PlanImport(models.Model):
    """A file with a plan: read, looked at, and accepted or left; until then nothing is written."""

    class State(models.TextChoices):
        READING = "reading", _("is being read")
        READY = "ready", _("waits for a look")
        FAILED = "failed", _("could not be read")
        ACCEPTED = "accepted", _("accepted")
        LEFT = "left", _("not taken")

    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="imports")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    name = models.CharField(_("name of the file"), max_length=200)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    file = models.FileField(storage=private_storage, upload_to=stored_name, max_length=200)
    state = models.CharField(max_length=10, choices=State, default=State.READING)
    layout = models.JSONField(null=True)  # which rows are headings, what the columns become
    fallback = models.BigIntegerField(null=True)  # the direction of what names none
    result = models.JSONField(null=True)  # what it would change
    language = models.CharField(max_length=5, choices=settings.LANGUAGES, default="ru")
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    objects = PlanImportQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["city", "-id"])]
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def place_id(self) -> int:
        """The place whose plan it is; needs `city` selected."""
        return self.city.place_id

    @property
    def counts(self) -> dict[str, int]:
        """How many measures are new, changed, equal, and how many rows are to be corrected."""
        told: dict[str, Any] = (self.result or {}).get("counts", {})
        return {kind: told.get(kind, 0) for kind in ("new", "changed", "equal", "error")}

    @property
    def has_something(self) -> bool:
        """Whether accepting it would write anything."""
        return bool(self.counts["new"] or self.counts["changed"])
