"""Who hears what of a thread: the choice for the thread, else for the group, else of the role."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from django.db.models import Q

from coalition import clock
from coalition.models import Membership, User
from workinggroups.models import Seat, Thread, ThreadUser, Volume, WorkingGroup

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


def levels_in(
    group: WorkingGroup,
    users: Collection[int],
    own: Mapping[int, str] | None = None,
    *,
    loud: bool = False,
) -> dict[User, Level]:
    """What these people of a group hear of it by letter, with `loud` also whoever hears everything.

    `own` is what people have chosen for one thread, stronger than for the group. Two queries; of a
    large group only those are looked at who are meant, have chosen or lead.
    """
    chosen = dict(Volume.objects.filter(group=group).values_list("user", "level")) | dict(own or {})
    among = Q(user__in=users)
    if loud:
        all_of_it = [user for user, level in chosen.items() if level == Level.ALL]
        among = Q(user__in=[*users, *all_of_it]) | Q(role__in=LOUD)
    held = Membership.objects.filter(among, place=group.place_id, user__is_active=True)
    roles: dict[User, list[str]] = {}
    for one in held.in_force(clock.today()).select_related("user"):
        roles.setdefault(one.user, []).append(one.role)
    return {
        user: Level(chosen[user.pk]) if user.pk in chosen else _of_roles(held_here)
        for user, held_here in roles.items()
    }


def at_once(
    thread: Thread,
    concerned: Collection[User],
    *,
    by: User | None,
    voices: bool = False,
    others: bool = True,
) -> list[User]:
    """Who of a group gets a letter at once of what `by` has done in a thread; never `by`.

    Whoever hears everything (`others`), and of those whom it concerns also who wants just that.
    With `voices` cities are asked: whoever speaks for one hears of it unless they chose silence.
    """
    group, asked = thread.group, {one.pk for one in concerned}
    own = ThreadUser.objects.filter(thread=thread).exclude(volume="").values_list("user", "volume")
    seats = Seat.objects.in_force(clock.today()).filter(group=group)
    speaks = set(seats.values_list("user", flat=True)) if voices else set()

    def wants(user: User, level: Level) -> bool:
        if user.pk not in asked:
            return level == Level.ALL
        return level in AT_ONCE or (level == Level.DIGEST and user.pk in speaks)

    levels = levels_in(group, asked, dict(own), loud=others)
    return [user for user, level in levels.items() if user != by and wants(user, level)]


def unless_quiet(group: WorkingGroup, readers: Collection[User]) -> list[User]:
    """Those of a group who have not chosen silence."""
    levels = levels_in(group, [one.pk for one in readers])
    return [user for user, level in levels.items() if level != Level.QUIET]


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
