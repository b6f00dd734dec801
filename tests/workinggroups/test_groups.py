import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from cities.models import City
from cities.verbs import provision_city
from coalition.models import Letter, Membership, Place, User
from coalition.permissions import may
from coalition.verbs import appoint, release
from workinggroups.models import JoinRequest, WorkingGroup
from workinggroups.verbs import answer_request, ask_to_join, open_group

pytestmark = pytest.mark.django_db


def membership(group, who):
    return Membership.objects.get(
        place=group.place, user__email=f"{who}@demo.invalid", released_at=None
    )


@pytest.fixture
def khujand():
    return provision_city(
        "khujand", by=User.system(), names={"ru": "Худжанд", "en": "Khujand"}, country="TJ",
        joined_on="2026-11-21",
    )  # fmt: skip


def test_a_city_that_is_admitted_gets_its_team(khujand):
    team = WorkingGroup.objects.get(slug="team-khujand")

    assert (team.kind, team.visibility, list(team.cities.all())) == ("city_team", "city", [khujand])


def test_a_city_that_is_admitted_gets_a_seat_in_the_council(khujand):
    assert khujand in WorkingGroup.objects.get(slug="council").cities.all()


def test_a_city_that_is_admitted_gets_a_seat_only_in_groups_of_all_cities(group):
    WorkingGroup.objects.filter(slug="safe-buildings").update(for_all_cities=True)

    city = provision_city("khujand", by=User.system(), names={"ru": "Худжанд"}, country="TJ",
                          joined_on="2026-11-21")  # fmt: skip

    assert set(city.working_groups.values_list("slug", flat=True)) == {
        "council", "safe-buildings", "team-khujand",
    }  # fmt: skip


def test_admitting_a_city_again_makes_nothing_twice(khujand):
    before = WorkingGroup.objects.count()

    provision_city("khujand", by=User.system())

    assert WorkingGroup.objects.count() == before


def test_a_citys_people_are_its_team(person):
    team = WorkingGroup.objects.get(slug="team-osh")

    roles = dict(Membership.objects.filter(place=team.place).values_list("user__email", "role"))

    assert roles == {
        "admin.osh@demo.invalid": "chair",
        "approver.osh@demo.invalid": "member",
        "editor.osh@demo.invalid": "member",
        "viewer.osh@demo.invalid": "observer",
    }


def test_whoever_is_released_from_a_city_leaves_its_team(person):
    osh = City.objects.get(slug="osh")
    editor = person("editor.osh")

    release(
        Membership.objects.get(place=osh.place, user=editor, role="editor"), by=person("admin.osh")
    )

    team = WorkingGroup.objects.get(slug="team-osh")
    assert not may(editor, "see_inside", team)


def test_a_reviewer_of_a_city_is_not_in_its_team(person):
    assert not may(person("reviewer"), "see_inside", WorkingGroup.objects.get(slug="team-osh"))


def test_open_group_by_the_secretariat_gives_it_a_place_and_seats(person):
    osh = City.objects.get(slug="osh")

    group = open_group(
        "rivers", by=person("secretariat"), cities=[osh], kind="technical", names={"ru": "Реки"}
    )

    assert (group.place.key, list(group.cities.all())) == ("rivers", [osh])


def test_open_group_is_refused_to_a_chair(person):
    with pytest.raises(PermissionDenied):
        open_group("rivers", by=person("chair"), kind="technical", names={"ru": "Реки"})


def test_open_group_at_a_taken_address_is_refused(person):
    with pytest.raises(ValidationError):
        open_group("council", by=person("secretariat"), kind="technical", names={"ru": "Реки"})


def test_a_chair_lets_a_member_in(group, person):
    appoint(person("editor.osh"), by=person("chair"), place=group.place, role="member")

    assert may(person("editor.osh"), "post", group)


def test_a_chair_does_not_name_another_chair(group, person):
    with pytest.raises(PermissionDenied):
        appoint(person("editor.osh"), by=person("chair"), place=group.place, role="chair")


def test_a_member_lets_nobody_in(group, person):
    with pytest.raises(PermissionDenied):
        appoint(person("editor.osh"), by=person("member"), place=group.place, role="member")


def test_the_chair_of_one_group_lets_nobody_into_another(person):
    other = WorkingGroup.objects.get(slug="safe-buildings")

    with pytest.raises(PermissionDenied):
        appoint(person("editor.osh"), by=person("chair"), place=other.place, role="member")


def test_the_secretariat_names_the_chair_of_a_group_between_cities(group, person):
    appoint(person("editor.osh"), by=person("secretariat"), place=group.place, role="chair")

    assert may(person("editor.osh"), "moderate", group)


def test_the_secretariat_has_no_key_to_a_citys_team(person):
    team = WorkingGroup.objects.get(slug="team-osh")

    with pytest.raises(PermissionDenied):
        appoint(person("secretariat"), by=person("secretariat"), place=team.place, role="member")


def test_every_change_of_rights_moves_the_epoch_in_its_own_transaction(group, person):
    before = group.acl_epoch

    with transaction.atomic():
        release(membership(group, "member"), by=person("chair"))
        group.refresh_from_db()

    assert group.acl_epoch == before + 1


def test_an_observer_reads_and_does_not_write(group, person):
    appoint(person("editor.osh"), by=person("chair"), place=group.place, role="observer")

    reader = person("editor.osh")
    assert (may(reader, "see_inside", group), may(reader, "post", group)) == (True, False)


def test_ask_to_join_writes_to_the_chair(group, person):
    ask_to_join(group, by=person("editor.osh"), words="Хотим поделиться опытом.")

    letter = Letter.objects.get(to="chair@demo.invalid")
    assert "Редактор плана (пример), Ош просит принять" in letter.body
    assert "Хотим поделиться опытом." in letter.body
    assert f"/work/groups/{group.slug}/people/" in letter.body


def test_ask_to_join_twice_stays_one_request(group, person):
    first = ask_to_join(group, by=person("editor.osh"))
    second = ask_to_join(group, by=person("editor.osh"))

    assert (first, Letter.objects.filter(to="chair@demo.invalid").count()) == (second, 1)


def test_ask_to_join_reaches_the_secretariat_while_a_group_has_no_chair(person):
    ask_to_join(WorkingGroup.objects.get(slug="council"), by=person("editor.osh"))

    asked = Letter.objects.filter(to="secretariat@demo.invalid", body__contains="Совет участников")
    assert asked.count() == 1


def test_ask_to_join_is_refused_where_nobody_outside_knows_of_the_group(person):
    with pytest.raises(PermissionDenied):
        ask_to_join(WorkingGroup.objects.get(slug="team-dushanbe"), by=person("editor.osh"))


def test_ask_to_join_is_refused_to_a_member(group, person):
    with pytest.raises(ValidationError):
        ask_to_join(group, by=person("member"))


def test_answer_request_lets_the_person_in(group, person):
    request = ask_to_join(group, by=person("editor.osh"))

    answer_request(request, by=person("chair"), accepted=True)

    assert may(person("editor.osh"), "post", group)


def test_answer_request_can_decline_with_a_letter(group, person):
    request = ask_to_join(group, by=person("editor.osh"))

    answer_request(request, by=person("chair"), accepted=False)

    assert not may(person("editor.osh"), "see_inside", group)
    assert Letter.objects.filter(to="editor.osh@demo.invalid", body__contains="пока").exists()


def test_answer_request_twice_keeps_the_first_answer(group, person):
    request = ask_to_join(group, by=person("editor.osh"))
    answer_request(request, by=person("chair"), accepted=False)

    again = answer_request(request, by=person("chair"), accepted=True)

    assert again.accepted is False


def test_answer_request_is_refused_to_a_member(group, person):
    request = ask_to_join(group, by=person("editor.osh"))

    with pytest.raises(PermissionDenied):
        answer_request(request, by=person("member"), accepted=True)

    assert JoinRequest.objects.get().answered_at is None


def test_the_founded_groups_are_marked_as_examples(group):
    marked = WorkingGroup.objects.filter(is_example=True).values_list("slug", flat=True)

    assert set(marked) == {"early-warning", "safe-buildings", "water-and-heat"}


def test_places_of_groups_follow_from_memberships():
    from coalition.projection import differences  # noqa: PLC0415

    places = list(Place.objects.filter(kind="group"))

    assert list(differences(places)) == []


@pytest.mark.parametrize("slug", ["team-khujand", "consultation-1"])
def test_the_secretariat_waits_for_no_city_at_the_address_of_its_team(signed_in, slug):
    answer = signed_in("secretariat").post(
        "/work/groups/new/",
        {"name": "Группа", "slug": slug, "kind": "technical", "mandate": "Общее дело.",
         "visibility": "public"},
    )  # fmt: skip

    assert answer.status_code == 422
    assert not WorkingGroup.objects.filter(slug=slug).exists()
