"""The register of documents the keeper keeps: originals, their translations, certified copies."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cities.models.city import City
from cities.models.parties import party_cities
from coalition.models import Attachment, Place, User
from coalition.permissions import Person, places_with


class RegisterQuerySet(models.QuerySet["RegisteredDocument"]):
    def standing(self) -> Self:
        """Entries that no later one has put right."""
        return self.filter(correction=None)

    def public(self) -> Self:
        """Entries that stand in the register for everybody."""
        return self.exclude(shows=RegisteredDocument.Shows.INSIDE)

    def silence_rules(self) -> Self:
        """Rules of procedure in force that name the days after which silence counts."""
        kind = RegisteredDocument.Kind.RULES
        return self.standing().filter(kind=kind, silence_days__isnull=False, ended_at=None)

    def visible_to(self, user: Person) -> Self:
        """All of it for the keeper, the secretariat and the Parties, else what is shown to all."""
        return self if reads_register(user) else self.public()


def reads_register(user: Person) -> bool:
    """Whether a person reads the register from the inside."""
    return bool(
        places_with(user, "keep")
        or Place.objects.filter(
            pk__in=places_with(user, "administer"), kind=Place.Kind.COALITION
        ).exists()
        or party_cities(user).exists()
    )


class RegisteredDocument(models.Model):
    """A document in the register: what it is, where its original lies, how its file is known."""

    class Kind(models.TextChoices):
        DECLARATION = "declaration", _("authentic text of the Declaration")
        ACT = "act", _("act of joining")
        RULES = "rules", _("rules of procedure")
        TRANSLATION = "translation", _("unofficial translation")
        OTHER = "other", _("other document")

    class Shows(models.TextChoices):
        WHOLE = "whole", _("the entry, the text and the scan")
        ENTRY = "entry", _("the entry; the scan is for the Parties")
        INSIDE = "inside", _("nothing; the entry is for the Parties")

    COPIED = (Kind.DECLARATION, Kind.ACT)  # certified copies go to all Parties (Art. 11)

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    title = models.CharField(_("title"), max_length=250)
    number = models.CharField(_("number"), max_length=60, blank=True)
    dated = models.DateField(_("date"))
    language = models.CharField(
        _("language"), max_length=5, choices=settings.LANGUAGES, default="ru"
    )
    text = models.TextField(_("text"), max_length=200_000, blank=True)
    text_sha256 = models.CharField(max_length=64, blank=True, editable=False)
    scan = models.ForeignKey(
        Attachment, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    sha256 = models.CharField(max_length=64, blank=True, editable=False)  # as it was handed in
    kept_at = models.CharField(_("where the original is kept"), max_length=250, blank=True)
    shows = models.CharField(
        _("what everybody sees"), max_length=6, choices=Shows, default=Shows.WHOLE
    )
    original = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="translations"
    )
    corrects = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="correction"
    )
    silence_days = models.PositiveSmallIntegerField(
        _("days after which silence counts"), null=True, blank=True
    )
    registered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    registered_at = models.DateTimeField()
    ended_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_why = models.CharField(max_length=300, blank=True)

    objects = RegisterQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="translation", original__isnull=False)
                | (~Q(kind="translation") & Q(original=None)),
                name="a_translation_has_its_original",
                violation_error_message=_("Name the document that is translated."),
            ),
            models.CheckConstraint(
                condition=Q(silence_days=None) | Q(kind="rules", silence_days__gte=1),
                name="only_rules_say_when_silence_counts",
                violation_error_message=_("Only rules of procedure name days, one or more."),
            ),
            models.UniqueConstraint(
                fields=["kind"],
                condition=Q(silence_days__isnull=False, ended_at=None),
                name="one_set_of_silence_rules_in_force",
                violation_error_message=_(
                    "Rules with a procedure by silence are in force already. End them first."
                ),
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None)
                | Q(kind="rules", ended_at__isnull=False, ended_by__isnull=False),
                name="only_rules_end_at_and_by",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None, withdrawn_why="")
                | (Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False)
                   & ~Q(withdrawn_why="")),
                name="a_scan_is_withdrawn_by_somebody_with_a_reason",
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["sha256"]), models.Index(fields=["text_sha256"])]
        ordering = ["-dated", "-pk"]

    def __str__(self) -> str:
        return f"{self.title} № {self.number}" if self.number else self.title

    @property
    def is_demo(self) -> bool:
        """Invented, to show how the register looks."""
        return self.registered_by.is_demo

    @property
    def is_translation(self) -> bool:
        return self.kind == self.Kind.TRANSLATION

    @property
    def is_copied(self) -> bool:
        """Whether every Party is sent a certified copy."""
        return self.kind in self.COPIED

    @property
    def has_scan(self) -> bool:
        """Whether the scan can be opened."""
        return self.scan is not None and self.scan.withdrawn_at is None

    @property
    def fingerprints(self) -> list[tuple[str, str]]:
        """The SHA-256 sums by which its files are known, each once and with what it is of."""
        stored = self.scan.sha256 if self.scan else ""
        sums = (
            (self.sha256, _("Scan")),
            (stored, _("Scan as it is kept here")),
            (self.text_sha256, _("Text")),
        )
        found: dict[str, str] = {}
        for one, part in sums:
            if one:
                found.setdefault(one, str(part))
        return [(part, one) for one, part in found.items()]

    def is_in_force(self) -> bool:
        """Whether rules of procedure count."""
        return self.ended_at is None

    def is_visible_to(self, user: Person) -> bool:
        """Whether `visible_to` lists it for this person."""
        return self.shows != self.Shows.INSIDE or reads_register(user)


class CertifiedCopy(models.Model):
    """A certified copy of a registered document, sent to one Party by the keeper."""

    class Way(models.TextChoices):
        POST = "post", _("by post")
        COURIER = "courier", _("by courier")
        DIPLOMATIC = "diplomatic", _("through diplomatic channels")
        ELECTRONIC = "electronic", _("electronically")
        BY_HAND = "by_hand", _("by hand")

    document = models.ForeignKey(
        RegisteredDocument, on_delete=models.PROTECT, related_name="copies"
    )
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
            models.UniqueConstraint(fields=["document", "city"], name="one_copy_per_party"),
            models.UniqueConstraint(fields=["document", "number"], name="one_copy_per_number"),
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
        return self.document.place_id
