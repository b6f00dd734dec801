"""Naming those who speak for a city in a group."""

from __future__ import annotations

from datetime import date, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from cities.models import City
from coalition import clock
from coalition.models import Membership, Place, User
from coalition.models.journal import record
from coalition.notifications import notify
from coalition.permissions import may
from coalition.text import tidy
from coalition.verbs import appoint
from workinggroups.models import Seat, WorkingGroup
from workinggroups.people import people_of_city

TOLD_DAYS = 30  # before a term ends its city hears of it


def _may_seat(by: User, group: WorkingGroup, city: City, document: str) -> bool:
    """A city names its own people; the chair writes down what the city's letter says."""
    if by.is_system or may(by, "administer", city):
        return True
    return bool(document) and may(by, "moderate", group)


@transaction.atomic
def seat_delegate(  # noqa: PLR0913 -- a seat has a city, a person, a term and a letter
    group: WorkingGroup,
    *,
    by: User,
    city: City,
    user: User,
    is_alternate: bool = False,
    since: date | None = None,
    until: date | None = None,
    document: str = "",
) -> Seat:
    """Name the person who speaks for a city in a group, or an alternate; they join the group.

    The city's administrator does this; the chair may write it down when a letter of the city says
    so. A new principal takes the place of the one before.
    """
    document = tidy(document)
    if not _may_seat(by, group, city, document):
        raise PermissionDenied
    Place.objects.select_for_update().get(pk=group.place_id)  # one seating at a time
    is_inside = _check(group, city, user)
    seats = Seat.objects.open().filter(group=group, city=city)
    for old in seats.filter(user=user) | seats.filter(is_alternate=False):
        if old.user_id == user.pk or not is_alternate:
            _end(old, by=by)
    seat = Seat(
        group=group, city=city, user=user, is_alternate=is_alternate, until=until,
        since=since or clock.today(), document=document, seated_by=by, seated_at=clock.now(),
    )  # fmt: skip
    seat.full_clean(exclude=["ended_by"])
    seat.save()
    if not is_inside:
        appoint(user, by=User.system(), place=group.place, role="member")
    record("seat.given", by=by, subject=seat, place=seat.journal_place, group=group.name,
           alternate=is_alternate)  # fmt: skip
    return seat


def _check(group: WorkingGroup, city: City, user: User) -> bool:
    """Refuse who cannot speak for the city here; whether the person is in the group already."""
    if group.archived:
        raise ValidationError(_("The group has finished its work; it can only be read."))
    if not group.cities.filter(pk=city.pk).exists():
        raise ValidationError({"city": _("This city has no seat in the group.")})
    if not people_of_city(city).filter(user=user).exists():
        raise ValidationError({"user": _("Only the city's own people speak for it.")})
    elsewhere = Seat.objects.open().filter(group=group, user=user).exclude(city=city)
    if elsewhere.exclude(until__lt=clock.today()).exists():
        raise ValidationError({"user": _("This person speaks for another city here.")})
    inside = Membership.objects.filter(user=user, place=group.place).in_force(clock.today())
    if not group.is_between_cities and not inside.exists():
        raise ValidationError({"user": _("Only those who take part here speak for their city.")})
    return inside.exists()


def _end(seat: Seat, *, by: User) -> None:
    seat.ended_at, seat.ended_by = clock.now(), by
    seat.save(update_fields=["ended_at", "ended_by"])


@transaction.atomic
def unseat_delegate(seat: Seat, *, by: User) -> Seat:
    """End a person's word for a city in a group; they stay in the group until released."""
    if not (may(by, "administer", seat.city) or may(by, "moderate", seat.group) or by.is_system):
        raise PermissionDenied
    rows = Seat.objects.select_for_update(of=("self",))
    seat = rows.select_related("city__place", "group__place").get(pk=seat.pk)
    if seat.ended_at is None:
        _end(seat, by=by)
        record("seat.ended", by=by, subject=seat, place=seat.journal_place, group=seat.group.name)
    return seat


@transaction.atomic
def end_lost_seats(user: User, *, by: User, place: Place) -> int:
    """Give up the seats of a person who left the group, or the city they spoke for."""
    if not by.is_system:
        raise PermissionDenied
    held = Membership.objects.filter(user=user, place=place).in_force(clock.today())
    if held.exclude(role="reviewer").exists():
        return 0
    lost = Seat.objects.open().filter(user=user).select_related("city__place", "group__place")
    lost = lost.filter(Q(group__place=place) | Q(city__place=place))
    for seat in lost:
        _end(seat, by=by)
        record("seat.ended", by=by, subject=seat, place=seat.journal_place, group=seat.group.name)
    return len(lost)


@transaction.atomic
def tell_ending_terms(*, by: User | None = None) -> int:
    """Tell each city once, a month ahead, that a term of those who speak for it ends."""
    if by is not None and not by.is_system:
        raise PermissionDenied
    today = clock.today()
    ending = Seat.objects.select_for_update(of=("self",)).ending(
        today, today + timedelta(days=TOLD_DAYS)
    )
    told = 0
    for seat in ending.select_related("city__place", "group", "user"):
        held = Membership.objects.filter(place=seat.city.place, role="administrator")
        notify(
            [one.user for one in held.in_force(today).select_related("user")],
            "seat_ends", place=seat.city.place, subject=f"seat:{seat.pk}",
            path=f"/work/groups/{seat.group.slug}/seats/{seat.city.slug}/",
            names=seat.group.names, person=str(seat.user), until=str(seat.until),
        )  # fmt: skip
        told += Seat.objects.filter(pk=seat.pk, told_at=None).update(told_at=clock.now())
    return told
