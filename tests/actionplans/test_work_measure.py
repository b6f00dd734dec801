import pytest

from actionplans import verbs
from actionplans.models import MeasureDraft
from coalition.models import Term
from coalition.models.terms import forget_terms
from tests.actionplans.forms import fields_of, words_of
from tests.actionplans.planning import draft, measure, plan_of

pytestmark = pytest.mark.django_db

OSH = "/work/city/osh/"


def waiting_draft() -> MeasureDraft:
    return MeasureDraft.objects.open().get(measure__code="OSH-05")


def test_a_change_is_saved_as_a_draft(signed_in):
    browser = signed_in("editor.osh")
    sent = fields_of(browser.get(OSH + "measure/OSH-03/"), "title")

    answer = browser.post(
        OSH + "measure/OSH-03/",
        {**sent, "due": "2028 г.", "finance": "secured", "reason": "Деньги найдены"},
        follow=True,
    )

    saved = MeasureDraft.objects.open().get(measure__code="OSH-03")
    assert saved.patch == {"due_on": "2028-12-31", "due_precision": "year", "finance": "secured"}
    assert saved.reason == "Деньги найдены"
    assert "Сохранено. Правка ждёт утверждения." in words_of(answer)


def test_a_form_sent_unchanged_changes_nothing(signed_in):
    browser = signed_in("editor.osh")
    sent = fields_of(browser.get(OSH + "measure/OSH-03/"), "title")

    answer = browser.post(OSH + "measure/OSH-03/", sent)

    assert "Пока ничего не изменено." in words_of(answer)
    assert not MeasureDraft.objects.open().filter(measure__code="OSH-03").exists()


def test_a_mistake_in_a_form_keeps_everything_typed(signed_in):
    browser = signed_in("editor.osh")
    sent = fields_of(browser.get(OSH + "measure/OSH-03/"), "title")

    answer = browser.post(
        OSH + "measure/OSH-03/",
        {**sent, "title": "Oʻsh: Ҷӯйбор", "due": "35.13.2026", "description": "Длинный текст"},
    )

    assert answer.status_code == 200
    assert "Такой даты нет." in words_of(answer)
    again = fields_of(answer, "title")
    assert (again["title"], again["due"], again["description"]) == (
        ["Oʻsh: Ҷӯйбор"], ["35.13.2026"], ["Длинный текст"],
    )  # fmt: skip


def test_numbers_are_understood_as_people_type_them(signed_in):
    browser = signed_in("editor.osh")
    sent = fields_of(browser.get(OSH + "measure/OSH-03/"), "title")

    browser.post(
        OSH + "measure/OSH-03/",
        {**sent, "budget-0-amount": "12\u00a0500,5", "budget-1-amount": "7"},
    )

    rows = MeasureDraft.objects.open().get(measure__code="OSH-03").patch["budget"]
    assert [row["amount"] for row in rows] == ["12500.5", "7"]
    assert rows[1]["currency"] == "KGS"


def test_a_number_that_is_none_gets_a_sentence_beside_its_field(signed_in):
    browser = signed_in("editor.osh")
    sent = fields_of(browser.get(OSH + "measure/OSH-03/"), "title")

    answer = browser.post(OSH + "measure/OSH-03/", {**sent, "budget-0-amount": "около 5"})

    assert "Введите число, например 12,5 или 12 500." in words_of(answer)
    assert fields_of(answer, "title")["budget-0-amount"] == ["около 5"]


def test_a_form_without_its_hidden_parts_is_no_error_of_ours(signed_in):
    answer = signed_in("editor.osh").post(OSH + "measure/OSH-03/", {"title": "x"})

    assert answer.status_code == 200


def test_two_people_who_change_one_measure_both_see_both_texts(signed_in, person):
    browser = signed_in("editor.osh")
    sent = fields_of(browser.get(OSH + "measure/OSH-03/"), "title")
    draft("OSH-03", person("editor.osh"), title="Чужой заголовок")

    answer = browser.post(OSH + "measure/OSH-03/", {**sent, "title": "Мой заголовок"})

    assert answer.status_code == 409
    words = words_of(answer)
    assert "Чужой заголовок" in words
    assert "Мой заголовок" in words
    assert str(person("editor.osh")) in words


def test_after_both_texts_mine_can_be_saved(signed_in, person):
    browser = signed_in("editor.osh")
    sent = fields_of(browser.get(OSH + "measure/OSH-03/"), "title")
    draft("OSH-03", person("editor.osh"), title="Чужой заголовок")
    answer = browser.post(OSH + "measure/OSH-03/", {**sent, "title": "Мой заголовок"})

    answer = browser.post(OSH + "measure/OSH-03/", fields_of(answer, "title"))

    assert answer.status_code == 302
    saved = MeasureDraft.objects.open().get(measure__code="OSH-03")
    assert saved.patch == {"title": "Мой заголовок"}


def test_a_change_sent_twice_is_one_draft(signed_in):
    browser = signed_in("editor.osh")
    sent = fields_of(browser.get(OSH + "measure/OSH-03/"), "title")
    for _time in range(2):
        browser.post(OSH + "measure/OSH-03/", {**sent, "title": "Иначе"})

    assert MeasureDraft.objects.open().filter(measure__code="OSH-03").count() == 1


def test_a_new_measure_waits_with_the_next_number(signed_in):
    browser = signed_in("editor.osh")
    direction = measure("OSH-03").direction_id
    page = browser.get(f"{OSH}measure/new/?direction={direction}")
    sent = fields_of(page, "title")
    assert (sent["code"], sent["direction"]) == (["OSH-10"], [str(direction)])

    browser.post(
        OSH + "measure/new/",
        {**sent, "title": "Пожарные гидранты", "due": "II квартал 2028",
         "lead_department": "-", "lead_name": "Водоканал (по согласованию)"},
    )  # fmt: skip

    saved = MeasureDraft.objects.open().get(patch__code="OSH-10")
    assert saved.patch["lead"] == {"department": "", "name": "Водоканал", "by_agreement": True}
    again = fields_of(browser.get(f"{OSH}draft/{saved.pk}/"), "title")
    assert (again["lead_name"], again["lead_agreed"]) == (["Водоканал"], ["on"])


@pytest.mark.parametrize("asked", ["abc", "999999", "٣", "-1"])
def test_a_strange_direction_in_the_address_is_left_out(signed_in, asked):
    answer = signed_in("editor.osh").get(f"{OSH}measure/new/", {"direction": asked})

    assert fields_of(answer, "title")["direction"] == [""]


def test_a_draft_is_taken_back(signed_in):
    waiting = waiting_draft()

    signed_in("editor.osh").post(f"{OSH}draft/{waiting.pk}/withdraw/")

    waiting.refresh_from_db()
    assert waiting.state == "withdrawn"


def test_headings_are_renamed_and_added_by_the_approver(signed_in):
    browser = signed_in("approver.osh")
    page = browser.get(OSH + "headings/")
    goal = plan_of("osh").goals.first()
    sent = {**fields_of(page, f"goal{goal.pk}-title"), f"goal{goal.pk}-title": "Иначе"}

    browser.post(OSH + "headings/", sent)
    browser.post(OSH + "headings/", {"what": "direction", "line-goal": goal.pk,
                                     "line-code": "1.9", "line-title": "Ещё"})  # fmt: skip
    again = browser.post(OSH + "headings/", {"what": "goal", "goal-code": "1", "goal-title": "Д"})

    goal.refresh_from_db()
    assert goal.title == "Иначе"
    assert goal.directions.filter(code="1.9").exists()
    assert again.status_code == 200  # the number is taken


def test_headings_of_an_adopted_plan_are_not_the_editors(signed_in):
    answer = signed_in("editor.osh").post(
        OSH + "headings/", {"what": "goal", "goal-code": "9", "goal-title": "Ещё цель"}
    )

    assert answer.status_code == 403


def test_a_term_that_has_retired_stays_where_it_was_chosen(signed_in):
    Term.objects.filter(scheme="hazards", key="flash_flood").update(retired=True)
    forget_terms()
    browser = signed_in("editor.osh")
    sent = fields_of(browser.get(OSH + "measure/OSH-03/"), "title")

    browser.post(OSH + "measure/OSH-03/", {**sent, "location": "Верховья"})

    saved = MeasureDraft.objects.open().get(measure__code="OSH-03")
    assert saved.patch == {"location": "Верховья"}


def test_a_row_of_money_is_left_out_by_a_tick(signed_in):
    browser = signed_in("editor.osh")
    sent = fields_of(browser.get(OSH + "measure/OSH-03/"), "title")

    browser.post(OSH + "measure/OSH-03/", {**sent, "budget-0-DELETE": "on"})

    assert MeasureDraft.objects.open().get(measure__code="OSH-03").patch == {"budget": []}


def test_the_form_of_a_measure_has_a_constant_number_of_queries(
    signed_in, django_assert_max_num_queries
):
    browser = signed_in("editor.osh")
    browser.get(OSH + "measure/OSH-03/")

    with django_assert_max_num_queries(30):
        browser.get(OSH + "measure/OSH-03/")


def test_a_number_that_ends_in_figures_of_another_script_does_not_stop_the_form(person, signed_in):
    editor = person("editor.osh")
    patch = {
        "code": "А-٣",
        "title": "Мера",
        "direction": measure("OSH-01").direction_id,
        "due_on": "2027-06-30",
        "lead": {"name": "Мэрия"},
    }
    verbs.draft_measure(measure("OSH-01").plan, by=editor, draft_version=None, patch=patch)

    assert signed_in("editor.osh").get(OSH + "measure/new/").status_code == 200


@pytest.mark.parametrize("sent", [{}, {"look": "1"}, {"title": "x", "look": "1"}])
@pytest.mark.parametrize("page", ["measure/new/", "measure/OSH-03/"])
def test_a_form_of_which_little_arrives_is_shown_again(signed_in, sent, page):
    assert signed_in("editor.osh").post(OSH + page, sent).status_code == 200
