"""Who is in a group, with the city each speaks for."""

from __future__ import annotations

from dataclasses import dataclass

from cities.models import City
from coalition import clock
from coalition.models import Membership, User
from coalition.roles import roles_of
from workinggroups.models import WorkingGroup


@dataclass(frozen=True)
class Participant:
    """One person's role in a group."""

    membership: Membership
    user: User
    role: str
    city: City | None


def people_of(group: WorkingGroup) -> list[Participant]:
    """The people of a group today: chairs first, then by city; three queries."""
    today = clock.today()
    held = Membership.objects.filter(place=group.place_id).in_force(today).select_related("user")
    elsewhere = Membership.objects.filter(
        user__in=held.values("user"), place__city__working_groups=group
    )
    city_of = {
        membership.user_id: membership.place.city
        for membership in elsewhere.in_force(today).select_related("place__city")
    }
    order = {"chair": 0, "secretary": 1, "member": 2, "guest": 3, "observer": 4}
    names = {role.key: str(role.name) for role in roles_of("group")}
    people = [Participant(one, one.user, names[one.role], city_of.get(one.user_id)) for one in held]
    return sorted(
        people,
        key=lambda one: (
            order.get(one.membership.role, 9),
            one.city.position if one.city else 9999,
            str(one.user),
        ),
    )
