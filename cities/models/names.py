"""What a city and its authority were called before, and who stands at the head of it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cities.models.city import City
from coalition.models import User
from coalition.models.terms import in_language


class CityName(models.Model):
    """A former name of a city or of its authority, and the act that ended it."""

    class Kind(models.TextChoices):
        CITY = "city", _("name of the city")
        AUTHORITY = "authority", _("name of the authority")

    city = models.ForeignKey(City, on_delete=models.CASCADE, related_name="former_names")
    kind = models.CharField(_("what is renamed"), max_length=10, choices=Kind)
    names = models.JSONField(_("name by language"))
    since = models.DateField(_("since"), null=True, blank=True)  # empty: longer than is known
    until = models.DateField(_("last day"))
    act_number = models.CharField(_("number of the act"), max_length=60)
    act_on = models.DateField(_("date of the act"))
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["city", "kind", "until"],
                name="one_name_ends_on_a_day",
                violation_error_message=_("A change of this name from this day is recorded."),
            ),
            models.CheckConstraint(
                condition=Q(since=None) | Q(since__lte=F("until")),
                name="a_name_ends_after_it_begins",
                violation_error_message=_("The name before this one began later than this day."),
            ),
        ]
        ordering = ["-until", "-pk"]

    def __str__(self) -> str:
        return in_language(self.names)

    @property
    def place_id(self) -> int:
        return self.city.place_id


class CityHead(models.Model):
    """Who signs for the city, as the city itself has entered; shown only if the city says so."""

    city = models.ForeignKey(City, on_delete=models.CASCADE, related_name="heads")
    post = models.CharField(_("post"), max_length=200)
    name = models.CharField(_("name"), max_length=200)
    since = models.DateField(_("in office since"))
    until = models.DateField(_("in office until"), null=True, blank=True)
    is_shown = models.BooleanField(_("show on the city's page"), default=False)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["city"], condition=Q(until=None), name="one_head_of_a_city_today"
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")),
                name="a_head_leaves_after_coming",
                violation_error_message=_("The head before began later than this day."),
            ),
        ]
        ordering = ["-since", "-pk"]

    def __str__(self) -> str:
        return f"{self.post} {self.name}"

    @property
    def place_id(self) -> int:
        return self.city.place_id
