"""Who may come to which address of working groups.

One's own group is «early-warning», of the chair and the member; filled with another city, an
address leads into that city's team, which is nobody else's.
"""

from dataclasses import replace
from datetime import date

from cities.models import City
from coalition import clock
from coalition.models import Membership, Place, User
from tests.rules import CITY, COALITION, GROUP, OPEN, PUBLIC, SIGNED_IN, Fill, Rule, rights
from tests.workinggroups.deciding import a_reserved, a_voice, opened, prepared
from tests.workinggroups.meeting_rights import MEETINGS
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
    Consultation,
    Decision,
    JoinRequest,
    RulesOfProcedure,
    Seat,
    Statement,
    Thread,
    WorkingGroup,
)
from workinggroups.verbs import open_consultation, register_rules


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


def own_post() -> Rule:
    """Corrected and withdrawn by its author, here the chair."""
    return GROUP(get="moderate", fill=post_of_its_chair)


def a_decision(city: str) -> dict[str, object]:
    """An open question of the group, for which a city has a voice that is nobody's here."""
    found = Decision.objects.filter(thread__group__slug=slug_for(city), state="open").first()
    if found is None:
        asking = WorkingGroup.objects.get(slug=slug_for(city))
        a_voice(asking, city)
        chair = Membership.objects.filter(place=asking.place, role="chair").first().user
        found = opened(asking.threads.order_by("pk").first(), by=chair)
    return {"pk": found.pk}


def a_draft(city: str) -> dict[str, object]:
    """A question of the group that its chair prepares."""
    asking = WorkingGroup.objects.get(slug=slug_for(city))
    chair = Membership.objects.filter(place=asking.place, role="chair").first().user
    thread = asking.threads.select_related("group__place").order_by("pk").first()
    found = Decision.objects.filter(thread__group=asking, state="draft").first()
    return {"pk": (found or prepared(thread, chair)).pk}


def a_statement(city: str) -> dict[str, object]:
    """What a city attached to an adopted text of the group, by a voice that is nobody's here."""
    asking = WorkingGroup.objects.get(slug=slug_for(city))
    found = Statement.objects.filter(decision__thread__group=asking).first()
    if found is None:
        voice = a_voice(asking, city)
        chair = Membership.objects.filter(place=asking.place, role="chair").first().user
        found = a_reserved(asking.threads.order_by("pk").first(), voice, chair)
    return {"pk": found.decision_id, "statement": found.pk}


def rules_of(city: str) -> dict[str, object]:
    asked = WorkingGroup.objects.get(slug=slug_for(city))
    chair = Membership.objects.filter(place=asked.place, role="chair").first().user
    found = RulesOfProcedure.objects.filter(group=asked).first() or register_rules(
        asked, by=chair, title="Правила", adopted_on=date(2026, 1, 10), link="https://example.org/"
    )
    return {"slug": slug_for(city), "pk": found.pk}


def a_room(city: str) -> dict[str, object]:
    """A consultation of a city with Namangan."""
    found = Consultation.objects.filter(opened_for__slug=city).first() or open_consultation(
        City.objects.get(slug=city),
        by=User.objects.get(email=f"admin.{city}@demo.invalid"),
        cities=[City.objects.get(slug="namangan")],
        question="Вопрос двух городов",
    )
    return {"slug": found.group.slug}


NAMED = "administer approve"  # whose people of a city consult with other cities


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


RULES = MEETINGS | {
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
    "edit_post": own_post(),
    "withdraw_post": own_post(),
    "register": GROUP(only="get", fill=group),
    "register_file": GROUP(only="get", fill=group),
    "public_register": PUBLIC(fill=lambda _city: {"slug": "early-warning"}),
    "public_register_file": PUBLIC(fill=lambda _city: {"slug": "early-warning"}),
    "rules": GROUP(post="moderate", fill=group),
    "end_rules": GROUP(post="moderate", only="post", fill=rules_of),
    "open_decision": GROUP(get="moderate", fill=thread),
    "decision": GROUP(fill=a_decision),
    "say_position": GROUP(only="post", fill=a_decision),
    "change_decision": GROUP(get="moderate", fill=a_decision),
    "extend_decision": GROUP(get="moderate", fill=a_decision),
    "withdraw_decision": GROUP(post="moderate", only="post", fill=a_decision),
    "outcome": GROUP(get="moderate", fill=a_decision),
    "show_outcome": GROUP(post="moderate", only="post", fill=a_decision),
    "offer": GROUP(get="moderate", fill=a_decision),
    # who may not lead the group does not know of its drafts
    "edit_decision_draft": GROUP("moderate", fill=a_draft),
    "drop_decision_draft": GROUP("moderate", only="post", fill=a_draft),
    "review_decision": GROUP(get="moderate", fill=a_decision),
    # only the voice of a city speaks for it, and none of these people is one
    "attach_statement": GROUP(only="post", fill=a_decision),
    "withdraw_statement": GROUP(get="nobody", only="post", fill=a_statement),
    "consultations": CITY(get=NAMED),
    "invite_secretariat": CITY(NAMED, only="post", fill=a_room),
    "end_consultation": CITY(NAMED, only="post", fill=a_room),
    "api_heads": SIGNED_IN(only="get"),
    "api_events": GROUP(only="get", fill=thread),
    "api_posts": GROUP(post="post", only="post", fill=thread),
    "api_uploads": GROUP(post="post", only="post", fill=thread),
    "api_upload": GROUP("moderate", fill=upload),
}

# threads a reader may follow over the socket: the rights of which one is enough
SUBSCRIPTIONS = rights("group", "see_inside")
