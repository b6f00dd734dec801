"""Places where people have roles, and the rights that follow from them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Self

from django.contrib.auth.models import Group
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase

from coalition.models.people import User


class Place(models.Model):
    """The side of a city, a working group or the Coalition on which people have roles.

    The rights below are all there are; which role gives which is said in `coalition.roles`.
    """

    class Kind(models.TextChoices):
        CITY = "city", _("city")
        GROUP = "group", _("working group")
        COALITION = "coalition", _("Coalition")

    kind = models.CharField(max_length=10, choices=Kind)
    key = models.SlugField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="one_place_per_key")]
        default_permissions = ()
        permissions = [
            ("see_inside", "read the internal work of this place"),
            ("edit", "draft plans and measures, report progress, edit pages"),
            ("approve", "adopt plans, approve updates"),
            ("administer", "appoint and release people; keep the Coalition's affairs"),
            ("post", "write in threads"),
            ("moderate", "lead meetings, decisions and threads"),
            ("review", "read what was submitted, remark, close a review"),
            ("keep", "keep documents, certify copies, record signed acts"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}:{self.key}"

    @property
    def place_id(self) -> int:
        """A place is its own subject."""
        return self.pk

    @classmethod
    def coalition(cls) -> Place:
        """The place of the Coalition as a whole."""
        return cls.objects.get_or_create(kind=cls.Kind.COALITION, key="coalition")[0]

    def group_name(self, role: str) -> str:
        """The name of the group of people with one role here; by key, so a rename keeps it."""
        return f"{self.kind}:{self.key}:{role}"


class PlaceUserRight(UserObjectPermissionBase):
    """Never written: people have rights through roles only. guardian wants the table."""

    content_object = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="user_rights")


class PlaceGroupRight(GroupObjectPermissionBase):
    """One right of one role in one place."""

    content_object = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="group_rights")


class MembershipQuerySet(models.QuerySet["Membership"]):
    def in_force(self, today: date) -> Self:
        """Roles that count today: begun, not past their last day, not ended by a release."""
        return self.not_over(today).filter(since__lte=today)

    def not_over(self, today: date) -> Self:
        """Roles that count today or are to begin: not past their last day, not ended."""
        return self.filter(Q(until=None) | Q(until__gte=today), released_at=None)

    def of_the_team(self, place: Place, today: date) -> Self:
        """Those who work in a place today; who only reviews what a city submits is not of it."""
        return self.filter(place=place).exclude(role="reviewer").in_force(today)


class Membership(models.Model):
    """A person's role in a place, from a day and perhaps until a day (the last one included)."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(_("role"), max_length=20)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)
    appointed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    appointed_at = models.DateTimeField()
    released_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    released_at = models.DateTimeField(null=True, blank=True)
    # whom this person replaces during an absence; such a role begins and ends by itself
    stands_in_for = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    # who takes over what the person has when the last day has passed
    successor = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "place", "role"],
                condition=Q(released_at=None),
                name="one_open_membership_per_role",
                violation_error_message=_("This person already has this role here."),
            ),
            models.CheckConstraint(
                condition=Q(released_at=None, released_by=None)
                | Q(released_at__isnull=False, released_by__isnull=False),
                name="membership_released_at_and_by_go_together",
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")),
                name="membership_ends_after_it_begins",
                violation_error_message=_("The last day is before the first."),
            ),
            models.CheckConstraint(
                condition=Q(stands_in_for=None)
                | (Q(until__isnull=False) & ~Q(user=F("stands_in_for"))),
                name="a_deputy_replaces_another_until_a_day",
                violation_error_message=_("A deputy replaces somebody else, until a day."),
            ),
            models.CheckConstraint(
                condition=Q(successor=None) | ~Q(user=F("successor")),
                name="nobody_succeeds_themselves",
                violation_error_message=_("Choose somebody else."),
            ),
        ]
        indexes = [models.Index(fields=["place", "role"])]

    def __str__(self) -> str:
        return f"{self.user}: {self.role}, {self.place}"

    @property
    def group_name(self) -> str:
        return self.place.group_name(self.role)

    def is_over(self, today: date) -> bool:
        """Whether its last day has passed."""
        return self.until is not None and self.until < today


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self, now: datetime) -> Self:
        """Links that work: unused, unrevoked, in time, into a place that goes on.

        A city whose membership rests or has ended takes nobody in.
        """
        goes_on = Q(place__city=None) | Q(place__city__status="member")
        return self.filter(goes_on, used_at=None, revoked_at=None, expires_at__gt=now)


class Invitation(models.Model):
    """A link sent to an address: whoever opens it takes up one role in one place."""

    email = models.EmailField(_("e-mail"))
    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="invitations")
    role = models.CharField(_("role"), max_length=20)
    until = models.DateField(_("until"), null=True, blank=True)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["email", "place", "role"],
                condition=Q(used_at=None, revoked_at=None),
                name="one_open_invitation_per_role",
            )
        ]

    def __str__(self) -> str:
        return f"{self.email}: {self.role}, {self.place}"


def role_group(place: Place, role: str) -> Group:
    """The group that carries the rights of one role in one place; made when first needed."""
    return Group.objects.get_or_create(name=place.group_name(role))[0]
