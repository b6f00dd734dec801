"""Who hears what of a thread: the choice for the thread, else for the group, else of the role."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from django.db.models import OuterRef, Q, Subquery

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
    group: WorkingGroup, among: Q, own: Mapping[int, str] | None = None
) -> dict[User, Level]:
    """What some of the people of a group hear of it by letter; one query.

    `own` is what they have chosen for one thread: {person: level}, stronger than for the group.
    """
    of_group = Volume.objects.filter(group=group, user=OuterRef("user")).values("level")[:1]
    held = Membership.objects.filter(among, place=group.place_id, user__is_active=True)
    rows = held.in_force(clock.today()).annotate(chosen=Subquery(of_group)).select_related("user")
    roles: dict[User, list[str]] = {}
    chosen: dict[int, str | None] = {}
    for one in rows:
        roles.setdefault(one.user, []).append(one.role)
        chosen[one.user_id] = one.chosen
    return {
        user: Level((own or {}).get(user.pk) or chosen[user.pk] or _of_roles(held_here))
        for user, held_here in roles.items()
    }


def levels_of_thread(thread: Thread) -> dict[int, str]:
    """What people have chosen for a thread apart; one query."""
    rows = ThreadUser.objects.filter(thread=thread).exclude(volume="")
    return dict(rows.values_list("user", "volume"))


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
    among = Q(user__in=asked)
    if others:
        loud = Volume.objects.filter(group=group, level=Level.ALL).values("user")
        loud_here = ThreadUser.objects.filter(thread=thread, volume=Level.ALL).values("user")
        among |= Q(role__in=LOUD) | Q(user__in=loud) | Q(user__in=loud_here)
    seats = Seat.objects.in_force(clock.today()).filter(group=group)
    speaks = set(seats.values_list("user", flat=True)) if voices else set()

    def wants(user: User, level: Level) -> bool:
        if user.pk not in asked:
            return level == Level.ALL
        return level in AT_ONCE or (level == Level.DIGEST and user.pk in speaks)

    levels = levels_in(group, among, levels_of_thread(thread))
    return [user for user, level in levels.items() if user != by and wants(user, level)]


def unless_quiet(group: WorkingGroup, readers: Collection[User]) -> list[User]:
    """Those of a group who have not chosen silence."""
    levels = levels_in(group, Q(user__in=[one.pk for one in readers]))
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
