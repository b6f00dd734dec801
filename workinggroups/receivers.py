"""What follows in the groups when cities, roles or sessions change."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.signals import user_logged_out
from django.db.models import F
from django.dispatch import receiver
from django.http import HttpRequest

from cities.models import Application, City
from cities.signals import (
    city_admitted,
    city_gathered,
    city_renamed,
    city_stands,
    consultations_wanted,
)
from cities.whole import Put
from coalition import clock
from coalition.handover import Held
from coalition.models import Membership, Place, User
from coalition.signals import (
    handed_over,
    leaving,
    noted,
    notified,
    person_erased,
    person_gathered,
    rights_changed,
    sessions_ended,
)
from coalition.verbs import appoint, release
from workinggroups import live
from workinggroups.archive import archive_of
from workinggroups.belongings import held_in_groups
from workinggroups.letters import post_at
from workinggroups.models import Thread, WorkingGroup
from workinggroups.people import team_names
from workinggroups.personal import put_words
from workinggroups.verbs import end_lost_seats, hold_letters_back, open_group, send_concern
from workinggroups.verbs.belonging import follow_standing, leave_with_the_city, rename_team
from workinggroups.verbs.consultations import ROLES as CONSULTATION_ROLE
from workinggroups.verbs.consultations import consult_on
from workinggroups.verbs.handing import take_over_in_groups
from workinggroups.verbs.personal import forget_person

TEAM_ROLE = {
    "administrator": "chair",
    "approver": "member",
    "editor": "member",
    "viewer": "observer",
}


@receiver(city_admitted, dispatch_uid="groups_of_a_city")
def make_groups_of_a_city(city: City, by: User, **_signal: Any) -> None:
    """A city of the Coalition has its team, its seat in the council and its other seats."""
    open_group(
        f"team-{city.slug}",
        by=by,
        cities=[city],
        kind=WorkingGroup.Kind.CITY_TEAM,
        names=team_names(city),
        visibility=WorkingGroup.Visibility.CITY,
    )
    open_group(
        "council",
        by=by,
        kind=WorkingGroup.Kind.COUNCIL,
        names={"ru": "Совет участников", "en": "Council of members"},
        mandate={
            "ru": "Все города Коалиции вместе: общие вопросы, рабочие группы, присоединение новых "
            "городов. У каждого города одно место.",
            "en": "All cities of the Coalition together: common questions, working groups, cities "
            "that join. Each city has one seat.",
        },
        visibility=WorkingGroup.Visibility.PUBLIC,
        for_all_cities=True,
        position=10,
    )
    others = WorkingGroup.objects.filter(for_all_cities=True).exclude(cities=city)
    for group in others if city.is_member else ():
        group.cities.add(city)


@receiver(consultations_wanted, dispatch_uid="consultation_on_an_application")
def open_a_room(application: Application, cities: list[City], by: User, **_signal: Any) -> None:
    """Parties that want to talk an application over have a room for it (Art. 9)."""
    consult_on(application, by=by, cities=cities)


@receiver(city_stands, dispatch_uid="groups_of_an_absent_city")
def leave_the_groups(city: City, by: User, **_signal: Any) -> None:
    """A city that has paused or left has no seat among the others."""
    follow_standing(city, by=by)


@receiver(city_renamed, dispatch_uid="team_of_a_renamed_city")
def rename_the_team(city: City, kind: str, **_signal: Any) -> None:
    """A city's own team is called after the city."""
    if kind == "city":
        rename_team(city, by=User.system())


@receiver(city_gathered, dispatch_uid="work_of_a_team")
def put_the_team(city: City, put: Put, **_signal: Any) -> None:
    """What the city's own team has talked over, into the file with all its data."""
    for team in WorkingGroup.objects.filter(slug=f"team-{city.slug}"):
        with archive_of(team) as content:
            put(f"groups/{team.slug}.zip", content)


@receiver(person_gathered, dispatch_uid="words_of_a_person")
def put_the_words(user: User, put: Any, **_signal: Any) -> None:
    """What a person has written in groups, and what they have begun to write."""
    put_words(user, put)


@receiver(person_erased, dispatch_uid="groups_forget_a_person")
def forget_the_person(user: User, **_signal: Any) -> None:
    """What is theirs alone goes; their posts stay."""
    forget_person(user, by=User.system())


@receiver(rights_changed, dispatch_uid="acl_epoch")
def move_the_epoch(place: Place, user: User, **_signal: Any) -> None:
    """Whoever has the group's threads open is asked again whether they may read them."""
    moved = WorkingGroup.objects.filter(place=place).update(acl_epoch=F("acl_epoch") + 1)
    if moved:
        threads = Thread.objects.filter(group__place=place).values_list("pk", flat=True)
        live.announce_rights(list(threads), user.pk)


@receiver(rights_changed, dispatch_uid="city_team")
def follow_into_the_team(place: Place, user: User, **_signal: Any) -> None:
    """A city's people are its team: the administrator leads it, a viewer only reads."""
    if place.kind != Place.Kind.CITY:
        return
    group = WorkingGroup.objects.filter(slug=f"team-{place.key}").select_related("place").first()
    if group is None:
        return
    _mirror(group, user, [place], TEAM_ROLE)


def _mirror(group: WorkingGroup, user: User, places: list[Place], roles: dict[str, str]) -> None:
    """Give a person in a group the roles that follow from those they hold in these places."""
    held = Membership.objects.filter(place__in=places, user=user, role__in=roles)
    held = held.not_over(clock.today())
    wanted: dict[str, list[Membership]] = {}
    for membership in held:
        wanted.setdefault(roles[membership.role], []).append(membership)
    open_here = Membership.objects.filter(
        place=group.place, user=user, released_at=None, role__in=set(roles.values())
    )
    system = User.system()
    for role, reasons in wanted.items():
        ends = [reason.until for reason in reasons if reason.until]
        appoint(
            user, by=system, place=group.place, role=role,
            since=min(reason.since for reason in reasons),
            until=max(ends) if len(ends) == len(reasons) else None,
        )  # fmt: skip
    for membership in open_here.exclude(role__in=wanted):
        release(membership, by=system)


@receiver(rights_changed, dispatch_uid="consultations")
def follow_into_consultations(place: Place, user: User, **_signal: Any) -> None:
    """Who administers or approves for a named city reads its consultations, and only so long."""
    kind = WorkingGroup.Kind.CONSULTATION
    rooms = WorkingGroup.objects.filter(kind=kind).select_related("place")
    if place.kind == Place.Kind.CITY:
        for room in rooms.filter(cities__place=place):
            sides = list(Place.objects.filter(city__working_groups=room))
            _mirror(room, user, sides, CONSULTATION_ROLE)
    elif place.kind == Place.Kind.COALITION:
        for room in rooms:
            if room.consultation.has_secretariat:
                _mirror(room, user, [place], {"secretariat": "observer"})


@receiver(rights_changed, dispatch_uid="seats")
def give_up_seats(place: Place, user: User, **_signal: Any) -> None:
    """Whoever leaves a group, or the city they spoke for, speaks for it no longer."""
    end_lost_seats(user, by=User.system(), place=place)


@receiver(rights_changed, dispatch_uid="groups_of_a_former_colleague")
def leave_the_groups_too(place: Place, user: User, **_signal: Any) -> None:
    """Whoever leaves a city leaves the groups in which they were for it."""
    if city := City.objects.filter(place=place).first():
        leave_with_the_city(user, by=User.system(), city=city)


@receiver(rights_changed, dispatch_uid="letters_on_their_way")
def hold_what_is_on_its_way(place: Place, user: User, **_signal: Any) -> None:
    """Whoever leaves a group gets no letter of it any more, also none that was written before."""
    hold_letters_back(user, by=User.system(), place=place)


@receiver(user_logged_out, dispatch_uid="close_sockets")
def close_sockets(request: HttpRequest, user: User | None, **_signal: Any) -> None:
    """Signing out in one tab ends the live threads of the others at once."""
    key = getattr(getattr(request, "session", None), "session_key", None)
    if user is not None and key:
        live.announce_logout(user.pk, key)


@receiver(sessions_ended, dispatch_uid="close_sockets_of_sessions")
def close_sockets_of_sessions(user: User, keys: list[str], **_signal: Any) -> None:
    """A session ended from another device closes its live threads at once."""
    for key in keys:
        live.announce_logout(user.pk, key)


@receiver(leaving, dispatch_uid="belongings_in_groups")
def tell_what_is_held(place: Place, person: User, **_signal: Any) -> list[Held]:
    """What a person of a city has in working groups."""
    return held_in_groups(place, person)


@receiver(handed_over, dispatch_uid="take_over_in_groups")
def take_over(place: Place, leaver: User, successor: User, by: User, **_signal: Any) -> list[Held]:
    """A colleague takes over what a person had in working groups."""
    return take_over_in_groups(place, leaver=leaver, successor=successor, by=by)


@receiver(notified, dispatch_uid="tell_open_tabs")
def tell_open_tabs(users: list[int], **_signal: Any) -> None:
    """The number of unread lines changes at once on the pages that are open."""
    live.announce_news(users)


@receiver(noted, dispatch_uid="send_what_concerns")
def send_what_concerns(
    kind: str, readers: list[User], path: str, details: dict[str, Any], by: User | None,
    **_signal: Any,
) -> None:  # fmt: skip
    """A line that leads to a post concerns its readers: who wants such letters gets the post."""
    if post := post_at(path):
        send_concern(post, by=by or User.system(), readers=readers, kind=kind, details=details)
