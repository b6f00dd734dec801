"""Who may come to which address of working groups.

One's own group is «early-warning», of the chair and the member; filled with another city, an
address leads into that city's team, which is nobody else's.
"""

from dataclasses import replace
from datetime import date

from cities.models import City
from coalition.models import Membership, Place, User
from tests.personas import OWN
from tests.rules import CITY, COALITION, GROUP, PUBLIC, SIGNED_IN, Fill, Rule, rights
from tests.workinggroups.deciding import a_voice, opened
from workinggroups.models import (
    Consultation,
    Decision,
    JoinRequest,
    Post,
    RulesOfProcedure,
    Thread,
    WorkingGroup,
)
from workinggroups.verbs import open_consultation, register_rules


def slug_for(city: str) -> str:
    return "early-warning" if city == OWN else f"team-{city}"


def group(city: str) -> dict[str, object]:
    return {"slug": slug_for(city)}


def thread(city: str) -> dict[str, object]:
    return {"pk": Thread.objects.filter(group__slug=slug_for(city)).order_by("pk").first().pk}


def post_of_its_chair(city: str) -> dict[str, object]:
    found = Post.objects.filter(
        thread__group__slug=slug_for(city),
        redacted_at=None,
        author__memberships__role="chair",
        author__memberships__place__key=slug_for(city),
    ).first()
    return {"pk": found.thread_id, "number": found.number}


def member(city: str) -> dict[str, object]:
    place = Place.objects.get(kind="group", key=slug_for(city))
    found = Membership.objects.filter(place=place, role="member").first()
    return {"slug": slug_for(city), "pk": found.pk}


def request_to_join(city: str) -> dict[str, object]:
    asking, _made = User.objects.get_or_create(email="asking@demo.invalid")
    asked_of = WorkingGroup.objects.get(slug=slug_for(city))
    found, _made = JoinRequest.objects.get_or_create(group=asked_of, user=asking)
    return {"slug": slug_for(city), "pk": found.pk}


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

RULES = {
    "groups": PUBLIC(),
    "group": PUBLIC(fill=lambda _city: {"slug": "early-warning"}),
    "new_group": COALITION("administer"),
    "work_group": GROUP(post="post", fill=group),
    "ask_to_join": SIGNED_IN(fill=lambda _city: {"slug": "early-warning"}),
    "group_people": people(),
    "release_from_group": people(member, only="post"),
    "answer_join_request": people(request_to_join, only="post"),
    "thread": GROUP(post="post", fill=thread),
    "read_thread": GROUP(only="post", fill=thread),
    "beside_thread": GROUP(only="get", fill=thread),
    "pin_post": GROUP(post="moderate", only="post", fill=post_of_its_chair),
    "keep_draft": GROUP(only="post", fill=thread),
    "follow_thread": GROUP(only="post", fill=thread),
    "close_thread": GROUP(post="moderate", only="post", fill=thread),
    "reopen_thread": GROUP(post="moderate", only="post", fill=thread),
    "edit_post": own_post(),
    "withdraw_post": own_post(),
    "register": GROUP(only="get", fill=group),
    "register_file": GROUP(only="get", fill=group),
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
    "consultations": CITY(get=NAMED),
    "invite_secretariat": CITY(NAMED, only="post", fill=a_room),
    "end_consultation": CITY(NAMED, only="post", fill=a_room),
    "api_heads": SIGNED_IN(only="get"),
    "api_events": GROUP(only="get", fill=thread),
    "api_posts": GROUP(post="post", only="post", fill=thread),
}

# threads a reader may follow over the socket: the rights of which one is enough
SUBSCRIPTIONS = rights("group", "see_inside")
