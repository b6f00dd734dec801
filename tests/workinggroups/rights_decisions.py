"""Who may come to which address of decisions, of the register and of consultations."""

from datetime import date

from cities.models import City
from coalition.models import Membership, User
from tests.cities.rights import PARTIES, READERS, notified
from tests.rules import CITY, GROUP, PUBLIC, Rule, rights
from tests.workinggroups.deciding import a_reserved, a_voice, opened, prepared
from tests.workinggroups.talking import group, slug_for, thread
from workinggroups.models import (
    Consultation,
    Decision,
    RulesOfProcedure,
    Statement,
    WorkingGroup,
)
from workinggroups.verbs import consult_on, open_consultation, register_rules

SPEAKERS = rights("coalition", PARTIES)
NAMED = "administer approve"  # whose people of a city consult with other cities


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


def talked_over(city: str) -> dict[str, object]:
    """The application that a city talks over with others."""
    application = notified()
    admin = User.objects.get(email=f"admin.{city}@demo.invalid")
    consult_on(application, by=admin, cities=[City.objects.get(slug=city)])
    return {"pk": application.pk}


DECISIONS = {
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
    "join_consultation": Rule(READERS, SPEAKERS, SPEAKERS, only="post", fill=talked_over),
    "end_consultation": CITY(NAMED, only="post", fill=a_room),
}
