"""What follows in the groups when a city pauses, leaves, comes back or is renamed."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction

from cities.models import City
from coalition import clock
from coalition.models import Membership, User
from coalition.projection import project
from coalition.signals import rights_changed
from coalition.verbs import release
from workinggroups.models import Meeting, MeetingInvitation, Seat, WorkingGroup
from workinggroups.people import team_names
from workinggroups.verbs.seats import unseat_delegate

Kind = WorkingGroup.Kind


@transaction.atomic
def follow_standing(city: City, *, by: User) -> None:
    """The team reads on and writes only while its city is a member; elsewhere an absent city has
    no seat, no delegates and no coming meetings."""
    if not by.is_system:
        raise PermissionDenied
    for team in WorkingGroup.objects.filter(kind=Kind.CITY_TEAM, cities=city):
        project(team.place)
        _ask_again(team)
    if city.is_member:
        return
    for seat in Seat.objects.open().filter(city=city).select_related("city__place", "group__place"):
        unseat_delegate(seat, by=by)
    groups = WorkingGroup.objects.filter(cities=city).exclude(kind=Kind.CITY_TEAM)
    for group in groups.select_related("place"):
        group.cities.remove(city)
        _send_home(group, city, by)
    coming = MeetingInvitation.objects.filter(city=city, meeting__starts_at__gte=clock.now())
    coming.filter(meeting__state=Meeting.State.PLANNED).delete()


def _ask_again(group: WorkingGroup) -> None:
    """Whoever has a thread of the group open is asked anew what they may do there."""
    held = Membership.objects.filter(place=group.place, released_at=None).select_related("user")
    for user in {membership.user for membership in held}:
        rights_changed.send(sender=type(group.place), place=group.place, user=user)


def _send_home(group: WorkingGroup, city: City, by: User) -> None:
    """End the roles of those who were in the group for this city and for no other of its cities."""
    today = clock.today()
    own = Membership.objects.filter(place=city.place).exclude(role="reviewer").in_force(today)
    others = Membership.objects.filter(place__city__working_groups=group).exclude(role="reviewer")
    here = Membership.objects.filter(place=group.place, released_at=None)
    for membership in (
        here.filter(user__in=own.values("user"))
        .exclude(user__in=others.in_force(today).values("user"))
        .select_related("user", "place")
    ):
        release(membership, by=by)


@transaction.atomic
def leave_with_the_city(user: User, *, by: User, city: City) -> None:
    """Whoever has no role in a city any more takes part for it no longer in the groups.

    Who leads a group does so until it has another; who is of another of its cities stays.
    """
    if not by.is_system:
        raise PermissionDenied
    own = Membership.objects.filter(user=user).exclude(role="reviewer").not_over(clock.today())
    if own.filter(place=city.place_id).exists():
        return
    groups = WorkingGroup.objects.filter(cities=city).exclude(cities__place__in=own.values("place"))
    groups = groups.exclude(kind__in=(Kind.CITY_TEAM, Kind.CONSULTATION))
    was_of_it = Membership.objects.filter(user=user, place=city.place_id).exclude(role="reviewer")
    here = own.filter(role="member", place__working_group__in=groups)
    for membership in here.select_related("user", "place") if was_of_it.exists() else ():
        release(membership, by=by)


@transaction.atomic
def rename_team(city: City, *, by: User) -> None:
    """The team of a renamed city is called after it; its address stays."""
    if not by.is_system:
        raise PermissionDenied
    for team in WorkingGroup.objects.filter(kind=Kind.CITY_TEAM, cities=city):
        team.names = team.names | team_names(city)
        team.save(update_fields=["names"])
