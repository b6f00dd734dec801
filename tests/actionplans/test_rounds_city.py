import json
from datetime import date, timedelta

import pytest

from actionplans import verbs
from actionplans.models import CityReport
from actionplans.reporting import gathered
from coalition import clock
from tests.actionplans.forms import fields_of, words_of
from tests.actionplans.growing import leave_only, plan_of
from tests.actionplans.rounds import (
    a_part,
    consent,
    fresh,
    open_report,
    people,
    report_in,
    say,
    tell_everything,
)

pytestmark = pytest.mark.django_db

ROUNDS = "/work/city/osh/rounds/"


def page(report: CityReport) -> str:
    return f"/work/city/{report.city.slug}/rounds/{report.pk}/"


def sent(browser, report: CityReport, having: str, what: str, **typed):
    """Press a button of the page, with what is typed."""
    form = fields_of(browser.get(page(report)), having)
    return browser.post(page(report), {**form, **typed, "what": what})


def test_the_city_sees_its_rounds_and_what_each_awaits(signed_in):
    words = words_of(signed_in("viewer.osh").get(ROUNDS))

    assert "III квартал 2026 Готовит город Отчёт ожидается до" in words
    assert "II квартал 2026 Позиция города" in words


def test_rates_of_the_period_are_written_as_people_write_them(signed_in):
    report = CityReport.objects.get(city__slug="osh", round__starts_on="2026-07-01")

    words = words_of(signed_in("viewer.osh").get(page(report))).replace("\xa0", " ")

    assert "KGS 87,5; KZT 520" in words
    assert "UZS 12 600 Сентябрь 2026." in words


def test_the_approver_approves_what_waits_and_sends_with_one_button(signed_in):
    report = open_report()
    waits = say(gathered(report).get().contribution, "editor.osh", percent=70)
    waits.on = date(2025, 12, 1)
    waits.save()
    browser = signed_in("approver.osh")
    words = words_of(browser.get(page(report)))
    assert "Утверждения ждёт 1 отчёт за этот период." in words
    assert "отчёт можно забрать назад" in words

    sent(browser, report, "covering", "submit", covering="Направляем.")

    waits.refresh_from_db()
    assert (waits.state, fresh(report).state, fresh(report).covering) == (
        "approved", "submitted", "Направляем.",
    )  # fmt: skip


def test_what_is_not_ticked_waits_on_and_is_not_sent(signed_in):
    report = open_report()
    waits = say(gathered(report).get().contribution, "editor.osh")
    waits.on = date(2025, 12, 1)
    waits.save()

    sent(signed_in("approver.osh"), report, "covering", "submit", approve=[])

    waits.refresh_from_db()
    assert (waits.state, waits.report_id, fresh(report).state) == ("submitted", None, "submitted")


def test_what_changed_while_it_was_read_is_not_sent_and_the_words_are_kept(signed_in):
    report = open_report()
    browser = signed_in("approver.osh")
    form = fields_of(browser.get(page(report)), "covering")
    CityReport.objects.filter(pk=report.pk).update(version=5)

    answer = browser.post(page(report), {**form, "covering": "Наши слова", "what": "submit"})

    assert answer.status_code == 409
    assert "Посмотрите ещё раз" in words_of(answer)
    kept = fields_of(answer, "covering")
    assert (kept["covering"], kept["version"]) == (["Наши слова"], ["5"])
    assert fresh(report).state == "open"


def test_nothing_to_send_gets_a_sentence(signed_in):
    report = open_report()
    gathered(report).update(on=date(2025, 1, 1))

    answer = sent(signed_in("approver.osh"), report, "covering", "submit")

    assert "За этот период нет утверждённых сведений." in words_of(answer)


def test_the_page_names_the_measures_of_which_nothing_was_said(signed_in):
    report = open_report()

    words = words_of(signed_in("editor.osh").get(page(report)))

    assert "Без новых сведений за период" in words
    assert "Сообщить о ходе : OSH-02" in words


def test_an_editor_prepares_answers_and_the_approver_sends_them(signed_in):
    report = report_in("clarification")
    pk = report.remarks.get().pk
    editor = signed_in("editor.osh")
    assert "Ответы направит согласующий" in words_of(editor.get(page(report)))

    sent(editor, report, f"answer_{pk}", "answer", **{f"answer_{pk}": "Двенадцать домов."})
    assert report.remarks.get().answer == "Двенадцать домов."
    refused = editor.post(page(report), {"what": "send_answers", f"answer_{pk}": "Да."})
    assert refused.status_code == 403
    sent(signed_in("approver.osh"), report, f"answer_{pk}", "send_answers")

    assert fresh(report).state == "answered"


def test_an_answer_that_is_missing_is_asked_for_beside_its_field(signed_in):
    report = report_in("clarification")
    pk = report.remarks.get().pk

    answer = sent(signed_in("approver.osh"), report, f"answer_{pk}", "send_answers")

    assert "Ответьте словами или обновите отчёт по мере." in words_of(answer)
    assert fresh(report).state == "clarification"


def test_two_people_who_write_one_answer_see_both_texts(signed_in):
    report = report_in("clarification")
    pk = report.remarks.get().pk
    browser = signed_in("editor.osh")
    form = fields_of(browser.get(page(report)), f"answer_{pk}")
    browser.post(page(report), {**form, f"answer_{pk}": "Десять.", "what": "answer"})

    answer = browser.post(page(report), {**form, f"answer_{pk}": "Двенадцать.", "what": "answer"})

    assert answer.status_code == 409
    assert "Десять." in words_of(answer)
    assert "Двенадцать." in words_of(answer)
    again = fields_of(answer, f"answer_{pk}")
    browser.post(page(report), again)
    assert report.remarks.get().answer == "Двенадцать."


def test_the_city_completes_with_its_position(signed_in):
    report = report_in("clarification")

    sent(signed_in("approver.osh"), report, "position", "state_position", position="Иначе.")

    done = fresh(report)
    assert (done.state, done.outcome, done.position) == ("closed", "city_position", "Иначе.")


def test_a_correction_stands_beside_its_measure(signed_in):
    report = report_in("closed")
    code = a_part(report).measure.code
    browser = signed_in("approver.osh")

    sent(browser, report, "text", "correct", code=code, text="Двенадцать, не десять.")

    assert "Двенадцать, не десять." in words_of(browser.get(page(report)))
    assert report.corrections.get().measure.code == code


def test_what_was_taken_back_after_completion_is_marked_and_the_document_stays(signed_in):
    report = report_in("closed")
    was = report.updates.get()
    verbs.withdraw_update(was, by=people("approver.osh"))

    for name, address in (
        ("viewer.osh", page(report)),
        ("reviewer", f"/review/reports/{report.pk}/"),
    ):
        words = words_of(signed_in(name).get(address))
        assert "позже отозвано городом" in words
        assert was.achieved in words


def test_words_in_another_language_are_marked_with_it(signed_in):
    report = report_in("answered")

    answer = signed_in("viewer.osh").get("/en" + page(report))

    assert '<div lang="ru"><p>Сколько домов?</p></div>' in answer.content.decode()


def test_a_correction_without_words_gets_a_sentence(signed_in):
    report = report_in("closed")

    answer = sent(signed_in("approver.osh"), report, "text", "correct", text=" ")

    assert answer.status_code == 200
    assert not report.corrections.exists()


def test_the_frozen_document_is_the_same_bytes_for_the_city_and_for_reviewers(signed_in):
    report = report_in("closed")

    own = signed_in("viewer.osh").get(page(report) + "frozen.json").content
    read = signed_in("reviewer").get(f"/review/reports/{report.pk}/frozen.json").content

    assert own == read == bytes(report.frozen.content)
    assert json.loads(own)["city"] == "osh"


def test_there_is_no_document_before_the_report_is_completed(signed_in):
    report = report_in("submitted")

    assert signed_in("viewer.osh").get(page(report) + "frozen.json").status_code == 404


def test_a_report_taken_back_is_prepared_again(signed_in):
    report = report_in("submitted")

    sent(signed_in("approver.osh"), report, "version", "take_back")

    assert fresh(report).state == "open"


@pytest.mark.parametrize("what", ["", "close", "drop table", "propose"])
def test_a_button_that_is_not_there_does_nothing(signed_in, what):
    report = report_in("submitted")

    answer = signed_in("approver.osh").post(page(report), {"what": what})

    assert answer.status_code == 302
    assert fresh(report).state == "submitted"


def test_a_deed_that_is_late_gets_a_sentence(signed_in):
    report = report_in("closed")

    answer = signed_in("approver.osh").post(page(report), {"what": "submit"}, follow=True)

    assert "Отчёт уже в другом состоянии: «обзор завершён»" in words_of(answer)


def test_the_report_of_another_city_is_not_there(signed_in):
    report = report_in("submitted", "dushanbe")

    assert signed_in("approver.osh").get(f"{ROUNDS}{report.pk}/").status_code == 404


def test_my_day_names_the_report_with_one_button(signed_in):
    words = words_of(signed_in("approver.osh").get("/work/"))
    assert "Отчёт «III квартал 2026» ожидается до" in words
    assert "Посмотреть и направить" in words

    assert "ожидается до" not in words_of(signed_in("viewer.osh").get("/work/"))
    assert "Есть предложения к уточнению" in words_of(signed_in("editor.ashgabat").get("/work/"))


def test_a_city_without_consent_is_asked_for_nothing(signed_in):
    report = open_report()
    consent("osh", None)
    browser = signed_in("approver.osh")

    assert "ожидается" not in words_of(browser.get("/work/"))
    answer = browser.post(page(report), {"what": "submit"}, follow=True)
    assert "Сейчас город не участвует в обзоре хода." in words_of(answer)


def test_a_city_that_consents_tomorrow_is_asked_tomorrow(signed_in):
    consent("osh", clock.today() + timedelta(days=1))

    assert "ожидается" not in words_of(signed_in("approver.osh").get("/work/"))


def test_a_report_has_a_constant_number_of_queries(signed_in, django_assert_num_queries):
    report = report_in("submitted")
    browser = signed_in("editor.osh")
    browser.get(page(report))
    with django_assert_num_queries(22):
        browser.get(page(report))
    leave_only(plan_of("osh"), 40)
    tell_everything(report)

    with django_assert_num_queries(22):
        browser.get(page(report))


def test_an_update_that_waits_is_approved_together_with_the_answers(signed_in):
    report = report_in("clarification")
    pk = report.remarks.get().pk
    new = say(a_part(report), "editor.osh", percent=65)
    browser = signed_in("approver.osh")
    assert "Отмеченное будет утверждено" in words_of(browser.get(page(report)))

    sent(browser, report, f"answer_{pk}", "send_answers")

    new.refresh_from_db()
    assert (new.state, new.report_id, fresh(report).state) == ("approved", report.pk, "answered")
