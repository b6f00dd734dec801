"""Working groups, and people who ask to be let in."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from cities.models import City
from coalition import clock
from coalition.models import Place, User
from coalition.models.terms import in_language
from coalition.permissions import Person, held_roles, places_with


class WorkingGroupQuerySet(models.QuerySet["WorkingGroup"]):
    def public(self) -> Self:
        """Groups every visitor may know of; archived ones stay readable, at the end."""
        return self.filter(visibility=WorkingGroup.Visibility.PUBLIC)

    def visible_to(self, user: Person) -> Self:
        """Groups whose threads a person may read."""
        return self.filter(place__in=places_with(user, "see_inside"))

    def writable_by(self, user: Person) -> Self:
        """Groups in whose threads a person may write."""
        return self.filter(place__in=places_with(user, "post"))

    def with_counts(self, today: date) -> Self:
        """Adds `thread_count` and `people_count`: how many, never who."""
        in_force = Q(
            Q(place__memberships__until=None) | Q(place__memberships__until__gte=today),
            place__memberships__released_at=None,
            place__memberships__since__lte=today,
        )
        return self.annotate(
            thread_count=Count("threads", distinct=True),
            people_count=Count("place__memberships__user", filter=in_force, distinct=True),
        )


class WorkingGroup(models.Model):
    """A circle of people that talks: a commission, a city's team, the council of members."""

    class Kind(models.TextChoices):
        COMMISSION = "commission", _("commission")
        TECHNICAL = "technical", _("technical group")
        THEMATIC = "thematic", _("thematic group")
        CITY_TEAM = "city_team", _("city team")
        COUNCIL = "council", _("council of members")
        CONSULTATION = "consultation", _("consultation")

    class Visibility(models.TextChoices):
        CITY = "city", _("known to the city alone")
        GROUP = "group", _("known to the group alone")
        COALITION = "coalition", _("known inside the Coalition")
        PUBLIC = "public", _("known to everybody")

    place = models.OneToOneField(Place, on_delete=models.PROTECT, related_name="working_group")
    slug = models.SlugField(max_length=60, unique=True)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    names = models.JSONField(_("names by language"))
    mandate = models.JSONField(_("mandate by language"), default=dict, blank=True)
    visibility = models.CharField(
        _("who may know of it"), max_length=10, choices=Visibility, default=Visibility.GROUP
    )
    cities = models.ManyToManyField(City, related_name="working_groups", blank=True)
    for_all_cities = models.BooleanField(default=False)
    is_example = models.BooleanField(default=False)
    archived = models.BooleanField(default=False)
    archived_on = models.DateField(_("finished on"), null=True, blank=True, editable=False)
    closing = models.JSONField(_("closing words by language"), default=dict, blank=True)
    # +1 in the transaction of every change of who may read; sockets compare it with theirs
    acl_epoch = models.BigIntegerField(default=0, editable=False)
    position = models.PositiveSmallIntegerField(default=100)
    opened_at = models.DateTimeField(default=clock.now, editable=False)

    objects = WorkingGroupQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(archived=True) | Q(archived_on=None),
                name="only_a_finished_group_has_a_last_day",
            )
        ]
        ordering = ["archived", "position", "slug"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The group's name in the reader's language."""
        return in_language(self.names)

    @property
    def mandate_text(self) -> str:
        return in_language(self.mandate)

    @property
    def closing_text(self) -> str:
        """What the group said when it finished."""
        return in_language(self.closing)

    @property
    def is_listed(self) -> bool:
        """Whether the group has a public page, on which people may ask to join."""
        return self.visibility == self.Visibility.PUBLIC

    @property
    def is_between_cities(self) -> bool:
        """Neither one city's own team nor a consultation of the cities named in it."""
        return self.kind not in (self.Kind.CITY_TEAM, self.Kind.CONSULTATION)

    def journal_of(self, city: City) -> Place:
        """Whose journal tells what a city did here: the city's own, unless its other people know
        no such group."""
        return city.place if self.is_between_cities else self.place

    def city_of(self, user: User) -> City | None:
        """The city for which a person speaks here: by a named seat, else where they have a role."""
        seats = City.seats.rel.related_model.objects.in_force(clock.today())  # type: ignore[attr-defined]
        seat = seats.filter(group=self, user=user.pk or 0).select_related("city").first()
        return seat.city if seat is not None else self.home_of(user)

    def home_of(self, user: User) -> City | None:
        """The first of the group's cities in which a person has a role."""
        # who reads a city's reports is not of the city
        places = {place for place, role in held_roles(user) if role != "reviewer"} - {self.place_id}
        own = [city for city in self.cities.all() if city.place_id in places] if places else []
        return min(own, key=lambda city: city.position, default=None)


class JoinRequest(models.Model):
    """A person asks to join a group; its chair answers."""

    group = models.ForeignKey(WorkingGroup, on_delete=models.CASCADE, related_name="requests")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    words = models.TextField(_("why"), max_length=1000, blank=True)
    asked_at = models.DateTimeField(default=clock.now)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    accepted = models.BooleanField(default=False)
    answer = models.TextField(_("a word to them"), max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["group", "user"],
                condition=Q(answered_at=None),
                name="one_open_request_per_person_and_group",
                violation_error_message=_("You have already asked. The chair will answer."),
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None, answered_by=None)
                | Q(answered_at__isnull=False, answered_by__isnull=False),
                name="join_request_answered_at_and_by_go_together",
            ),
        ]
        ordering = ["asked_at"]

    def __str__(self) -> str:
        return f"{self.user}: {self.group}"

    @property
    def taken_back(self) -> bool:
        """Ended by the person who asked, before anybody answered."""
        return self.answered_by_id is not None and self.answered_by_id == self.user_id

    @property
    def place_id(self) -> int:
        return self.group.place_id
