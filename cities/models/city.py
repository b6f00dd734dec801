"""A member city and the facts about it."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from coalition.models import Place, User
from coalition.models.terms import in_language, term_name
from coalition.permissions import Person, places_with


class CityQuerySet(models.QuerySet["City"]):
    def members(self) -> Self:
        """Cities of the Coalition in the order of the Declaration, then by date of joining."""
        return self.filter(status=City.Status.MEMBER).order_by("position", "joined_on", "slug")

    def with_past(self) -> Self:
        """Adds `was_renamed` and `shows_head`: whether there is more to read of a city."""
        past = {"former_names": "was_renamed", "heads": "shows_head"}
        rows = {
            name: City._meta.get_field(relation).related_model._default_manager.filter(  # type: ignore[union-attr]
                city=OuterRef("pk")
            )
            for relation, name in past.items()
        }
        rows["shows_head"] = rows["shows_head"].filter(until=None, is_shown=True)
        return self.annotate(**{name: Exists(found) for name, found in rows.items()})

    def with_right(self, user: Person, right: str) -> Self:
        """Cities in which a person has a right."""
        return self.filter(place__in=places_with(user, right))


class City(models.Model):  # type: ignore[django-manager-missing]
    """A city of the Coalition: one row, whatever languages it is spoken of in."""

    class Status(models.TextChoices):
        MEMBER = "member", _("in the Coalition")
        SUSPENDED = "suspended", _("membership suspended at the city's request")
        LEFT = "left", _("left at the city's request")

    place = models.OneToOneField(Place, on_delete=models.PROTECT, related_name="city")
    slug = models.SlugField(max_length=60, unique=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.MEMBER)
    names = models.JSONField(_("names by language"))
    authority = models.JSONField(_("name of the authority by language"), default=dict, blank=True)
    authority_type = models.CharField(max_length=40, blank=True)
    country = models.CharField(_("country"), max_length=2)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    timezone = models.CharField(max_length=40, default="Asia/Dushanbe")
    currency = models.CharField(max_length=3, blank=True)
    languages = models.JSONField(default=list, blank=True)
    hazards = models.JSONField(_("hazards"), default=list, blank=True)
    position = models.PositiveSmallIntegerField(default=1000)
    joined_on = models.DateField(_("in the Coalition since"))

    # what the city itself switches on; nothing here is ever switched for it
    review_since = models.DateField(
        _("consents to the overview of progress since"), null=True, blank=True
    )
    shows_signals = models.BooleanField(_("shows computed signals on its pages"), default=False)
    allows_comparison = models.BooleanField(
        _("stands beside other cities that also agree"), default=False
    )
    allows_embedding = models.BooleanField(
        _("other sites may show its plan in figures inside their pages"), default=False
    )
    shows_coordinates = models.BooleanField(_("shows coordinates of measures"), default=False)
    editor_may_approve = models.BooleanField(_("an editor may also approve"), default=False)
    # what a city has adopted is public; these close one way out of it
    in_open_data = models.BooleanField(
        _("its plan is given out as files and stands in the open data"), default=True
    )
    in_api = models.BooleanField(_("other programs read its plan and facts"), default=True)
    # what the city wished when it paused or left; while it is a member its pages are open
    pages_closed = models.BooleanField(default=False, editable=False)

    objects = CityQuerySet.as_manager()

    was_renamed: bool  # read by `with_past`
    shows_head: bool

    class Meta:
        constraints = [
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
                name="city_lies_on_the_globe",
            ),
            models.CheckConstraint(
                condition=Q(pages_closed=False) | ~Q(status="member"),
                name="pages_of_a_member_are_open",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_member(self) -> bool:
        return self.status == self.Status.MEMBER

    @property
    def name(self) -> str:
        """The city's name in the reader's language."""
        return in_language(self.names)

    @property
    def authority_name(self) -> str:
        return in_language(self.authority)

    def called_on(self, day: date) -> str:
        """The authority's name on a day, or the city's where it has none; for old papers."""
        gone = self.former_names.filter(until__gte=day).order_by("until")  # type: ignore[attr-defined]
        names: dict[str, dict[str, str]] = {"city": self.names, "authority": self.authority}
        for former in reversed(gone):
            names[former.kind] = former.names
        return in_language(names["authority"]) or in_language(names["city"])

    @property
    def country_name(self) -> str:
        return term_name("countries", self.country)

    @property
    def hazard_names(self) -> list[str]:
        return [term_name("hazards", key) for key in self.hazards]


class CityFactQuerySet(models.QuerySet["CityFact"]):
    def public(self) -> Self:
        return self.filter(state=CityFact.State.CONFIRMED)

    def visible_to(self, user: Person) -> Self:
        """Confirmed facts, and the proposed ones of the cities whose inside a person may see."""
        return self.filter(
            Q(state=CityFact.State.CONFIRMED) | Q(city__place__in=places_with(user, "see_inside"))
        )


class CityFact(models.Model):
    """Something said of a city, with its year and source; shown once the city has confirmed it."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("proposed to the city for checking")
        CONFIRMED = "confirmed", _("confirmed")
        DECLINED = "declined", _("not confirmed by the city")

    city = models.ForeignKey(City, on_delete=models.CASCADE, related_name="facts")
    kind = models.CharField(max_length=40)
    value = models.CharField(max_length=60, blank=True)
    unit = models.CharField(max_length=20, blank=True)
    texts = models.JSONField(default=dict, blank=True)
    as_of = models.CharField(max_length=20, blank=True)
    source = models.CharField(max_length=300, blank=True)
    note = models.CharField(max_length=400, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.PROPOSED)
    decided_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = CityFactQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="confirmed") | (~Q(source="") & ~Q(as_of="")),
                name="a_confirmed_fact_has_its_year_and_source",
                violation_error_message=_("A fact is shown only with its year and its source."),
            )
        ]
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.text or f"{self.kind} {self.value}"

    @property
    def place_id(self) -> int:
        return self.city.place_id

    @property
    def text(self) -> str:
        return in_language(self.texts)

    def number(self) -> Any:
        """The value as a number for display; None when it is a word."""
        try:
            return float(self.value) if "." in self.value else int(self.value)
        except ValueError:
            return None
