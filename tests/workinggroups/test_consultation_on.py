"""The room in which Parties talk an application over: who comes in, who reads, who never does."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from cities import verbs as joining
from cities.models import Application, City
from cities.signals import consultations_wanted
from coalition.permissions import forget_rights, may
from tests.cities.applying import application_in, people
from workinggroups.models import Consultation
from workinggroups.verbs import consult_on, end_consultation, invite_secretariat, join_consultation

pytestmark = pytest.mark.django_db


def city(slug: str) -> City:
    return City.objects.select_related("place").get(slug=slug)


def asked(application: Application, *slugs: str) -> None:
    """These cities ask for consultations."""
    for slug in slugs:
        joining.speak(
            application, by=people(f"approver.{slug}"), city=city(slug), text="Как это будет?",
            kind="needs_consultation",
        )  # fmt: skip


def opened(*slugs: str) -> Consultation:
    """The room that the secretariat's opening of consultations made."""
    application = application_in("notified")
    asked(application, *slugs)
    joining.open_consultations(application, by=people("secretariat"))
    return Consultation.objects.select_related("group__place").get(application=application)


def reads(name: str, room: Consultation) -> bool:
    return may(people(name), "see_inside", room.group)


def test_the_parties_that_asked_have_a_room_and_nobody_else_reads_there():
    room = opened("osh", "namangan")

    readers = ["approver.osh", "admin.osh", "approver.namangan"]
    others = ["editor.osh", "approver.dushanbe", "secretariat", "keeper", "reviewer"]
    assert [name for name in [*readers, *others] if reads(name, room)] == readers
    assert room.group.threads.count() == 1


def test_nobody_asked_and_there_is_no_room():
    application = application_in("consultations")

    assert not Consultation.objects.filter(application=application).exists()


def test_a_party_that_asks_later_comes_into_the_room():
    room = opened("osh")
    asked(room.application, "dushanbe")

    assert {one.slug for one in room.group.cities.all()} == {"osh", "dushanbe"}
    assert reads("approver.dushanbe", room)


def test_another_party_comes_in_of_itself():
    room = opened("osh")
    join_consultation(room, by=people("admin.ashgabat"), city=city("ashgabat"))

    assert reads("approver.ashgabat", room)


@pytest.mark.parametrize("name", ["secretariat", "keeper", "editor.ashgabat", "approver.osh"])
def test_only_its_own_people_bring_a_city_in(name):
    room = opened("osh")

    with pytest.raises(PermissionDenied):
        join_consultation(room, by=people(name), city=city("ashgabat"))


def test_the_secretariat_reads_when_all_cities_invite_it_and_whoever_joins_agrees():
    room = opened("osh")
    invite_secretariat(room, by=people("approver.osh"), city=city("osh"))
    join_consultation(room, by=people("admin.ashgabat"), city=city("ashgabat"))

    assert reads("secretariat", room)
    assert room.has_secretariat


def test_a_consultation_that_ended_takes_nobody_in():
    room = opened("osh")
    approver = people("approver.osh")
    forget_rights(approver)
    end_consultation(room, by=approver, outcome="Договорились.")
    room = Consultation.objects.select_related("group__place").get(pk=room.pk)

    with pytest.raises(ValidationError):
        join_consultation(room, by=people("admin.ashgabat"), city=city("ashgabat"))


@pytest.mark.parametrize("name", ["keeper", "editor.osh", "reviewer"])
def test_a_room_is_not_opened_by_who_has_no_part_in_it(name):
    with pytest.raises(PermissionDenied):
        consult_on(application_in("notified"), by=people(name), cities=[city("osh")])


def test_if_something_above_fails_no_consultations_are_opened():
    def refuse(**_signal):
        raise ValidationError("no room")

    application = application_in("notified")
    asked(application, "osh")
    consultations_wanted.connect(refuse)
    try:
        with pytest.raises(ValidationError):
            joining.open_consultations(application, by=people("secretariat"))
    finally:
        consultations_wanted.disconnect(refuse)

    assert Application.objects.get(pk=application.pk).state == "notified"
    assert not Consultation.objects.filter(application=application).exists()


@pytest.mark.parametrize(
    ("name", "opens", "joins"),
    [
        ("approver.osh", True, False),
        ("approver.dushanbe", False, True),
        ("secretariat", False, False),
    ],
)
def test_the_page_leads_to_the_room_only_for_whom_it_is(signed_in, name, opens, joins):
    room = opened("osh")

    page = signed_in(name).get(f"/review/applications/{room.application_id}/").content.decode()

    assert ("Открыть комнату" in page) is opens
    assert ("Участвовать: Душанбе" in page) is joins


def test_a_city_comes_in_by_the_button_of_the_page(signed_in):
    room = opened("osh")
    client = signed_in("approver.dushanbe")

    answer = client.post(f"/work/consultations/{room.application_id}/join/", {"city": "dushanbe"})

    assert answer.url == f"/work/groups/{room.group.slug}/"
    assert client.get(answer.url).status_code == 200


def test_the_keeper_sees_nothing_of_the_room(signed_in):
    room = opened("osh")

    page = signed_in("keeper").get(f"/review/applications/{room.application_id}/").content.decode()

    assert "Консультации Сторон" not in page
