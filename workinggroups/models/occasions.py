"""Dates of the region that everybody may know: conferences, signings, international days."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from coalition import clock
from coalition.models.terms import in_language


class OccasionQuerySet(models.QuerySet["Occasion"]):
    def shown(self) -> Self:
        """Those that were not taken off."""
        return self.filter(taken_off_at=None)

    def dated(self) -> Self:
        """Those of one year."""
        return self.shown().filter(yearly=False)

    def recurring(self) -> Self:
        """Days that come back every year."""
        return self.shown().filter(yearly=True)


class Occasion(models.Model):
    """An event of the region with its date and its source; shown only with both."""

    class Kind(models.TextChoices):
        FORUM = "forum", _("conferences and summits")
        DOCUMENT = "document", _("documents signed")
        DAY = "day", _("international days")

    key = models.SlugField(max_length=60, unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    names = models.JSONField(_("names by language"))
    places = models.JSONField(_("place by language"), default=dict, blank=True)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    yearly = models.BooleanField(_("every year"), default=False)  # known since `starts_on`
    # otherwise the source names the year alone, and the two days are the first and last of it
    day_known = models.BooleanField(default=True)
    sources = models.JSONField(_("source by language"))
    version = models.PositiveIntegerField(default=1, editable=False)
    changed_at = models.DateTimeField(default=clock.now, editable=False)
    # kept, so that what came with the platform does not come back
    taken_off_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = OccasionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="occasion_ends_after_it_begins",
                violation_error_message=_("The last day is before the first."),
            ),
            models.CheckConstraint(
                condition=~Q(sources={}), name="an_occasion_has_its_source"
            ),
            models.CheckConstraint(
                condition=Q(day_known=True) | Q(yearly=False),
                name="what_comes_back_every_year_has_its_day",
                violation_error_message=_("An event of every year needs its day."),
            ),
        ]  # fmt: skip
        ordering = ["starts_on", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The event's name in the reader's language."""
        return in_language(self.names)

    @property
    def place(self) -> str:
        return in_language(self.places)

    @property
    def source(self) -> str:
        return in_language(self.sources)

    def in_year(self, year: int) -> date | None:
        """The day on which a yearly one falls; none before it is known, nor on 29 February."""
        if year < self.starts_on.year:
            return None
        try:
            return self.starts_on.replace(year=year)
        except ValueError:
            return None
