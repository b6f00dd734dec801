"""Who speaks for a city in a group."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from cities.models import City
from coalition.models import Membership, Place, User
from workinggroups.models.groups import WorkingGroup


class SeatQuerySet(models.QuerySet["Seat"]):
    def open(self) -> Self:
        """Not given up; perhaps past their last day."""
        return self.filter(ended_at=None)

    def in_force(self, today: date) -> Self:
        """Those who speak for their cities today: only while they are of the city and the group.

        A role that runs out is no deed, so nobody gives the seat up on that day.
        """
        roles = Membership.objects.in_force(today).filter(user=OuterRef("user"))
        return self.open().filter(
            Q(until=None) | Q(until__gte=today),
            Exists(roles.filter(place=OuterRef("city__place")).exclude(role="reviewer")),
            Exists(roles.filter(place=OuterRef("group__place"))),
            since__lte=today,
            user__is_active=True,
        )

    def ending(self, today: date, before: date) -> Self:
        """Terms that end between two days and of which nobody was told."""
        return self.open().filter(until__gte=today, until__lte=before, told_at=None)


class Seat(models.Model):
    """The person who speaks for a city in a group, or their alternate, for a term.

    A city has one voice: of its people here one is the principal, the others stand in.
    """

    group = models.ForeignKey(WorkingGroup, on_delete=models.PROTECT, related_name="seats")
    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="seats")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="seats")
    is_alternate = models.BooleanField(_("alternate"), default=False)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)
    document = models.CharField(_("letter that names them"), max_length=200, blank=True)
    seated_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    seated_at = models.DateTimeField()
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, editable=False)  # the city, that the term ends

    objects = SeatQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["group", "city"],
                condition=Q(ended_at=None, is_alternate=False),
                name="one_principal_per_city_and_group",
                violation_error_message=_("Another person speaks for this city here."),
            ),
            models.UniqueConstraint(
                fields=["group", "city", "user"],
                condition=Q(ended_at=None),
                name="one_open_seat_per_person",
                violation_error_message=_("This person already speaks for the city here."),
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="seat_ended_at_and_by_go_together",
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")),
                name="seat_ends_after_it_begins",
                violation_error_message=_("The last day is before the first."),
            ),
        ]
        ordering = ["city__position", "is_alternate", "pk"]

    def __str__(self) -> str:
        return f"{self.user}: {self.city}, {self.group}"

    @property
    def place_id(self) -> int:
        return self.group.place_id

    @property
    def journal_place(self) -> Place:
        """Whose journal tells of it."""
        return self.group.journal_of(self.city)
