import pytest

from actionplans import verbs
from actionplans.models import CityReport, ReportingRound
from coalition.models import User
from coalition.verbs import appoint
from tests.actionplans.forms import fields_of, words_of
from tests.actionplans.growing import leave_only, plan_of
from tests.actionplans.rounds import (
    a_part,
    ask,
    consent,
    fresh,
    open_report,
    people,
    report_in,
    say,
    tell_everything,
)

pytestmark = pytest.mark.django_db

REPORTS = "/review/reports/"


def page(report: CityReport) -> str:
    return f"{REPORTS}{report.pk}/"


def press(browser, report: CityReport, what: str, **typed):
    return browser.post(page(report), {"version": report.version, **typed, "what": what})


def propose(browser, report: CityReport, text: str, version: int = 0):
    return press(
        browser, report, "propose", part=a_part(report).pk, text=text, remark_version=version
    )


def test_cities_stand_side_by_side_in_each_round(signed_in):
    words = words_of(signed_in("reviewer").get(REPORTS))

    assert words.index("III квартал 2026") < words.index("II квартал 2026")
    line = "Петропавловск Замечаний нет, 21.11.2026 21.11.2026 Ош Готовит город — Душанбе Направлен"
    assert line in words


def test_the_list_is_narrowed_to_one_round(signed_in):
    second = ReportingRound.objects.get(starts_on="2026-04-01")

    words = words_of(signed_in("reviewer").get(f"{REPORTS}?round={second.pk}"))

    assert "Позиция города" in words
    assert "Готовит город" not in words


@pytest.mark.parametrize("nonsense", ["0", "999999999999999999999", "x", "٣", ""])
def test_a_round_that_is_none_shows_the_latest(signed_in, nonsense):
    assert "Готовит город" in words_of(signed_in("reviewer").get(f"{REPORTS}?round={nonsense}"))


def test_a_report_the_city_prepares_is_not_there(signed_in):
    report = open_report()

    assert signed_in("reviewer").get(page(report)).status_code == 404


def test_a_reviewer_of_other_cities_reads_nothing(client, signed_in):
    report = report_in("submitted")
    other = User.objects.create_user("other@demo.invalid", is_demo=True)
    dushanbe = CityReport.objects.filter(city__slug="dushanbe").first().city.place
    appoint(other, by=User.system(), place=dushanbe, role="reviewer")
    client.force_login(other)

    assert client.get(page(report)).status_code == 404
    assert client.post(page(report), {"what": "close"}).status_code == 404
    assert "Ош" not in words_of(client.get(REPORTS)).split()


def test_without_consent_the_report_is_not_there(signed_in):
    report = report_in("submitted")
    consent("osh", None)

    assert signed_in("reviewer").get(page(report)).status_code == 404


def test_a_reviewer_reads_what_was_approved_and_how_it_moved(signed_in):
    report = CityReport.objects.get(city__slug="dushanbe", state="submitted")

    words = words_of(signed_in("reviewer").get(page(report)))

    assert "Направляем сведения о ходе мер за период (пример)." in words
    assert "было:" in words
    assert "Без новых сведений за период" in words


def test_nothing_that_waits_at_the_city_is_shown(signed_in):
    report = report_in("submitted")
    say(a_part(report), "editor.osh", achieved="Только для своих")

    assert "Только для своих" not in words_of(signed_in("reviewer").get(page(report)))


def test_proposals_are_kept_and_then_sent_together(signed_in):
    report = report_in("submitted")
    browser = signed_in("reviewer")

    answer = propose(browser, report, "Сколько домов?")
    assert answer.headers["Location"].endswith(f"#m{a_part(report).pk}")
    assert "Сколько домов?" not in words_of(signed_in("approver.osh").get(
        f"/work/city/osh/rounds/{report.pk}/"))  # fmt: skip
    browser = signed_in("reviewer")
    form = fields_of(browser.get(page(report)), "answer_by")
    browser.post(page(report), {**form, "answer_by": "05.12.2026", "what": "send_proposals"})

    sent = fresh(report)
    assert (sent.state, str(sent.answer_by)) == ("clarification", "2026-12-05")
    assert "Сколько домов?" in words_of(signed_in("approver.osh").get(
        f"/work/city/osh/rounds/{report.pk}/"))  # fmt: skip


def test_a_proposal_that_is_too_long_is_kept_on_the_screen(signed_in):
    report = report_in("submitted")

    answer = propose(signed_in("reviewer"), report, "Почему? " * 600)

    assert answer.status_code == 200
    assert "Почему? Почему?" in fields_of(answer, "remark_version")["text"][0]
    assert not report.remarks.exists()


def test_two_reviewers_who_write_one_proposal_see_both_texts(signed_in):
    report = report_in("submitted")
    ask(report, text="Сколько домов?")

    answer = propose(signed_in("reviewer"), report, "Сколько школ?")

    assert answer.status_code == 409
    words = words_of(answer)
    assert "Сколько домов?" in words
    assert "Сколько школ?" in words


def test_a_proposal_added_while_another_reviewer_sends_is_not_sent_unseen(signed_in):
    report = report_in("submitted")
    ask(report)
    browser = signed_in("reviewer")
    form = fields_of(browser.get(page(report)), "answer_by")
    ask(report, text="Ещё один вопрос", version=1)

    answer = browser.post(page(report), {**form, "what": "send_proposals"})

    assert answer.status_code == 409
    assert fresh(report).state == "submitted"


@pytest.mark.parametrize("part", ["", "0", "x", "999999999999999999999999"])
def test_a_proposal_for_a_made_up_measure_gets_a_sentence(signed_in, part):
    report = report_in("submitted")

    answer = press(signed_in("reviewer"), report, "propose", part=part, text="Почему?")

    assert answer.status_code == 200
    assert not report.remarks.exists()


def test_what_an_answer_changed_is_shown_as_was_and_became(signed_in):
    report = report_in("clarification")
    new = say(a_part(report), "editor.osh", percent=65, achieved="Двенадцать домов.")
    verbs.send_answers(report, by=people("approver.osh"), approve={new.pk: new.version})

    words = words_of(signed_in("reviewer").get(page(report)))

    assert "Что изменил ответ" in words
    assert "стало: 65 %" in words
    assert "стало: Двенадцать домов." in words


def test_what_the_city_took_back_is_not_told_as_what_was(signed_in):
    report = report_in("clarification")
    was = report.updates.get()
    new = say(a_part(report), "editor.osh", percent=65, achieved="Двенадцать домов.")
    verbs.send_answers(report, by=people("approver.osh"), approve={new.pk: new.version})
    verbs.withdraw_update(was, by=people("approver.osh"))

    words = words_of(signed_in("reviewer").get(page(report)))

    assert was.achieved not in words
    assert "Город отозвал сведения, о которых шла речь" in words


def test_a_reviewer_completes_with_no_remarks(signed_in):
    report = report_in("answered")
    browser = signed_in("reviewer")

    press(browser, report, "close")

    assert fresh(report).outcome == "no_remarks"
    assert fresh(report).frozen.sha256[:32] in words_of(browser.get(page(report)))


def test_notes_are_for_reviewers_alone(signed_in):
    report = report_in("submitted")
    browser = signed_in("reviewer")
    press(browser, report, "note", text="Спросить на встрече")

    assert "Спросить на встрече" in words_of(browser.get(page(report)))
    for name in ("approver.osh", "admin.osh"):
        city = signed_in(name)
        for address in (f"/work/city/osh/rounds/{report.pk}/", "/work/city/osh/journal/"):
            seen = words_of(city.get(address))
            assert "Спросить" not in seen
            assert "заметка" not in seen.lower()


def test_who_stepped_back_reads_on_and_writes_nothing(signed_in):
    report = report_in("submitted")
    ask(report, text="Сколько домов?")
    verbs.write_review_note(report, by=people("reviewer"), text="Спросить на встрече")
    browser = signed_in("reviewer")

    press(browser, report, "recuse", reason="Родом из города")

    words = words_of(browser.get(page(report)))
    assert "Вы взяли самоотвод по этому отчёту." in words
    assert "Спросить на встрече" not in words
    assert "Сколько домов?" not in words
    assert press(browser, report, "close").status_code == 403
    assert "ваш самоотвод" in words_of(browser.get(REPORTS))
    assert "Ош" not in words_of(browser.get("/work/")).split("Где я работаю")[0]


def test_a_reviewer_of_the_citys_people_is_told_why_there_are_no_buttons(signed_in):
    report = report_in("submitted")
    appoint(people("reviewer"), by=people("admin.osh"), place=report.city.place, role="viewer")

    words = words_of(signed_in("reviewer").get(page(report)))

    assert "Вы связаны с этим городом" in words
    assert "Замечаний нет, завершить" not in words


def test_a_reviewer_opens_a_round_of_the_japanese_fiscal_year(signed_in):
    browser = signed_in("reviewer")
    words = words_of(browser.get(REPORTS + "open/"))
    assert "2025 финансовый год (Япония): 1 апреля 2025 г. – 31 марта 2026 г." in words

    answer = browser.post(
        REPORTS + "open/",
        {"period": "japanese_fiscal_year:2025-04-01", "submit_by": "20.12.2026"}, follow=True,
    )  # fmt: skip

    assert "Обзор открыт: 2025 финансовый год (Япония)" in words_of(answer)
    assert ReportingRound.objects.get(kind="japanese_fiscal_year").reports.count() == 5


@pytest.mark.parametrize(
    ("period", "submit_by"),
    [("quarter:2026-10-01", "20.12.2026"), ("", "20.12.2026"), ("x", "20.12.2026"),
     ("half_year:2026-01-01", "20.11.2026"), ("half_year:2026-01-01", "31.02.2027")],
)  # fmt: skip
def test_a_round_that_cannot_be_opened_gets_a_sentence(signed_in, period, submit_by):
    answer = signed_in("reviewer").post(
        REPORTS + "open/", {"period": period, "submit_by": submit_by}
    )

    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert ReportingRound.objects.count() == 2


def test_the_desk_and_my_day_say_what_waits_for_a_reviewer(signed_in):
    browser = signed_in("reviewer")

    for address in ("/work/", "/review/"):
        words = words_of(browser.get(address))
        assert "Душанбе, III квартал 2026 отчёт направлен" in words
        assert "Наманган, III квартал 2026 ответы направлены" in words


def test_the_list_has_a_constant_number_of_queries(signed_in, django_assert_num_queries):
    browser = signed_in("reviewer")
    browser.get(REPORTS)
    with django_assert_num_queries(10):
        browser.get(REPORTS)
    for month in (1, 4, 7):
        verbs.open_round("quarter", people("reviewer").date_joined.date().replace(
            year=2025, month=month, day=1), by=User.system())  # fmt: skip

    with django_assert_num_queries(10):
        browser.get(REPORTS)


def test_a_report_has_a_constant_number_of_queries(signed_in, django_assert_num_queries):
    report = report_in("submitted")
    browser = signed_in("reviewer")
    browser.get(page(report))
    with django_assert_num_queries(28):
        browser.get(page(report))
    leave_only(plan_of("osh"), 40)
    tell_everything(report)

    with django_assert_num_queries(28):
        browser.get(page(report))
