"""Dates of the region: the secretariat adds, corrects and takes off, each with its source."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from coalition.errors import Conflict
from workinggroups.founding.meetings import found_calendar
from workinggroups.models import Occasion
from workinggroups.verbs import correct_occasion, put_back_occasion, take_off_occasion

pytestmark = pytest.mark.django_db
SAID = {
    "name": "Форум по воде", "kind": "forum", "day": "04.05.2027", "last": "06.05.2027",
    "place": "Ташкент", "source": "Письмо организаторов, 2026",
}  # fmt: skip


@pytest.fixture
def summit():
    return Occasion.objects.get(key="res-2026")


@pytest.fixture
def secretariat(signed_in):
    return signed_in("secretariat")


def calendar(client):
    return client.get("/events/").content.decode()


def test_the_secretariat_adds_an_event_and_everybody_sees_its_source(client, secretariat):
    answer = secretariat.post(reverse("new_occasion"), SAID)

    assert answer.status_code == 302
    assert "4–6 мая 2027 г." in calendar(client)
    assert "Письмо организаторов, 2026" in calendar(client)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"source": ""}, "source"),
        ({"day": ""}, "day"),
        ({"year": "2027"}, "day"),
        ({"last": "01.05.2027"}, "last"),
        ({"day": "", "last": "", "year": "2027", "yearly": "on"}, "yearly"),
    ],
)
def test_an_event_without_source_or_day_comes_back_with_a_sentence(secretariat, change, field):
    answer = secretariat.post(reverse("new_occasion"), SAID | change)

    assert answer.status_code == 422
    assert answer.context["form"].has_error(field)


def test_an_event_of_which_the_year_is_known_says_so_and_goes_into_no_phone(client, secretariat):
    secretariat.post(reverse("new_occasion"), SAID | {"day": "", "last": "", "year": "2027"})

    assert "2027 год, день пока не назван" in calendar(client)
    assert "Форум по воде" not in client.get("/events.ics").content.decode()


def test_a_correction_keeps_the_words_of_other_languages(client, secretariat, summit):
    Occasion.objects.filter(pk=summit.pk).update(names={"ru": "Саммит", "kk": "Саммит КК"})
    said = SAID | {"name": "Саммит в Астане", "version": summit.version}

    secretariat.post(reverse("occasion", args=[summit.pk]), said)

    summit.refresh_from_db()
    assert summit.names == {"ru": "Саммит в Астане", "kk": "Саммит КК"}
    assert "Саммит в Астане" in calendar(client)


def test_the_form_of_an_event_shows_what_is_known_of_it(secretariat, summit):
    page = secretariat.get(reverse("occasion", args=[summit.pk])).content.decode()

    for part in ("22.04.2026", "24.04.2026", "бюллетень РЭС-2026", "RES-2026 bulletin", "Астана"):
        assert part in page


def test_two_who_correct_at_once_see_it(person, summit):
    by = person("secretariat")
    correct_occasion(summit, by=by, version=1, names={"ru": "Иначе"})

    with pytest.raises(Conflict):
        correct_occasion(summit, by=by, version=1, names={"ru": "Ещё иначе"})


def test_an_event_taken_off_does_not_come_back_by_itself(client, secretariat, summit):
    secretariat.post(reverse("occasion_off", args=[summit.pk]))
    found_calendar()

    assert summit.name not in calendar(client)
    assert "occasion-res-2026@" not in client.get("/events.ics").content.decode()
    assert summit.name in secretariat.get(reverse("occasions")).content.decode()

    secretariat.post(reverse("occasion_off", args=[summit.pk]), {"back": "1"})
    assert summit.name in calendar(client)


def test_taking_off_twice_and_putting_back_twice_change_nothing_more(person, summit):
    by = person("secretariat")

    assert take_off_occasion(take_off_occasion(summit, by=by), by=by).version == 2
    assert put_back_occasion(put_back_occasion(summit, by=by), by=by).version == 3


@pytest.mark.parametrize("who", ["chair", "admin.osh", "keeper"])
def test_nobody_else_keeps_the_calendar(person, summit, who):
    for deed in (take_off_occasion, put_back_occasion):
        with pytest.raises(PermissionDenied):
            deed(summit, by=person(who))
    with pytest.raises(PermissionDenied):
        correct_occasion(summit, by=person(who), version=1, kind="day")
