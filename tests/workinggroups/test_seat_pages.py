"""Seats on screen: a city names who speaks for it, the chair writes down what a letter says."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import PermissionDenied, ValidationError

from cities.models import City
from coalition import clock
from coalition.models import Membership, Notification
from coalition.notifications import sentence
from workinggroups.models import Seat, WorkingGroup
from workinggroups.verbs import seat_delegate, tell_ending_terms

pytestmark = pytest.mark.django_db
SEAT = "/work/groups/early-warning/seats/osh/"


@pytest.fixture
def osh():
    return City.objects.select_related("place").get(slug="osh")


def said(answer):
    return " ".join(BeautifulSoup(answer.content, "html.parser").get_text(" ").split())


def named(**more):
    return {"is_alternate": "", "since": "", "until": "", "number": "", "day": "", **more}


def test_a_city_names_its_representative_from_the_page_of_its_team(signed_in, group, osh, person):
    client = signed_in("admin.osh")
    assert SEAT in client.get("/work/city/osh/team/").content.decode()

    client.post(SEAT, named(user=person("editor.osh").pk, until="31.12.2027"))

    seat = Seat.objects.open().get(group=group, city=osh)
    assert (seat.user, str(seat.until), seat.document) == (person("editor.osh"), "2027-12-31", "")


def test_the_chair_writes_down_the_letter_with_its_number_and_date(signed_in, group, osh, person):
    client = signed_in("chair")

    client.post(SEAT, named(user=person("editor.osh").pk, number="12", day="01.11.2026"))

    assert Seat.objects.open().get(group=group, city=osh).document == "№ 12, 01.11.2026"


def test_the_chair_without_a_letter_names_nobody(signed_in, group, osh, person):
    answer = signed_in("chair").post(SEAT, named(user=person("editor.osh").pk))

    assert (answer.status_code, Seat.objects.filter(group=group, city=osh).count()) == (422, 0)


def test_a_letter_has_both_its_number_and_its_date(signed_in, person):
    answer = signed_in("admin.osh").post(SEAT, named(user=person("editor.osh").pk, number="12"))

    assert answer.status_code == 422
    assert "У письма есть номер и дата" in said(answer)


def test_only_the_citys_own_people_can_be_chosen(signed_in, group, person):
    answer = signed_in("admin.osh").post(SEAT, named(user=person("editor.dushanbe").pk))

    assert (answer.status_code, Seat.objects.filter(group=group).count()) == (422, 0)


def test_who_reviews_a_citys_reports_does_not_speak_for_it(group, osh, person):
    with pytest.raises(ValidationError):
        seat_delegate(group, by=person("admin.osh"), city=osh, user=person("reviewer"))


def test_a_reviewer_in_a_group_writes_for_no_city(group, person):
    assert group.city_of(person("reviewer")) is None


def test_a_last_day_before_the_first_comes_back_with_a_sentence(signed_in, person):
    answer = signed_in("admin.osh").post(
        SEAT, named(user=person("editor.osh").pk, since="02.12.2026", until="01.12.2026")
    )

    assert answer.status_code == 422
    assert "раньше" in said(answer)


def test_a_finished_group_takes_no_more_representatives(group, osh, person):
    group.archived = True

    with pytest.raises(ValidationError):
        seat_delegate(group, by=person("admin.osh"), city=osh, user=person("editor.osh"))


@pytest.mark.parametrize(("who", "status"), [
    ("editor.osh", 403), ("member", 403), ("admin.dushanbe", 404), ("secretariat", 404),
])  # fmt: skip
def test_nobody_else_opens_the_page_of_a_seat(signed_in, who, status):
    assert signed_in(who).get(SEAT).status_code == status


def test_a_city_ends_a_term_and_the_person_stays_in_the_group(signed_in, group, osh, person):
    seat = seat_delegate(group, by=person("admin.osh"), city=osh, user=person("editor.osh"))

    signed_in("admin.osh").post(f"{SEAT}{seat.pk}/end/")

    assert not Seat.objects.open().filter(pk=seat.pk).exists()
    assert Membership.objects.filter(place=group.place, user=person("editor.osh")).exists()


def test_a_seat_is_ended_only_under_its_own_city(signed_in, group, osh, person):
    seat = seat_delegate(group, by=person("admin.osh"), city=osh, user=person("editor.osh"))

    answer = signed_in("chair").post(f"/work/groups/early-warning/seats/dushanbe/{seat.pk}/end/")

    assert (answer.status_code, Seat.objects.open().filter(pk=seat.pk).exists()) == (404, True)


def test_the_people_of_a_group_show_every_city_with_who_speaks(signed_in, group, osh, person):
    seat_delegate(group, by=person("admin.osh"), city=osh, user=person("editor.osh"))

    page = said(signed_in("chair").get("/work/groups/early-warning/people/"))

    assert person("editor.osh").post in page
    assert "Город ещё не назначил представителя" in page


def test_the_team_page_takes_the_same_queries_with_more_seats(
    signed_in, group, osh, person, django_assert_max_num_queries
):
    client = signed_in("admin.osh")

    def count():
        with django_assert_max_num_queries(99) as seen:
            client.get("/work/city/osh/team/")
        return len(seen)

    before = count()
    for who, stands_in in (("editor.osh", False), ("approver.osh", True)):
        seat_delegate(group, by=person("admin.osh"), city=osh, user=person(who),
                      is_alternate=stands_in)  # fmt: skip

    assert count() == before


def test_a_city_hears_once_of_a_term_that_ends_within_a_month(group, osh, person):
    until = clock.today() + timedelta(days=30)
    seat_delegate(group, by=person("admin.osh"), city=osh, user=person("editor.osh"), until=until)

    assert (tell_ending_terms(), tell_ending_terms()) == (1, 0)

    line = Notification.objects.get(kind="seat_ends")
    assert (line.user, line.count, line.path) == (person("admin.osh"), 1, SEAT)
    assert "Раннее предупреждение" in sentence(line)


def test_a_city_hears_nothing_of_a_term_that_ends_later(group, osh, person):
    until = clock.today() + timedelta(days=31)
    seat_delegate(group, by=person("admin.osh"), city=osh, user=person("editor.osh"), until=until)

    assert tell_ending_terms() == 0


def test_only_the_platform_tells_of_terms(person):
    with pytest.raises(PermissionDenied):
        tell_ending_terms(by=person("admin.osh"))


def test_of_a_group_that_is_not_known_the_other_people_of_a_city_learn_nothing(signed_in, group):
    address = f"/work/groups/{group.slug}/seats/osh/"
    assert signed_in("viewer.osh").get(address).status_code == 403

    WorkingGroup.objects.filter(pk=group.pk).update(visibility=WorkingGroup.Visibility.GROUP)

    assert signed_in("viewer.osh").get(address).status_code == 404
    assert signed_in("admin.osh").get(address).status_code == 200
