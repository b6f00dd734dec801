"""What a measure lacks: one row for each rule, and its other side."""

import pytest

from actionplans.checklist import gaps_of, known_gaps
from actionplans.patches import NEW
from tests.actionplans.forms import words_of
from tests.actionplans.planning import draft, plan_of

pytestmark = pytest.mark.django_db

WHOLE = {
    **NEW,
    "lead": {"department": "health", "name": "", "by_agreement": False},
    "due_on": "2028-12-31",
    "expected_result": "Жители узнают об опасности заранее.",
    "finance": "seeking",
    "hazards": ["mudflow"],
    "indicators": [{"names": {"ru": "Датчики"}, "target": "12"}],
    "cities": ["osh", "dushanbe"],
    "coordinator": "osh",
}
MISSING = [
    ({"lead": None}, ["lead"]),
    ({"lead": {"department": "", "name": "", "by_agreement": False}}, ["lead"]),
    ({"lead": {"department": "", "name": "Водоканал", "by_agreement": True}}, []),
    ({"due_on": None}, ["due"]),
    ({"due_on": "2031-01-01"}, ["past_end"]),
    ({"due_on": "2030-12-31"}, []),
    ({"expected_result": ""}, ["result"]),
    ({"finance": "unknown"}, ["money"]),
    ({"finance": "unknown", "budget": [{"amount": "1"}]}, []),
    ({"finance": "not_needed"}, []),
    ({"finance": "secured"}, ["sum"]),
    ({"finance": "secured", "budget": [{"amount": "1"}]}, []),
    ({"hazards": []}, ["hazard"]),
    ({"indicators": []}, ["indicator"]),
    ({"indicators": [{"target": None}]}, ["target"]),
    ({"coordinator": ""}, ["coordinator"]),
    ({"coordinator": "", "cities": ["osh"]}, []),
    ({}, []),
]


@pytest.mark.parametrize(("said", "keys"), MISSING)
def test_each_gap_is_found_where_it_is(said, keys):
    assert [gap.key for gap in gaps_of({**WHOLE, **said}, plan_of("osh"))] == keys


def test_every_gap_has_been_looked_for():
    assert {gap.key for gap in known_gaps()} == {key for _said, keys in MISSING for key in keys}


def test_a_link_of_the_checklist_leads_to_the_very_field(signed_in, person):
    """Each anchor is an id of the form, and what holds it is open without a script."""
    browser = signed_in("editor.osh")

    for gap in known_gaps():
        if gap.key == "coordinator":  # only joint plans have cities
            continue
        page = browser.get("/work/city/osh/measure/OSH-03/", {"show": gap.field})
        from bs4 import BeautifulSoup  # noqa: PLC0415

        field = BeautifulSoup(page.content, "html.parser").find(id=gap.anchor)
        assert field is not None, gap.anchor
        folds = [one for one in [field, *field.parents] if one.name == "details"]
        assert all(one.has_attr("open") for one in folds), gap.anchor


def test_the_plan_counts_what_is_missing_and_shows_only_that(signed_in, person):
    draft("OSH-03", person("editor.osh"), hazards=[])
    browser = signed_in("editor.osh")

    page = browser.get("/work/city/osh/")
    assert "Не названа угроза: 1" in words_of(page)
    page = words_of(browser.get("/work/city/osh/", {"gap": "hazard"}))

    assert "OSH-03" in page
    assert "OSH-04" not in page


def test_nobody_but_its_authors_is_shown_the_checklist(signed_in, client):
    assert "Что можно дополнить" not in words_of(signed_in("viewer.osh").get("/work/city/osh/"))
    client.logout()
    for address in ("/cities/osh/plan/", "/cities/osh/plan/OSH-07/"):
        assert "Что можно дополнить" not in client.get(address).content.decode()


def test_the_form_of_a_measure_says_what_could_be_added(signed_in, person):
    draft("OSH-03", person("editor.osh"), indicators=[])

    page = words_of(signed_in("editor.osh").get("/work/city/osh/measure/OSH-03/"))

    assert "Нет показателя" in page
