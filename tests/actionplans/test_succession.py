"""One measure instead of others: merging, replacing, copying; what came before stays readable."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from actionplans import verbs
from actionplans.models import Measure
from actionplans.prefill import copied, merged, next_code
from tests.actionplans.forms import fields_of, words_of
from tests.actionplans.planning import deeds, draft, measure, plan_of, report

pytestmark = pytest.mark.django_db

OSH = "/work/city/osh/"
PUBLIC = "/cities/osh/plan/"


def adopt(person, *drafts):
    return verbs.adopt_drafts(plan_of("osh"), by=person("approver.osh"), drafts=drafts)


def replace(person, by: str = "OSH-03", *codes: str):
    return draft(by, person("editor.osh"), replaces=list(codes))


def test_a_measure_replaces_others_once_the_city_has_adopted_it(person):
    waiting = replace(person, "OSH-03", "OSH-02")
    assert measure("OSH-02").state == "standing"

    edition = adopt(person, waiting)

    assert measure("OSH-02").state == "superseded"
    assert measure("OSH-02").superseded_by == measure("OSH-03")
    assert "measure.replaced" in deeds(measure("OSH-02"))
    frozen = {one["code"]: one for one in edition.content["measures"]}
    assert "OSH-02" not in frozen
    assert frozen["OSH-03"]["replaces"] == ["OSH-02"]


def test_the_pages_of_both_link_to_each_other_and_history_stays(person, client):
    said = report("OSH-02", person("editor.osh"), achieved="Карта утверждена.")
    verbs.approve_updates([said], by=person("approver.osh"))
    adopt(person, replace(person, "OSH-03", "OSH-02"))

    before = client.get(PUBLIC + "OSH-02/")
    assert "Эта мера заменена другой" in words_of(before)
    assert f'href="{PUBLIC}OSH-03/"' in before.content.decode()
    assert "Карта утверждена." in words_of(before)
    after = client.get(PUBLIC + "OSH-03/")
    assert "Вместо мер" in words_of(after)
    assert f'href="{PUBLIC}OSH-02/"' in after.content.decode()
    assert "OSH-02" not in words_of(client.get(PUBLIC))


def test_a_measure_of_the_city_alone_stays_so_after_it_is_replaced(person, client):
    verbs.withdraw_measure(measure("OSH-02"), by=person("approver.osh"))
    adopt(person, replace(person, "OSH-03", "OSH-02"))

    assert client.get(PUBLIC + "OSH-02/").status_code == 404
    assert "OSH-02" not in words_of(client.get(PUBLIC + "OSH-03/"))


def test_a_measure_no_longer_named_returns_to_the_plan(person):
    adopt(person, replace(person, "OSH-03", "OSH-02"))

    adopt(person, replace(person, "OSH-03"))

    assert (measure("OSH-02").state, measure("OSH-02").superseded_by) == ("standing", None)


@pytest.mark.parametrize("code", ["OSH-03", "OSH-99", "DYU-01"])
def test_only_another_measure_of_the_plan_is_replaced(person, code):
    with pytest.raises(ValidationError) as refusal:
        replace(person, "OSH-03", code)

    assert "replaces" in refusal.value.message_dict


def test_a_replaced_measure_is_changed_no_more_and_its_waiting_change_is_withdrawn(person):
    waiting = draft("OSH-02", person("editor.osh"))
    adopt(person, replace(person, "OSH-03", "OSH-02"))

    waiting.refresh_from_db()
    assert waiting.state == "withdrawn"
    with pytest.raises(ValidationError):
        draft("OSH-02", person("editor.osh"))


def test_a_change_and_the_replacement_of_one_measure_are_adopted_in_one_act(person):
    merge = replace(person, "OSH-03", "OSH-02")
    change = draft("OSH-02", person("editor.osh"), location="Верховья")

    adopt(person, merge, change)

    assert (measure("OSH-02").location, measure("OSH-02").state) == ("Верховья", "superseded")


def test_two_measures_become_one_form_that_is_saved_as_a_draft(signed_in):
    browser = signed_in("editor.osh")
    page = browser.get(OSH + "measure/OSH-03/", {"merge": "OSH-02"})
    assert "К этой мере добавлена мера OSH-02" in words_of(page)

    browser.post(OSH + "measure/OSH-03/?merge=OSH-02", fields_of(page, "title"))

    patch = measure("OSH-03").drafts.open().get().patch
    assert patch["replaces"] == ["OSH-02"]
    assert len(patch["budget"]) == 2
    assert [("id" in row) for row in patch["budget"]] == [True, False]
    assert len(patch["indicators"]) == 2
    assert "title" not in patch


def test_a_merge_loses_no_words_and_doubles_no_office():
    health = {"department": "health", "name": "", "by_agreement": False}
    water = {"department": "", "name": "Водоканал", "by_agreement": True}
    base = copied({"title": "А", "lead": health, "co": [water], "description": "Одно"}, "A-1")
    other = copied(
        {"title": "Б", "lead": water, "co": [health], "description": "Другое", "tags": ["x"],
         "location": "Центр", "finance": "secured"},
        "A-2",
    )  # fmt: skip

    both = merged(base, other)

    assert both["title"] == "А"
    assert both["description"] == "Одно\n\nДругое"
    assert both["co"] == [water]
    assert (both["location"], both["finance"], both["tags"]) == ("Центр", "secured", ["x"])
    assert both["replaces"] == ["A-2"]


def test_a_copy_begins_with_the_next_free_number_and_nothing_reported(signed_in):
    browser = signed_in("editor.osh")
    sent = fields_of(browser.get(OSH + "measure/new/", {"copy": "OSH-03"}), "title")
    assert sent["code"] == ["OSH-10"]

    answer = browser.post(OSH + "measure/new/?copy=OSH-03", sent)

    assert answer.status_code == 302
    patch = plan_of("osh").drafts.get(patch__code="OSH-10").patch
    assert patch["title"] == measure("OSH-03").title
    assert not any("id" in row for row in patch["budget"] + patch["indicators"])
    assert not any(row["done_on"] for row in patch["milestones"])


def test_a_new_measure_is_written_instead_of_an_old_one(signed_in):
    browser = signed_in("editor.osh")
    sent = fields_of(browser.get(OSH + "measure/new/", {"instead": "OSH-03"}), "title")

    browser.post(OSH + "measure/new/?instead=OSH-03", sent)

    assert plan_of("osh").drafts.get(patch__code="OSH-10").patch["replaces"] == ["OSH-03"]


@pytest.mark.parametrize("query", ["copy=NO-1", "instead=DYU-01", "copy=%00"])
def test_what_is_not_in_the_plan_is_not_copied(signed_in, query):
    assert signed_in("editor.osh").get(f"{OSH}measure/new/?{query}").status_code == 404


def test_a_number_taken_out_of_the_plan_is_never_given_again(person):
    last = draft("OSH-08", person("editor.osh"), state="removed")
    adopt(person, last)
    plan = plan_of("osh")
    patch = {
        "code": "OSH-08",
        "title": "Другая",
        "direction": measure("OSH-03").direction_id,
        "due_on": "2028-12-31",
        "lead": {"department": "health", "name": "", "by_agreement": False},
    }

    with pytest.raises(ValidationError) as refusal:
        verbs.draft_measure(plan, by=person("editor.osh"), patch=patch)

    assert "code" in refusal.value.message_dict
    assert next_code(plan, "OSH-03") == "OSH-10"
    removed = measure("OSH-08")
    removed.pk, removed._state.adding = None, True
    with pytest.raises(IntegrityError), transaction.atomic():
        removed.save()


def test_next_numbers_go_on_in_their_own_branch(person):
    Measure.objects.filter(code="OSH-01").update(code="1.2.9")
    Measure.objects.filter(code="OSH-02").update(code="1.1.12")

    assert next_code(plan_of("osh"), "1.2.3") == "1.2.10"


# what a form holds beside that ------------------------------------------------------------------


def test_offices_take_part_in_their_roles_each_by_agreement_or_not(signed_in, person, client):
    browser = signed_in("editor.osh")
    sent = fields_of(browser.get(OSH + "measure/OSH-03/"), "title")
    number = int(sent["people-INITIAL_FORMS"][0])
    row = f"people-{number}-"
    sent |= {f"{row}role": "support", f"{row}name": "Красный Полумесяц (по согласованию)",
             f"{row}department": "", "lead_agreed": "on"}  # fmt: skip
    browser.post(OSH + "measure/OSH-03/", sent)

    waiting = measure("OSH-03").drafts.open().get()
    assert waiting.patch["support"] == [
        {"department": "", "name": "Красный Полумесяц", "by_agreement": True}
    ]
    assert waiting.patch["lead"]["by_agreement"] is True
    assert "co" not in waiting.patch
    adopt(person, waiting)
    page = words_of(client.get(PUBLIC + "OSH-03/"))
    assert "Красный Полумесяц поддержка (по согласованию)" in page


def test_coordinates_are_asked_for_and_shown_only_where_the_city_says_so(signed_in, person, client):
    browser = signed_in("editor.osh")
    sent = fields_of(browser.get(OSH + "measure/OSH-03/"), "title")
    assert "latitude" not in sent
    with pytest.raises(ValidationError):
        draft("OSH-03", person("editor.osh"), latitude="40.5", longitude="72.8")
    city = plan_of("osh").city
    city.shows_coordinates = True
    city.save()

    sent = fields_of(browser.get(OSH + "measure/OSH-03/"), "title")
    browser.post(OSH + "measure/OSH-03/", {**sent, "latitude": "40,5131", "longitude": "72,8"})
    adopt(person, measure("OSH-03").drafts.open().get())

    page = words_of(client.get(PUBLIC + "OSH-03/"))
    assert "Координаты 40.51310, 72.80000" in page
    city.shows_coordinates = False
    city.save()
    assert "Координаты" not in words_of(client.get(PUBLIC + "OSH-03/"))


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [("40", None), ("91", "10"), ("40", "-181"), ("NaN", "1"), ("x", "1")],
)
def test_a_place_that_is_none_is_refused(person, latitude, longitude):
    city = plan_of("osh").city
    city.shows_coordinates = True
    city.save()

    with pytest.raises(ValidationError):
        draft("OSH-03", person("editor.osh"), latitude=latitude, longitude=longitude)


def test_an_adopted_measure_is_shown_and_hidden_by_no_draft(person):
    with pytest.raises(ValidationError) as refusal:
        draft("OSH-03", person("editor.osh"), visibility="city")

    assert "visibility" in refusal.value.message_dict


def test_a_new_measure_may_be_for_the_city_alone(signed_in, person, client):
    browser = signed_in("editor.osh")
    sent = fields_of(browser.get(OSH + "measure/new/", {"copy": "OSH-03"}), "title")
    browser.post(OSH + "measure/new/?copy=OSH-03", {**sent, "visibility": "city"})
    adopt(person, plan_of("osh").drafts.get(patch__code="OSH-10"))

    assert measure("OSH-10").visibility == "city"
    assert client.get(PUBLIC + "OSH-10/").status_code == 404


def test_the_page_of_a_replaced_measure_can_be_taken_back_too(person, client, signed_in):
    adopt(person, replace(person, "OSH-03", "OSH-02"))
    browser = signed_in("approver.osh")
    assert "заменена мерой OSH-03" in words_of(browser.get(OSH))

    browser.post(OSH + "measure/OSH-02/visibility/", {"visibility": "city"})

    client.logout()
    assert client.get(PUBLIC + "OSH-02/").status_code == 404


def test_measures_that_are_perhaps_the_same_are_shown_with_a_way_to_make_them_one(
    signed_in, person
):
    draft("OSH-04", person("editor.osh"), title=measure("OSH-03").title, hazards=["mudflow"])

    page = signed_in("editor.osh").get(OSH)

    assert "Возможно, об одном и том же" in words_of(page)
    assert f'href="{OSH}measure/OSH-03/?merge=OSH-04"' in page.content.decode()
