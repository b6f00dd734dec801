"""Who may come to which address of working groups.

One's own group is «early-warning», of the chair and the member; filled with another city, an
address leads into that city's team, which is nobody else's.
"""

from dataclasses import replace

from cities.models import City
from coalition import clock
from coalition.models import Membership, Place, User
from tests.rules import COALITION, GROUP, OPEN, PUBLIC, SIGNED_IN, Fill, Rule, rights
from tests.workinggroups.rights_decisions import DECISIONS
from tests.workinggroups.rights_meetings import MEETINGS
from tests.workinggroups.talking import (
    group,
    post,
    post_of_its_chair,
    slug_for,
    task,
    thread,
    upload,
)
from workinggroups.letters import stop_address
from workinggroups.models import (
    JoinRequest,
    Seat,
    Thread,
    WorkingGroup,
)


def member(city: str) -> dict[str, object]:
    place = Place.objects.get(kind="group", key=slug_for(city))
    found = Membership.objects.filter(place=place, role="member").first()
    return {"slug": slug_for(city), "pk": found.pk}


def request_to_join(city: str) -> dict[str, object]:
    asking, _made = User.objects.get_or_create(email="asking@demo.invalid")
    asked_of = WorkingGroup.objects.get(slug=slug_for(city))
    found, _made = JoinRequest.objects.get_or_create(group=asked_of, user=asking)
    return {"slug": slug_for(city), "pk": found.pk}


def a_letters_link(city: str) -> dict[str, object]:
    """The link at the end of a letter to the chair."""
    found = Thread.objects.filter(group__slug=slug_for(city)).order_by("pk").first()
    chair = User.objects.get(memberships__place=found.group.place, memberships__role="chair")
    return {"token": stop_address(chair, found).rstrip("/").rpartition("/")[2]}


def people(fill: Fill = group, only: str = "") -> Rule:
    """The chair and the secretariat let people in; the group's other people may not."""
    rule = GROUP("see_inside coalition:administer", get="moderate coalition:administer", fill=fill)
    return replace(rule, only=only)


def chairs_post(right: str) -> Rule:
    """Corrected by its author, here the chair; withdrawn by whoever moderates too."""
    return GROUP(get=right, fill=post_of_its_chair)


def city_of(city: str) -> dict[str, object]:
    """A city's seat in a group."""
    return {"slug": slug_for(city), "city": city}


def held_seat(city: str) -> dict[str, object]:
    group = WorkingGroup.objects.get(slug=slug_for(city))
    named = City.objects.get(slug=city)
    seat = Seat.objects.filter(group=group, city=named).first() or Seat.objects.create(
        group=group,
        city=named,
        user=User.objects.get(email=f"editor.{city}@demo.invalid"),
        since=clock.today(),
        seated_by=User.system(),
        seated_at=clock.now(),
    )
    return {**city_of(city), "pk": seat.pk}


def seat(fill: Fill, only: str = "") -> Rule:
    """The chair, or the administrator of the city; other people of the two may not."""
    people = rights("group", "see_inside city:see_inside")
    named = rights("group", "moderate city:administer")
    return Rule(people, named, named, only=only, fill=fill)


RULES = (
    MEETINGS
    | DECISIONS
    | {
        "groups": PUBLIC(),
        "group": PUBLIC(fill=lambda _city: {"slug": "early-warning"}),
        "new_group": COALITION("administer"),
        "work_group": GROUP(post="post", fill=group),
        "ask_to_join": SIGNED_IN(fill=lambda _city: {"slug": "early-warning"}),
        "take_back_request": SIGNED_IN(fill=lambda _city: {"slug": "early-warning"}, only="post"),
        "group_people": people(),
        "group_settings": people(),
        "finish_group": people(only="post"),
        "prolong_guest": people(member, only="post"),
        "hand_over": replace(
            people(member, only="post"),
            post=rights("coalition", "administer"),
            see=rights("group", "see_inside coalition:administer"),
        ),
        "city_seat": seat(city_of),
        "end_seat": seat(held_seat, only="post"),
        "show_thread": GROUP(post="moderate", only="post", fill=thread),
        "release_from_group": people(member, only="post"),
        "answer_join_request": people(request_to_join, only="post"),
        "thread": GROUP(post="post", fill=thread),
        "read_thread": GROUP(only="post", fill=thread),
        "beside_thread": GROUP(only="get", fill=thread),
        "pin_post": GROUP(post="moderate", only="post", fill=post_of_its_chair),
        "post_deeds": GROUP(only="get", fill=post),
        "give_task": GROUP(post="post", only="post", fill=post),
        "finish_task": GROUP(post="moderate", fill=task),
        "reopen_task": GROUP(post="moderate", only="post", fill=task),
        "ask_to_confirm": GROUP(post="moderate", only="post", fill=post_of_its_chair),
        "confirm_read": GROUP(only="post", fill=post),
        "mark_unread": GROUP(only="post", fill=post),
        "thread_names": GROUP(only="get", fill=thread),
        "thread_export": GROUP(only="get", fill=thread),
        "thread_export_json": GROUP(only="get", fill=thread),
        "rename_thread": GROUP(get="moderate", fill=thread),
        "move_thread": GROUP(get="moderate", fill=thread),
        "split_thread": GROUP(get="moderate", fill=thread),
        "group_files": GROUP(only="get", fill=group),
        "group_archive": GROUP(only="get", fill=group),
        "group_search": GROUP(only="get", fill=group),
        "read_group": GROUP(only="post", fill=group),
        "keep_draft": GROUP(only="post", fill=thread),
        "follow_thread": GROUP(only="post", fill=thread),
        "choose_letters": GROUP(only="post", fill=group),
        "choose_all_letters": SIGNED_IN(only="post"),
        # the secret in the address is the right
        "stop_letters": OPEN(fill=a_letters_link),
        "close_thread": GROUP(post="moderate", only="post", fill=thread),
        "reopen_thread": GROUP(post="moderate", only="post", fill=thread),
        "edit_post": chairs_post("wrote"),
        "withdraw_post": chairs_post("moderate"),
        "api_heads": SIGNED_IN(only="get"),
        "api_events": GROUP(only="get", fill=thread),
        "api_posts": GROUP(post="post", only="post", fill=thread),
        "api_uploads": GROUP(post="post", only="post", fill=thread),
        "api_upload": GROUP("wrote", fill=upload),
    }
)

# threads a reader may follow over the socket: the rights of which one is enough
SUBSCRIPTIONS = rights("group", "see_inside")
