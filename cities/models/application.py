"""A city's application to join: its answers, its way through the real states, what Parties say."""

from __future__ import annotations

import hashlib
from datetime import date, datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.crypto import constant_time_compare, get_random_string, salted_hmac
from django.utils.translation import gettext_lazy as _

from cities.models.city import City
from cities.models.parties import party_cities
from cities.models.register import CertifiedCopy, RegisteredDocument
from coalition import clock
from coalition.models import Attachment, Place, User
from coalition.models.terms import in_language, term_name, terms
from coalition.permissions import Person, may, places_with

SALT = "cities.application"
DAYS = 90  # how long a link works after the last word of its city


def new_seed() -> str:
    """What makes the link of one application unlike any other."""
    return get_random_string(22)


def secret_of(salt: str, seed: str, email: str) -> str:
    """The secret of a link, computed anew each time."""
    return salted_hmac(salt, f"{seed}:{email}", algorithm="sha256").hexdigest()


def digest_of(secret: str) -> str:
    """What is stored of a secret."""
    return hashlib.sha256(secret.encode(errors="replace")).hexdigest()


class ApplicationQuerySet(models.QuerySet["Application"]):
    def of_secret(self, secret: str, now: datetime) -> Application | None:
        """The application behind a link, the first one's or the second person's, while in time."""
        digest = digest_of(secret)
        own = Q(digest=digest) | Q(companions__digest=digest, companions__ended_at=None)
        found = self.filter(own, expires_at__gt=now)
        return found.prefetch_related("papers__attachment").first()

    def shown_publicly(self) -> Self:
        """Those under way whose cities let them be listed, in the order of their numbers."""
        gone = (Application.State.WITHDRAWN, Application.State.COPIES_SENT)
        listed = self.filter(agrees_to_publish=True, submitted_at__isnull=False)
        return listed.exclude(state__in=gone).order_by("year", "ordinal")

    def visible_to(self, user: Person) -> Self:
        """What the secretariat, the keeper and the Parties read; a Party from its notice on."""
        seen = Q(pk__in=[])
        if places_with(user, "administer"):
            seen |= Q(place__in=places_with(user, "administer"), saved_at__isnull=False)
        if places_with(user, "keep"):
            seen |= Q(place__in=places_with(user, "keep"), submitted_at__isnull=False)
        if party_cities(user).exists():
            seen |= Q(notified_at__isnull=False)
        return self.filter(seen)


class Application(models.Model):
    """A city's request to join the Coalition, filled in by the city itself without an account."""

    class State(models.TextChoices):
        DRAFT = "draft", _("being filled in")
        RECEIVED = "received", _("received")
        RETURNED = "returned", _("waits for additions by the city")
        COMPLETE = "complete", _("information complete")
        NOTIFIED = "notified", _("Parties notified")
        CONSULTATIONS = "consultations", _("questions and consultations")
        SIGNED = "signed", _("act signed")
        COPIES_SENT = "copies_sent", _("copies sent")
        WITHDRAWN = "withdrawn", _("withdrawn by the city")

    class Plan(models.TextChoices):
        YES = "yes", _("yes")
        PREPARING = "preparing", _("being prepared")
        NO = "no", _("no")

    class Stage(models.TextChoices):
        A = "A", _("stage A: cities know better")
        B = "B", _("stage B: cities plan better")
        C = "C", _("stage C: cities implement better")
        NONE = "none", _("does not take part")
        UNKNOWN = "unknown", _("we do not know")

    # whose it is and how its people reach it
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    email = models.EmailField(_("e-mail"))
    language = models.CharField(
        _("language of letters"), max_length=5, choices=settings.LANGUAGES, default="ru"
    )
    seed = models.CharField(max_length=22, default=new_seed, editable=False)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    link_sent_at = models.DateTimeField(null=True, blank=True)
    saved_at = models.DateTimeField(null=True, blank=True)
    reminders = models.PositiveSmallIntegerField(default=0)
    # {task: how many times it was saved}: two browsers on one task do not overwrite each other
    versions = models.JSONField(default=dict, blank=True)

    # task 1: the city and its authority
    name_ru = models.CharField(_("name in Russian"), max_length=120, blank=True)
    name_national = models.CharField(_("name in the state language"), max_length=120, blank=True)
    name_en = models.CharField(_("name in English"), max_length=120, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True)
    region = models.CharField(_("region"), max_length=120, blank=True)
    authority_type = models.CharField(_("kind of authority"), max_length=40, blank=True)
    authority_name = models.CharField(_("full name of the authority"), max_length=250, blank=True)
    population = models.PositiveIntegerField(_("population"), null=True, blank=True)
    population_year = models.PositiveSmallIntegerField(_("in the year"), null=True, blank=True)
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    website = models.URLField(_("site of the city"), blank=True)
    # task 2: who signs and who answers
    head_name = models.CharField(_("name of the signatory"), max_length=200, blank=True)
    head_post = models.CharField(_("post of the signatory"), max_length=200, blank=True)
    focal_name = models.CharField(_("name of the focal point"), max_length=200, blank=True)
    focal_post = models.CharField(_("post of the focal point"), max_length=200, blank=True)
    focal_email = models.EmailField(_("e-mail of the focal point"), blank=True)
    focal_phone = models.CharField(_("telephone of the focal point"), max_length=40, blank=True)
    # task 3: hazards
    hazards = models.JSONField(_("main hazards"), default=list, blank=True)
    other_hazards = models.CharField(_("other hazards"), max_length=300, blank=True)
    past_events = models.TextField(_("events the city remembers"), max_length=1500, blank=True)
    # task 4: what there is already
    drr_plan = models.CharField(
        _("plan of disaster risk reduction"), max_length=10, choices=Plan, blank=True
    )
    climate_plan = models.CharField(_("climate plan"), max_length=10, choices=Plan, blank=True)
    early_warning = models.TextField(_("early warning"), max_length=1500, blank=True)
    mcr2030_stage = models.CharField(
        _("stage in Making Cities Resilient 2030"), max_length=10, choices=Stage, blank=True
    )
    # task 5: why, and what the city shares
    motivation = models.TextField(_("why the city joins"), max_length=1500, blank=True)
    experience = models.TextField(_("what the city can share"), max_length=1500, blank=True)
    groups = models.JSONField(_("themes of working groups"), default=list, blank=True)
    # task 6: consents; the signed letter is one of its papers
    accepts_declaration = models.BooleanField(
        _("the city has read the Declaration and shares its aims"), default=False
    )
    agrees_to_publish = models.BooleanField(
        _("the name, country and authority of the city may be shown on the site"), default=False
    )
    agrees_to_data = models.BooleanField(
        _("the people named here agree that the platform keeps their posts and contacts"),
        default=False,
    )
    holds_no_secrets = models.BooleanField(
        _("the files hold no information of restricted distribution"), default=False
    )

    # its way
    state = models.CharField(max_length=15, choices=State, default=State.DRAFT)
    year = models.PositiveSmallIntegerField(null=True, blank=True, editable=False)
    ordinal = models.PositiveIntegerField(null=True, blank=True, editable=False)
    submitted_at = models.DateTimeField(null=True, blank=True)
    missing = models.TextField(_("what is missing"), max_length=2000, blank=True)
    completed_at = models.DateTimeField(null=True, blank=True)
    completed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    notified_at = models.DateTimeField(null=True, blank=True)
    notified_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    consultations_at = models.DateTimeField(null=True, blank=True)
    consultations_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    # since when it stands where it stands
    state_since = models.DateTimeField(default=clock.now)

    # the signed act in the register of documents, as the keeper recorded it
    act = models.OneToOneField(
        RegisteredDocument,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="application",
    )
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    city = models.ForeignKey(  # one that left and joins anew has several
        City,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="applications",
        related_query_name="application",
    )
    copies_sent_at = models.DateTimeField(null=True, blank=True)
    copies_sent_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["year", "ordinal"], name="one_application_per_number"),
            models.CheckConstraint(
                condition=Q(submitted_at=None, year=None, ordinal=None)
                | Q(
                    submitted_at__isnull=False,
                    year__isnull=False,
                    ordinal__isnull=False,
                    ordinal__gte=1,
                ),
                name="application_has_its_number_once_submitted",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("draft", "withdrawn")) | Q(submitted_at__isnull=False),
                name="application_past_draft_was_submitted",
            ),
            models.CheckConstraint(
                condition=Q(state="returned", missing__gt="") | ~Q(state="returned"),
                name="returned_application_says_what_is_missing",
                violation_error_message=_("Write what is missing, so that the city can add it."),
            ),
            models.CheckConstraint(
                condition=Q(state="withdrawn", withdrawn_at__isnull=False)
                | (~Q(state="withdrawn") & Q(withdrawn_at=None)),
                name="application_withdrawn_when_it_says_so",
            ),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{deed}_at": None, f"{deed}_by": None})
                    | Q(**{f"{deed}_at__isnull": False, f"{deed}_by__isnull": False}),
                    name=f"application_{deed}_at_and_by_go_together",
                )
                for deed in ("completed", "notified", "consultations", "signed", "copies_sent")
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=("signed", "copies_sent"),
                    signed_at__isnull=False,
                    act__isnull=False,
                    city__isnull=False,
                )
                | (
                    ~Q(state__in=("signed", "copies_sent")) & Q(signed_at=None, act=None, city=None)
                ),
                name="signed_application_has_its_act_and_city",
            ),
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None)
                | Q(
                    latitude__isnull=False,
                    longitude__isnull=False,
                    latitude__gte=-90,
                    latitude__lte=90,
                    longitude__gte=-180,
                    longitude__lte=180,
                ),
                name="application_lies_on_the_globe",
                violation_error_message=_("Write both coordinates in degrees, or neither."),
            ),
        ]
        indexes = [models.Index(fields=["state", "-id"]), models.Index(fields=["email"])]

    def __str__(self) -> str:
        return " ".join(filter(None, [self.number, self.name_ru or self.email]))

    @property
    def number(self) -> str:
        """The number under which letters speak of it, such as КУГ-2026-0007."""
        return f"КУГ-{self.year}-{self.ordinal:04}" if self.ordinal else ""

    @property
    def secret(self) -> str:
        """The secret of its link, computed anew each time; only its digest is stored."""
        return secret_of(SALT, self.seed, self.email)

    @property
    def digest_of_secret(self) -> str:
        return digest_of(self.secret)

    def knows(self, secret: str) -> bool:
        """Whether this is the secret of this application's own link."""
        return constant_time_compare(digest_of(secret), self.digest)

    def keep(self) -> None:
        """Its links work 90 days more, and the reminders begin anew."""
        self.expires_at = clock.now() + timedelta(days=DAYS)
        self.reminders = 0

    @property
    def letter(self) -> Attachment | None:
        """The signed letter, the first of its files."""
        return next((one.attachment for one in self.papers.all() if one.kind == "letter"), None)

    @property
    def path(self) -> str:
        """The address of its link."""
        return f"/join/apply/{self.secret}/"

    @property
    def is_demo(self) -> bool:
        """Invented, to show how joining works."""
        return self.email.endswith("@demo.invalid")

    @property
    def act_number(self) -> str:
        return self.act.number if self.act else ""

    @property
    def act_on(self) -> date | None:
        return self.act.dated if self.act else None

    @property
    def act_scan(self) -> Attachment | None:
        return self.act.scan if self.act else None

    @property
    def copies(self) -> models.QuerySet[CertifiedCopy]:
        """The certified copies of its act."""
        return CertifiedCopy.objects.filter(document=self.act_id or 0)

    @property
    def is_editable(self) -> bool:
        """Whether the city still writes in it."""
        return self.state in (self.State.DRAFT, self.State.RETURNED)

    @property
    def national_language(self) -> str:
        """The state language of its country, as the vocabulary names it."""
        country = terms("countries").get(self.country)
        return country.data.get("national", "") if country else ""

    @property
    def names(self) -> dict[str, str]:
        """The city's name by language."""
        names = {"ru": self.name_ru, "en": self.name_en}
        if self.national_language:
            names[self.national_language] = self.name_national
        return {language: name for language, name in names.items() if name}

    @property
    def name(self) -> str:
        """The city's name in the reader's language."""
        return in_language(self.names) or self.email

    @property
    def country_name(self) -> str:
        return term_name("countries", self.country) if self.country else ""

    def is_visible_to(self, user: Person) -> bool:
        """Whether `visible_to` lists it for this person."""
        return (
            (self.saved_at is not None and may(user, "administer", self))
            or (self.submitted_at is not None and may(user, "keep", self))
            or (self.notified_at is not None and party_cities(user).exists())
        )
