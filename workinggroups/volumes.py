"""Who hears what of a thread: the choice for the thread, else for the group, else of the role."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from coalition import clock
from coalition.models import Membership, User
from workinggroups.models import Volume, WorkingGroup

Level = Volume.Level

# whoever leads reads everything; a guest has come for one matter and seldom looks in
OF_ROLE = {
    "chair": Level.ALL,
    "secretary": Level.ALL,
    "guest": Level.ALL,
    "member": Level.DIGEST,
    "observer": Level.DIGEST,
}
LOUD = [role for role, level in OF_ROLE.items() if level == Level.ALL]
AT_ONCE = (Level.ALL, Level.MINE)  # who gets a letter at once about what concerns them
_LOUDEST = list(Level)


def _of_roles(roles: Iterable[str]) -> Level:
    """The loudest of what several roles have."""
    return min((OF_ROLE.get(role, Level.DIGEST) for role in roles), key=_LOUDEST.index)


def levels_in(group: WorkingGroup, among: Q) -> dict[User, Level]:
    """What some of the people of a group hear of it by letter; two queries."""
    roles: dict[User, list[str]] = {}
    held = Membership.objects.filter(among, place=group.place_id, user__is_active=True)
    for one in held.in_force(clock.today()).select_related("user"):
        roles.setdefault(one.user, []).append(one.role)
    chosen = dict(Volume.objects.filter(group=group).values_list("user", "level"))
    return {
        user: Level(chosen[user.pk]) if user.pk in chosen else _of_roles(held)
        for user, held in roles.items()
    }


def levels_for(user: User) -> list[tuple[WorkingGroup, Level]]:
    """A person's groups with what they hear of each by letter; two queries besides the groups."""
    groups = {group.place_id: group for group in WorkingGroup.objects.visible_to(user)}
    held = Membership.objects.filter(user=user, place__in=groups).in_force(clock.today())
    roles: dict[int, list[str]] = {}
    for place, role in held.values_list("place", "role"):
        roles.setdefault(place, []).append(role)
    chosen = dict(Volume.objects.filter(user=user).values_list("group", "level"))
    return [
        (group, Level(chosen[group.pk]) if group.pk in chosen else _of_roles(roles[place]))
        for place, group in groups.items()
        if place in roles
    ]


def level_of(user: User, group: WorkingGroup) -> Level:
    """What one person hears of a group by letter."""
    chosen = Volume.objects.filter(user=user, group=group).values_list("level", flat=True).first()
    if chosen:
        return Level(chosen)
    held = Membership.objects.filter(user=user, place=group.place_id).in_force(clock.today())
    return _of_roles(list(held.values_list("role", flat=True)) or ["member"])
