import uuid

import pytest

from actionplans import verbs
from actionplans.models import MeasureDraft, ProgressUpdate
from cities.models import City
from cities.verbs import set_switches
from coalition.models import JournalEntry
from tests.actionplans.forms import fields_of, words_of
from tests.actionplans.planning import draft, measure, part, plan_of, report

pytestmark = pytest.mark.django_db

OSH = "/work/city/osh/"
EDITOR_PAGES = ["measure/OSH-03/", "measure/new/", "update/", "update/OSH-03/"]
ALL_PAGES = ["", *EDITOR_PAGES, "approve/", "headings/", "measure/OSH-03/visibility/"]


def waiting_draft() -> MeasureDraft:
    return MeasureDraft.objects.open().get(measure__code="OSH-05")


# --- who comes in


@pytest.mark.parametrize("page", ALL_PAGES)
@pytest.mark.parametrize("name", ["editor.dushanbe", "approver.dushanbe", "reviewer",
                                  "secretariat", "keeper", "member"])  # fmt: skip
def test_the_work_of_another_city_is_not_there(signed_in, name, page):
    answer = signed_in(name).get(OSH + page)

    assert answer.status_code == 404
    assert "Такой страницы нет" in words_of(answer)


@pytest.mark.parametrize("page", [*EDITOR_PAGES, "approve/", "headings/"])
def test_a_viewer_sees_the_plan_at_work_and_changes_nothing(signed_in, page):
    browser = signed_in("viewer.osh")

    assert browser.get(OSH).status_code == 200
    assert browser.get(OSH + page).status_code == 403


@pytest.mark.parametrize("page", EDITOR_PAGES)
def test_an_approver_does_not_write_for_the_editor(signed_in, page):
    assert signed_in("approver.osh").get(OSH + page).status_code == 403


def test_an_editor_does_not_approve(signed_in):
    assert signed_in("editor.osh").get(OSH + "approve/").status_code == 403


def test_an_editor_approves_where_the_city_says_so(signed_in, person):
    city = City.objects.select_related("place").get(slug="osh")
    set_switches(city, by=person("admin.osh"), editor_may_approve=True)

    assert signed_in("editor.osh").get(OSH + "approve/").status_code == 200


def test_a_stranger_is_asked_to_sign_in(client):
    answer = client.get(OSH + "update/")

    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("code", ["DYU-03", "OSH-99", "..", "%00"])
def test_a_measure_of_another_plan_is_not_there(signed_in, code):
    browser = signed_in("editor.osh")

    assert browser.get(f"{OSH}measure/{code}/").status_code == 404
    assert browser.get(f"{OSH}update/{code}/").status_code == 404


def test_a_draft_of_another_city_is_not_there(signed_in, person):
    foreign = draft("DYU-03", person("editor.dushanbe"))
    browser = signed_in("editor.osh")

    assert browser.get(f"{OSH}draft/{foreign.pk}/").status_code == 404
    assert browser.post(f"{OSH}draft/{foreign.pk}/withdraw/").status_code == 404


# --- my day


def test_my_day_tells_an_editor_what_waits(signed_in, person):
    verbs.return_drafts(plan_of("osh"), by=person("approver.osh"), drafts=[waiting_draft()],
                        note="Назовите улицы")  # fmt: skip

    words = words_of(signed_in("editor.osh").get("/work/"))

    assert "Назовите улицы" in words
    assert "Подходит срок (IV квартал 2026): OSH-02" in words
    assert "ждут вашего решения" not in words


def test_my_day_tells_of_long_silence(signed_in):
    waiting = ProgressUpdate.objects.get(contribution__measure__code="OSH-07", state="submitted")
    waiting.delete()

    assert "Нет новостей с 3 августа 2026" in words_of(signed_in("editor.osh").get("/work/"))


def test_my_day_tells_an_approver_what_waits_with_one_button(signed_in):
    answer = signed_in("approver.osh").get("/work/")

    assert "3 записи ждут вашего решения" in words_of(answer)
    assert f'href="{OSH}approve/"' in answer.content.decode()


def test_my_day_asks_the_same_number_of_questions_however_much_waits(
    signed_in, person, django_assert_num_queries
):
    browser = signed_in("editor.osh")
    browser.get("/work/")
    with django_assert_num_queries(9):
        browser.get("/work/")
    for code in ("OSH-01", "OSH-02", "OSH-03"):
        draft(code, person("editor.osh"))
        report(code, person("editor.osh"))

    with django_assert_num_queries(9):
        browser.get("/work/")


# --- the plan at work


def test_the_plan_at_work_shows_what_waits_beside_its_measure(signed_in):
    words = words_of(signed_in("editor.osh").get(OSH))

    assert "на базаре правка ждёт" in words
    assert "в 30 кварталах отчёт ждёт" in words
    assert "Курсы первой помощи для школьных бригад (пример) новая, ждёт утверждения" in words


def test_the_plan_at_work_says_it_is_an_example(signed_in):
    assert "вымышлены" in signed_in("editor.osh").get(OSH).content.decode()


def test_the_plan_at_work_has_a_constant_number_of_queries(
    signed_in, person, django_assert_num_queries
):
    browser = signed_in("editor.osh")
    browser.get(OSH)
    with django_assert_num_queries(18):
        browser.get(OSH)
    for code in ("OSH-01", "OSH-02", "OSH-03"):
        draft(code, person("editor.osh"))
        report(code, person("editor.osh"))

    with django_assert_num_queries(18):
        browser.get(OSH)


def test_a_city_without_a_plan_begins_one(signed_in):
    plan = plan_of("osh")
    plan.is_current = False
    plan.save()
    browser = signed_in("editor.osh")

    assert "У города ещё нет плана" in words_of(browser.get(OSH))
    browser.post(OSH + "open/")
    assert "В плане ещё нет мер" in words_of(browser.get(OSH))
    browser.post(OSH + "submit/")
    assert plan_of("osh").state == "draft"


@pytest.mark.parametrize("page", ["open/", "submit/"])
def test_a_plan_is_not_begun_by_reading(signed_in, page):
    assert signed_in("editor.osh").get(OSH + page).status_code == 405


# --- the form of a measure


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
    assert again["lead_name"] == ["Водоканал (по согласованию)"]


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


# --- reporting


def quick(browser):
    return fields_of(browser.get(OSH + "update/"), f"m{part('OSH-03').pk}-key")


def row(code: str, **said) -> dict[str, object]:
    return {f"m{part(code, 'osh').pk}-{name}": value for name, value in said.items()}


def test_the_quick_screen_saves_what_was_said_and_nothing_else(signed_in):
    browser = signed_in("editor.osh")

    answer = browser.post(
        OSH + "update/",
        {**quick(browser), **row("OSH-03", percent="40 %", achieved="Поставлены два датчика."),
         **row("OSH-01", unchanged="on")},
        follow=True,
    )  # fmt: skip

    waiting = ProgressUpdate.objects.filter(state="submitted").exclude(
        contribution__measure__code="OSH-07"
    )
    assert {(one.contribution.measure.code, one.percent) for one in waiting} == {
        ("OSH-03", 40), ("OSH-01", 45),
    }  # fmt: skip
    assert "2 отчёта сохранены" in words_of(answer)


def test_the_quick_screen_sent_untouched_says_so(signed_in):
    browser = signed_in("editor.osh")

    answer = browser.post(OSH + "update/", quick(browser), follow=True)

    assert "Пока ничего не изменено." in words_of(answer)


def test_the_quick_screen_sent_twice_reports_once(signed_in):
    browser = signed_in("editor.osh")
    sent = {**quick(browser), **row("OSH-03", percent="40", achieved="Поставлены два датчика.")}
    for _time in range(2):
        answer = browser.post(OSH + "update/", sent, follow=True)

    assert "1 отчёт сохранён" in words_of(answer)
    assert part("OSH-03").updates.filter(state="submitted").count() == 1


def test_a_row_to_correct_keeps_its_words_while_the_others_are_saved(signed_in):
    browser = signed_in("editor.osh")

    answer = browser.post(
        OSH + "update/",
        {**quick(browser), **row("OSH-03", status="completed", percent="90", achieved="Готово"),
         **row("OSH-01", percent="50", achieved="Идёт.")},
    )  # fmt: skip

    words = words_of(answer)
    assert "Выполненная мера готова на 100 %" in words
    assert "1 отчёт сохранён" in words
    again = fields_of(answer, f"m{part('OSH-03').pk}-key")
    assert again[f"m{part('OSH-03').pk}-achieved"] == ["Готово"]
    assert f"m{part('OSH-01').pk}-key" not in again


@pytest.mark.parametrize("percent", ["сто", "101", "-5", "", "4,5", "1e9999"])
def test_a_percentage_that_cannot_be_gets_a_sentence(signed_in, percent):
    browser = signed_in("editor.osh")

    answer = browser.post(
        OSH + "update/", {**quick(browser), **row("OSH-03", percent=percent, achieved="Да")}
    )

    assert answer.status_code == 200
    assert 'class="error"' in answer.content.decode()
    assert not part("OSH-03").updates.filter(state="submitted").exists()


def test_a_report_in_full_brings_a_reading_and_spending(signed_in):
    browser = signed_in("editor.osh")
    sent = fields_of(browser.get(OSH + "update/OSH-03/"), "achieved")
    indicator, line = part("OSH-03").measure.indicators.get(), part("OSH-03").budget_lines.get()

    browser.post(
        OSH + "update/OSH-03/",
        {**sent, "percent": "45", "achieved": "Поставлены датчики.", f"reading_{indicator.pk}":
         "40,5", f"spent_{line.pk}": "1 200", "on": "20.11.2026"},
    )  # fmt: skip

    said = part("OSH-03").updates.get(state="submitted")
    assert said.readings.get().value == 40.5
    assert said.spendings.get().amount == 1200


def test_a_report_in_full_keeps_everything_typed_beside_a_mistake(signed_in):
    browser = signed_in("editor.osh")
    sent = fields_of(browser.get(OSH + "update/OSH-03/"), "achieved")

    answer = browser.post(OSH + "update/OSH-03/", {**sent, "achieved": "Много слов.",
                                                   "on": "22.11.2026"})  # fmt: skip

    assert "Этот день ещё не наступил." in words_of(answer)
    assert fields_of(answer, "achieved")["achieved"] == ["Много слов."]


def test_a_waiting_report_is_corrected_in_its_place(signed_in):
    browser = signed_in("editor.osh")
    sent = fields_of(browser.get(OSH + "update/OSH-07/"), "achieved")

    browser.post(OSH + "update/OSH-07/", {**sent, "achieved": "Уточнено."})

    said = part("OSH-07").updates.get(state="submitted")
    assert (said.version, said.achieved) == (2, "Уточнено.")


def test_two_people_who_correct_one_report_both_see_both_texts(signed_in, person):
    browser = signed_in("editor.osh")
    sent = fields_of(browser.get(OSH + "update/OSH-07/"), "achieved")
    said = part("OSH-07").updates.get(state="submitted")
    verbs.revise_update(said, by=person("editor.osh"), version=1, achieved="Чужой текст.")

    answer = browser.post(OSH + "update/OSH-07/", {**sent, "achieved": "Мой текст."})

    assert answer.status_code == 409
    assert "Чужой текст." in words_of(answer)
    again = browser.post(OSH + "update/OSH-07/", fields_of(answer, "achieved"))
    assert again.status_code == 302
    said.refresh_from_db()
    assert said.achieved == "Мой текст."


def test_a_report_on_which_somebody_else_reported_shows_both_texts(signed_in, person):
    browser = signed_in("editor.osh")
    sent = fields_of(browser.get(OSH + "update/OSH-03/"), "achieved")
    report("OSH-03", person("editor.osh"), achieved="Чужой текст.")

    answer = browser.post(OSH + "update/OSH-03/", {**sent, "achieved": "Мой текст."})

    assert answer.status_code == 409
    again = browser.post(OSH + "update/OSH-03/", fields_of(answer, "achieved"))
    assert again.status_code == 302
    assert part("OSH-03").updates.get(state="submitted").achieved == "Мой текст."


def test_the_citys_part_of_a_joint_measure_is_reported(signed_in):
    browser = signed_in("editor.osh")
    sent = fields_of(browser.get(OSH + "update/JNT-02/"), "achieved")

    browser.post(OSH + "update/JNT-02/", {**sent, "percent": "30", "achieved": "Идёт."})

    assert part("JNT-02", "osh").updates.filter(state="submitted").exists()
    assert not part("JNT-02", "dushanbe").updates.filter(state="submitted").exists()


def test_the_approver_takes_a_report_back(signed_in):
    approved = part("OSH-03").updates.filter(state="approved").last()
    browser = signed_in("approver.osh")
    assert "Отозвать этот отчёт" in words_of(browser.get(OSH + "measure/OSH-03/visibility/"))

    browser.post(f"{OSH}report/{approved.pk}/withdraw/", {"reason": "Ошибка"})

    approved.refresh_from_db()
    assert approved.state == "withdrawn"
    assert JournalEntry.objects.get(deed="progress.withdrawn").details["reason"] == "Ошибка"


def test_a_report_is_not_taken_back_by_its_editor_once_approved(signed_in):
    approved = part("OSH-03").updates.filter(state="approved").last()

    assert signed_in("editor.osh").post(f"{OSH}report/{approved.pk}/withdraw/").status_code == 403


# --- approving


def approval(browser) -> dict[str, list[str]]:
    return fields_of(browser.get(OSH + "approve/"), "shown")


def test_the_approver_reads_what_was_and_what_became(signed_in):
    words = words_of(signed_in("approver.osh").get(OSH + "approve/"))

    assert "было: В городе больше тени и воды, меньше перегрева." in words
    assert "стало: На главных улицах центра" in words
    assert "было: 15 % стало: 25 %" in words


def test_one_button_approves_all(signed_in):
    browser = signed_in("approver.osh")

    answer = browser.post(OSH + "approve/", {**approval(browser), "what": "all"}, follow=True)

    assert "Утверждено." in words_of(answer)
    assert (plan_of("osh").edition, part("OSH-07").percent) == (2, 25)
    assert measure("OSH-09").is_public
    assert not MeasureDraft.objects.open().filter(plan__city__slug="osh").exists()


def test_only_what_is_ticked_is_approved_by_a_signed_act(signed_in):
    browser = signed_in("approver.osh")
    key = f"draft:{waiting_draft().pk}:1"

    browser.post(
        OSH + "approve/",
        {**approval(browser), "what": "chosen", "chosen": [key], "act_kind": "Постановление",
         "act_number": "12-п", "act_date": "20.11.2026", "act_signatory": "Мэр"},
    )  # fmt: skip

    plan = plan_of("osh")
    assert (plan.edition, plan.act_number, plan.adopted_on.day) == (2, "12-п", 20)
    assert part("OSH-07").updates.filter(state="submitted").exists()


def test_what_is_ticked_is_returned_with_a_note(signed_in):
    browser = signed_in("approver.osh")
    sent = approval(browser)

    browser.post(OSH + "approve/", {**sent, "what": "return", "chosen": sent["shown"],
                                    "note": "Уточните сроки"})  # fmt: skip

    assert MeasureDraft.objects.filter(state="returned", note="Уточните сроки").count() == 2
    assert part("OSH-07").updates.get(state="returned").note == "Уточните сроки"


@pytest.mark.parametrize("what", ["chosen", "return", "", "drop table"])
def test_nothing_ticked_gets_a_sentence(signed_in, what):
    browser = signed_in("approver.osh")

    answer = browser.post(OSH + "approve/", {**approval(browser), "what": what, "note": "Текст"})

    assert "Отметьте хотя бы одну правку" in words_of(answer)
    assert fields_of(answer, "note")["note"] == ["Текст"]


def test_returning_without_a_note_returns_nothing(signed_in):
    browser = signed_in("approver.osh")
    sent = approval(browser)

    answer = browser.post(OSH + "approve/", {**sent, "what": "return", "chosen": sent["shown"]})

    assert "Напишите, что поправить." in words_of(answer)
    assert not MeasureDraft.objects.filter(state="returned").exists()
    assert set(fields_of(answer, "note")["chosen"]) == set(sent["shown"])


def test_what_changed_while_it_was_read_is_not_approved(signed_in, person):
    browser = signed_in("approver.osh")
    sent = approval(browser)
    said = part("OSH-07").updates.get(state="submitted")
    verbs.revise_update(said, by=person("editor.osh"), version=1, percent=80)

    answer = browser.post(OSH + "approve/", {**sent, "what": "all"})

    assert answer.status_code == 409
    assert "Решение не принято" in words_of(answer)
    assert (part("OSH-07").percent, plan_of("osh").edition) == (15, 1)


def test_approving_twice_approves_once(signed_in):
    browser = signed_in("approver.osh")
    sent = {**approval(browser), "what": "all"}
    browser.post(OSH + "approve/", sent)

    answer = browser.post(OSH + "approve/", sent)

    assert answer.status_code == 409
    assert plan_of("osh").edition == 2


@pytest.mark.parametrize("key", ["draft:0:1", "update:999999:1", "draft:x:y", "", "plan:1:1"])
def test_a_made_up_key_approves_nothing(signed_in, key):
    browser = signed_in("approver.osh")

    answer = browser.post(OSH + "approve/", {"what": "chosen", "chosen": [key]})

    assert answer.status_code in (200, 409)
    assert plan_of("osh").edition == 1


def test_drafts_of_another_city_are_not_approved_through_ones_own_page(signed_in, person):
    foreign = draft("DYU-03", person("editor.dushanbe"))

    answer = signed_in("approver.osh").post(
        OSH + "approve/", {"what": "chosen", "chosen": [f"draft:{foreign.pk}:1"]}
    )

    assert answer.status_code == 409
    foreign.refresh_from_db()
    assert foreign.state == "open"


def test_the_approvers_page_has_a_constant_number_of_queries(
    signed_in, person, django_assert_num_queries
):
    browser = signed_in("approver.osh")
    browser.get(OSH + "approve/")
    with django_assert_num_queries(22):
        browser.get(OSH + "approve/")
    for code in ("OSH-01", "OSH-02", "OSH-03"):
        draft(code, person("editor.osh"))
        report(code, person("editor.osh"), key=uuid.uuid4())

    with django_assert_num_queries(22):
        browser.get(OSH + "approve/")


def test_a_measure_is_hidden_and_shown_by_the_approver(signed_in):
    browser = signed_in("approver.osh")

    browser.post(OSH + "measure/OSH-03/visibility/", {"visibility": "city", "reason": "Уточняем"})
    assert measure("OSH-03").visibility == "city"
    assert "видит только город" in words_of(browser.get(OSH))
    browser.post(OSH + "measure/OSH-03/visibility/", {"visibility": "public"})

    assert measure("OSH-03").visibility == "public"
