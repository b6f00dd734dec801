"""The pages of joint plans: at work in a city, and as everybody reads them."""

import pytest

from actionplans import verbs
from actionplans.models import ActionPlan, MeasureDraft, PartDraft
from tests.actionplans.joining import asked_of, city, joint, own_part, part_draft, someone, words
from tests.actionplans.visiting import soup

pytestmark = pytest.mark.django_db

HERE = "/work/city/osh/joint/"
PLAN = f"{HERE}joint-2026/"
PUBLIC = "/plans/joint-2026/"


def text(client, address: str) -> str:
    return soup(client, address).select_one("main").get_text(" ", strip=True)


def test_the_list_says_what_waits_and_who_is_silent(signed_in):
    said = text(signed_in("approver.osh"), HERE)

    assert "Вода в жару" in said
    assert "ответ ожидается" in said
    assert "Душанбе координирует по согласию городов до 21 ноября 2027 г." in said


def test_my_day_has_one_line_for_each_proposal(signed_in):
    said = text(signed_in("approver.osh"), "/work/")

    assert said.count("Наманган предлагает совместный план:") == 1


def test_an_editor_is_not_asked_for_the_citys_word(signed_in):
    assert "предлагает совместный план:" not in text(signed_in("editor.osh"), "/work/")


def test_a_joint_plan_is_proposed_in_the_browser(signed_in):
    client = signed_in("approver.osh")

    answer = client.post(f"{HERE}new/", {
        "title": "Общая вода", "period_start": "01.01.2027", "period_end": "31.12.2029",
        "cities": ["namangan"], "proposal": "Давайте вместе.",
    })  # fmt: skip

    plan = ActionPlan.objects.get(title="Общая вода")
    assert answer.headers["Location"] == f"{HERE}{plan.slug}/"
    assert plan.participations.count() == 2


def test_bad_input_keeps_what_was_typed(signed_in):
    client = signed_in("approver.osh")

    answer = client.post(f"{HERE}new/", {
        "title": "Общая вода", "period_start": "01.01.2029", "period_end": "31.12.2027",
        "cities": ["namangan"], "proposal": "Давайте вместе.",
    })  # fmt: skip

    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Давайте вместе." in page
    assert 'value="Общая вода"' in page


@pytest.mark.parametrize(("what", "state"), [("agree", "agreed"), ("decline", "not_agreed")])
def test_the_approver_answers_a_proposal(what, state, signed_in):
    asked = asked_of("osh")

    signed_in("approver.osh").post(f"{HERE}{asked.plan.slug}/", {"what": what, "note": "Так"})

    asked.refresh_from_db()
    assert (asked.state, asked.note) == (state, "Так")


def test_a_plan_of_other_cities_is_not_there(signed_in):
    verbs.propose_joint_plan(
        city("dushanbe"), by=someone("approver", "dushanbe"), title="Без Оша", slug="joint-2",
        period=(joint().period_start, joint().period_end), cities=[city("namangan")],
    )  # fmt: skip

    assert signed_in("approver.osh").get(f"{HERE}joint-2/").status_code == 404


def test_before_the_city_agrees_the_inside_of_the_plan_is_closed(signed_in):
    plan = asked_of("osh").plan

    assert signed_in("editor.osh").get(f"{HERE}{plan.slug}/new/").status_code == 404


def test_the_word_of_the_city_is_given_on_the_page_of_the_draft(signed_in):
    draft = words("JNT-01", "osh")

    signed_in("approver.osh").post(
        f"{PLAN}draft/{draft.pk}/", {"what": "agree", "version": draft.version}
    )

    assert draft.agreements.get().city.slug == "osh"


def test_words_changed_meanwhile_are_not_agreed_to_unseen(signed_in):
    draft = words("JNT-01", "osh")

    answer = signed_in("approver.osh").post(
        f"{PLAN}draft/{draft.pk}/", {"what": "agree", "version": draft.version - 1}
    )

    assert answer.status_code == 409
    assert not draft.agreements.exists()


FORM = {
    "indicators-TOTAL_FORMS": 0, "indicators-INITIAL_FORMS": 0, "code": "JNT-09",
    "title": "Общий склад", "expected_result": "Склад есть.", "lead_name": "Группа",
    "due": "2028", "cities": ["osh", "namangan"], "coordinator": "osh",
    "coordinator_until": "31.12.2027", "base_version": 0,
}  # fmt: skip


def test_an_editor_proposes_a_new_joint_measure(signed_in):
    direction = joint().goals.get().directions.first().pk

    signed_in("editor.osh").post(f"{PLAN}new/", {**FORM, "direction": direction})

    draft = MeasureDraft.objects.get(patch__code="JNT-09")
    assert draft.patch["cities"] == ["osh", "namangan"]
    assert (draft.patch["coordinator"], draft.city.slug) == ("osh", "osh")


def test_a_coordinator_without_a_term_is_asked_for_it(signed_in):
    direction = joint().goals.get().directions.first().pk
    client = signed_in("editor.osh")

    answer = client.post(f"{PLAN}new/", {**FORM, "direction": direction, "coordinator_until": ""})

    assert "Укажите, до какого дня город координирует." in answer.content.decode()
    assert "Общий склад" in answer.content.decode()


def test_a_city_that_does_not_coordinate_proposes_only_who_does(signed_in):
    client = signed_in("editor.osh")
    page = soup(client, f"{PLAN}JNT-03/words/")
    assert page.select_one("[name=coordinator]")
    assert not page.select_one("[name=title]")

    client.post(f"{PLAN}JNT-03/words/", {
        "coordinator": "osh", "coordinator_until": "31.12.2027", "base_version": 1,
    })  # fmt: skip

    draft = MeasureDraft.objects.get(measure__code="JNT-03", state="open")
    assert draft.patch == {"coordinator": "osh", "coordinator_until": "2027-12-31"}


PART = {
    "what": "save", "words": "Ош ведёт своё.", "lead": "Служба", "due": "", "finance": "seeking",
    "budget-TOTAL_FORMS": 1, "budget-INITIAL_FORMS": 0, "milestones-TOTAL_FORMS": 0,
    "milestones-INITIAL_FORMS": 0, "budget-0-amount": "12,5", "budget-0-scale": "1000",
    "budget-0-currency": "USD", "budget-0-source": "donor", "base_version": 1,
}  # fmt: skip


def test_the_part_of_the_city_goes_from_the_editor_to_everybody(signed_in):
    signed_in("editor.osh").post(f"{PLAN}JNT-02/", PART)
    draft = PartDraft.objects.get(contribution=own_part("JNT-02", "osh"), state="open")
    assert "Ош ведёт своё." not in text(signed_in("approver.dushanbe"), PUBLIC + "JNT-02/")

    signed_in("approver.osh").post(f"{PLAN}JNT-02/", {"what": "adopt", "version": draft.version})

    said = text(signed_in("approver.osh"), PUBLIC + "JNT-02/")
    assert "Ош ведёт своё." in said
    assert "132\xa0500 долларов США" in said or "132 500 долларов США" in said


def test_an_editor_adopts_nothing(signed_in):
    draft = part_draft("JNT-02", "osh")

    answer = signed_in("editor.osh").post(
        f"{PLAN}JNT-02/", {"what": "adopt", "version": draft.version}
    )

    assert answer.status_code == 403


def test_a_return_asks_for_a_note(signed_in):
    part_draft("JNT-02", "osh")

    answer = signed_in("approver.osh").post(
        f"{PLAN}JNT-02/", {"what": "return", "version": 1, "note": ""}
    )

    assert "Напишите, что поправить" in answer.content.decode()


def test_a_draft_saved_meanwhile_is_shown_beside_ones_own(signed_in):
    part_draft("JNT-02", "osh", words="Другой текст")

    answer = signed_in("editor.osh").post(f"{PLAN}JNT-02/", PART)

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Другой текст" in page
    assert "Ош ведёт своё." in page


# --- As everybody reads it -----------------------------------------------------------------


def test_a_hidden_part_is_nowhere_to_be_read(client):
    part = own_part("JNT-02", "osh")
    said = "Проверяет по методике"
    assert client.get("/plans/joint-2026/export.csv").content.decode().count(said) == 4

    verbs.show_part(part, by=someone("approver", "osh"), visibility="city")

    assert client.get("/plans/joint-2026/export.csv").content.decode().count(said) == 3
    assert "Свою часть пока не показывает: Ош" in text(client, PUBLIC + "JNT-02/")
    for address in ("editions/14/", "editions/14/export.docx"):
        assert client.get(PUBLIC + address).status_code == 200
    assert "Ош: Проверяет" not in text(client, PUBLIC + "editions/14/")
    history = client.get(f"/api/v1/measures/{part.measure_id}/history/").json()["items"]
    assert {one["city"] for one in history} == {"dushanbe"}


def test_a_city_that_left_is_marked_and_not_counted(client):
    verbs.leave_plan(joint(), city("dushanbe"), by=someone("approver", "dushanbe"))

    said = text(client, PUBLIC + "JNT-02/")

    assert "вышел 21.11.2026" in said
    assert "Сейчас меру никто не координирует" in said
    assert "в общих цифрах их нет" in said


def test_the_public_page_takes_few_queries(client, django_assert_max_num_queries):
    client.get(PUBLIC)
    with django_assert_max_num_queries(10):
        client.get(PUBLIC)


@pytest.mark.parametrize("address", [HERE, PLAN])
def test_the_pages_at_work_cost_the_same(address, signed_in, django_assert_max_num_queries):
    client = signed_in("approver.osh")
    client.get(address)
    with django_assert_max_num_queries(36):
        client.get(address)


def test_editions_of_a_joint_plan_can_be_compared(client):
    said = text(client, f"{PUBLIC}editions/changes/?was=1&became=14")

    assert "JNT-02" in said
    assert "Что делает" in said or "Участие городов" in said


def test_a_file_of_a_joint_plan_has_a_line_for_each_citys_part(client):
    measures = client.get("/plans/joint-2026/export.json").json()["measures"]

    rows = [one for one in measures if one["code"] == "JNT-02"]
    assert [one["city"] for one in rows] == ["Ош", "Душанбе", "Ашхабад", "Наманган"]
    assert [one["coordinates"] for one in rows] == [0, 1, 0, 0]
    assert [one["percent"] for one in rows] == [20, 20, 0, 0]
    for kind in ("xlsx", "csv", "docx", "ics"):
        assert client.get(f"/plans/joint-2026/export.{kind}").status_code == 200
