"""The page of membership, and what people of an absent city see."""

import pytest

from cities import verbs
from cities.models import City
from coalition.models import User
from tests.cities.applying import jpeg
from tests.cities.test_standing import AWAY, LETTER, PAGE, PAUSE, fresh

pytestmark = pytest.mark.django_db


@pytest.fixture
def osh():
    return City.objects.select_related("place").get(slug="osh")


@pytest.fixture(params=AWAY)
def away(request, osh, person):
    """Osh after a pause, and after leaving."""
    AWAY[request.param](osh, by=person("admin.osh"), **PAUSE)
    return fresh(osh)


FORM = {"kind": "pause", "pages": "notice", "number": "12-п", "on": "20.11.2026", "sure": "on"}


def test_an_administrator_records_the_decision_of_the_city(signed_in, osh):
    answer = signed_in("admin.osh").post(PAGE, {**FORM, "scan": jpeg()})

    assert answer.url == PAGE
    assert fresh(osh).status == "suspended"
    page = signed_in("admin.osh").get(PAGE).content.decode()
    assert "возвращение после перерыва" in page


def test_a_mistake_keeps_what_was_typed(signed_in, osh):
    page = signed_in("admin.osh").post(PAGE, {**FORM, "on": "31.12.2099"}).content.decode()

    assert 'value="12-п"' in page
    assert fresh(osh).status == "member"


def test_an_administrator_records_that_the_city_comes_back(signed_in, osh, person):
    verbs.pause_membership(osh, by=person("admin.osh"), pages="closed", **LETTER)

    answer = signed_in("admin.osh").post(PAGE, {**FORM, "kind": "resume", "pages": "closed"})

    assert answer.url == PAGE
    assert (fresh(osh).status, fresh(osh).pages_closed) == ("member", False)


def test_an_administrator_records_that_the_city_leaves(signed_in, osh):
    signed_in("admin.osh").post(PAGE, {**FORM, "kind": "leave", "pages": "closed"})

    assert (fresh(osh).status, fresh(osh).pages_closed) == ("left", True)
    assert "Город может присоединиться снова" in signed_in("admin.osh").get(PAGE).content.decode()


@pytest.mark.parametrize("lacking", ["sure", "number", "kind"])
def test_nothing_happens_without_its_words(signed_in, osh, lacking):
    signed_in("admin.osh").post(
        PAGE, {name: said for name, said in FORM.items() if name != lacking}
    )

    assert fresh(osh).status == "member"


def test_the_form_is_not_shown_to_an_editor_and_refused(signed_in, osh):
    client = signed_in("editor.osh")

    assert 'name="kind"' not in client.get(PAGE).content.decode()
    assert client.post(PAGE, FORM).status_code == 403
    assert fresh(osh).status == "member"


def test_the_secretariat_opens_the_letter_and_another_city_does_not(osh, person, signed_in):
    standing = verbs.pause_membership(osh, by=person("admin.osh"), scan=jpeg(), **PAUSE)
    address = f"/work/files/{standing.scan.pk}/"

    seen = {name: signed_in(name).get(address).status_code
            for name in ("secretariat", "keeper", "viewer.osh", "admin.dushanbe")}  # fmt: skip

    assert seen == {"secretariat": 200, "keeper": 200, "viewer.osh": 200, "admin.dushanbe": 404}


def test_my_day_of_an_absent_citys_people_opens(away, signed_in):
    for name in ("viewer.osh", "approver.osh", "admin.osh"):
        assert signed_in(name).get("/work/").status_code == 200


def test_the_review_desk_does_not_see_it(away, signed_in):
    page = signed_in("reviewer").get("/review/").content.decode()

    assert "/review/city/osh/" not in page
    assert User.objects.filter(email="reviewer@demo.invalid").exists()
