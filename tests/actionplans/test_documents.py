"""What a city takes out of its plan: Word, Excel, print, calendar; its state, period and day."""

import io
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from docx import Document
from icalendar import Calendar
from openpyxl import load_workbook

from actionplans import verbs
from actionplans.exports.periods import Period, period_of
from actionplans.models import ActionPlan, Measure
from tests.actionplans.forms import words_of
from tests.actionplans.planning import draft, measure, part, plan_of, report

pytestmark = pytest.mark.django_db

HERE = "/work/city/osh/documents/"


def taken(browser, where: str = HERE, **chosen):
    """What comes for a choice; whatever is not named as the form first shows it."""
    said = {"what": "plan", "state": "today", "period": "", "lang": "ru", "as": "docx", **chosen}
    return browser.get(where, said)


def word(answer) -> Document:
    assert answer.headers["Content-Type"].endswith("wordprocessingml.document")
    return Document(io.BytesIO(answer.content))


def words(document: Document) -> str:
    return "\n".join(document.element.body.itertext())


def grid(answer) -> list[list[str]]:
    """The widest table of a Word file, a list for each row."""
    table = max(word(answer).tables, key=lambda one: len(one.columns))
    return [[cell.text for cell in row.cells] for row in table.rows]


def sheet(answer):
    return load_workbook(io.BytesIO(answer.content)).worksheets[0]


@pytest.mark.parametrize(
    ("city", "first", "last"),
    [
        ("osh", "№", "Ответственные исполнители"),
        ("petropavlovsk", "№ п/п", "Источники финансирования"),
        ("dushanbe", "№", "Натиҷаи чашмдошт"),
        ("ashgabat", "№", "Maliýeleşdirme çeşmesi"),
        ("namangan", "№", "Ответственные исполнители"),
    ],
)
def test_the_plan_leaves_as_word_in_the_columns_of_its_country(signed_in, city, first, last):
    answer = taken(signed_in(f"viewer.{city}"), f"/work/city/{city}/documents/")

    head, *rows = grid(answer)
    assert (head[0], head[-1]) == (first, last)
    codes = set(plan_of(city).measures.standing().values_list("code", flat=True))
    assert codes <= {row[0] for row in rows}
    assert "УТВЕРЖДЕНО" in words(word(answer))


def test_goals_run_across_the_table(signed_in):
    rows = grid(taken(signed_in("editor.osh")))

    goals = [row[0] for row in rows if len(set(row)) == 1]
    assert goals == [f"{one.code}. {one.title}" for one in plan_of("osh").goals.all()]


def test_a_country_that_prints_no_direction_gets_it_across_the_table(signed_in):
    rows = grid(taken(signed_in("editor.namangan"), "/work/city/namangan/documents/"))

    across = {row[0] for row in rows if len(set(row)) == 1}
    direction = measure(plan_of("namangan").measures.first().code).direction
    assert f"{direction.code}. {direction.title}" in across


def test_the_workbook_has_merged_rows_and_prints_its_heading_on_every_page(signed_in):
    page = sheet(taken(signed_in("editor.osh"), **{"as": "xlsx"}))

    assert page.print_title_rows == "$2:$2"
    assert page["A1"].value == plan_of("osh").title
    merged = {str(one).split(":")[0] for one in page.merged_cells.ranges}
    goals = {page[cell].value for cell in merged}
    assert f"1. {plan_of('osh').goals.first().title}" in goals


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r"])
@pytest.mark.parametrize("what", ["plan", "progress"])
def test_no_text_becomes_a_formula_in_a_workbook(signed_in, sign, what):
    danger = f"{sign}HYPERLINK(0)"
    Measure.objects.filter(code="OSH-01").update(title=danger)
    ActionPlan.objects.filter(city__slug="osh").update(title=danger)
    goal = plan_of("osh").goals.first()
    goal.title = danger
    goal.save()

    book = load_workbook(
        io.BytesIO(taken(signed_in("editor.osh"), what=what, **{"as": "xlsx"}).content)
    )
    cells = [cell for page in book for row in page.iter_rows() for cell in row]
    assert any("HYPERLINK" in str(cell.value) for cell in cells)
    for cell in cells:
        assert cell.data_type != "f"
        assert not str(cell.value or "").startswith(("=", "+", "-", "@"))


def test_the_report_says_how_measures_stood_on_the_day(signed_in, person):
    editor, approver = person("editor.osh"), person("approver.osh")
    line = part("OSH-03").budget_lines.first()
    for day, percent, said, spent in (
        (date(2026, 11, 1), 40, "Первый датчик.", 3), (date(2026, 11, 15), 60, "Второй датчик.", 5),
    ):  # fmt: skip
        one = report("OSH-03", editor, percent=percent, achieved=said, on=day,
                     spent={line.pk: spent})  # fmt: skip
        verbs.approve_updates([one], by=approver)

    def row(day: str) -> list[str]:
        rows = grid(taken(signed_in("editor.osh"), what="progress", on=day))
        return next(row for row in rows if row[0] == "OSH-03")

    assert row("10.11.2026")[-3:] == ["Выполняется, 40\u00a0%", "Первый датчик.", "3 млн сомов"]
    assert row("")[-3:] == ["Выполняется, 60\u00a0%", "Второй датчик.", "5 млн сомов"]


def test_what_waits_for_approval_is_not_reported(signed_in):
    rows = grid(taken(signed_in("editor.osh"), what="progress"))

    waiting = part("OSH-07").updates.get(state="submitted")
    assert waiting.achieved not in str(rows)


def test_a_measure_of_which_nothing_was_said_by_the_day_had_not_begun(signed_in):
    rows = grid(taken(signed_in("editor.osh"), what="progress", on="01.01.2025"))

    assert {row[-3] for row in rows[1:] if row[0].startswith("OSH-")} == {"Не начато, 0\u00a0%"}


def test_a_period_holds_what_is_due_or_was_reported_in_it(signed_in):
    period = period_of("2026-q4")
    due = plan_of("osh").measures.standing().filter(due_on__range=period[:2])
    said = plan_of("osh").measures.standing().filter(
        contributions__updates__state="approved", contributions__updates__on__range=period[:2]
    )  # fmt: skip

    rows = grid(taken(signed_in("editor.osh"), what="progress", period="2026-q4"))

    codes = {row[0] for row in rows if row[0].startswith("OSH-")}
    assert codes == {one.code for one in due} | {one.code for one in said}
    assert codes < {one.code for one in plan_of("osh").measures.standing()}


def test_two_days_win_over_the_list(signed_in):
    answer = taken(signed_in("editor.osh"), what="progress", period="2026", since="01.07.2028",
                   until="31.12.2028")  # fmt: skip

    assert {row[0] for row in grid(answer) if row[0].startswith("OSH-")} == {"OSH-01"}
    assert "с 01.07.2028 по 31.12.2028" in words(word(answer))


def test_an_empty_period_gets_a_sentence(signed_in):
    answer = taken(signed_in("editor.osh"), what="progress", since="01.01.2001", until="02.01.2001")

    assert "В этом периоде нет мер" in words(word(answer))


@pytest.mark.parametrize(
    ("chosen", "sentence"),
    [
        ({"since": "01.02.2026"}, "Укажите оба дня периода."),
        ({"since": "02.02.2026", "until": "01.02.2026"}, "Период заканчивается раньше"),
        ({"on": "31.02.2026"}, "Такой даты нет"),
        ({"on": "01.01.2099"}, "Этот день ещё не наступил"),
        ({"what": "letter", "as": "xlsx"}, "Письма и листы согласования выгружаются в Word"),
        ({"what": "agreement", "as": "ics"}, "Письма и листы согласования выгружаются в Word"),
        ({"what": "secrets"}, "secrets"),
        ({"state": "99"}, "99"),
        ({"period": "2026-q9"}, "2026-q9"),
        ({"lang": "tlh"}, "tlh"),
    ],
)
def test_a_choice_that_cannot_be_gets_a_sentence_and_keeps_what_was_chosen(
    signed_in, chosen, sentence
):
    answer = taken(signed_in("editor.osh"), number="12-34", **chosen)

    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/html")
    assert sentence in words_of(answer)
    assert b'value="12-34"' in answer.content


def test_a_draft_says_so_and_holds_the_changes_that_wait(signed_in):
    answer = taken(signed_in("editor.osh"), state="drafts")

    document = word(answer)
    assert document.sections[0].header.paragraphs[0].text.startswith("ПРОЕКТ")
    assert "OSH-09" in {row[0] for row in grid(answer)}
    assert "На главных улицах центра" in words(document)


def test_an_edition_is_taken_as_it_was_adopted(signed_in, person):
    verbs.adopt_drafts(plan_of("osh"), by=person("approver.osh"),
                       drafts=plan_of("osh").drafts.open())  # fmt: skip

    answer = taken(signed_in("editor.osh"), state="1")

    assert "OSH-09" not in {row[0] for row in grid(answer)}
    assert plan_of("osh").editions.get(number=1).sha256 in words(word(answer))


def test_the_sheet_of_agreement_names_every_office_once(signed_in):
    head, *rows = grid(taken(signed_in("editor.osh"), what="agreement"))

    assert head[3] == "Должность, фамилия, инициалы"
    offices = [row[1] for row in rows]
    assert len(offices) == len(set(offices)) > 5
    assert "OSH-05" in next(row[2] for row in rows if row[1] == "Благоустройство и озеленение")


def test_the_letter_says_to_whom_what_and_on_which_day(signed_in):
    answer = taken(signed_in("editor.osh"), what="letter", period="2026-q3", on="01.10.2026",
                   number="05-1", to="Министру\nчрезвычайных ситуаций")  # fmt: skip

    said = words(word(answer))

    for one in ("Исх. № 05-1", "чрезвычайных ситуаций", "О направлении отчёта",
                "III квартал 2026, по состоянию на 1 октября 2026 г."):  # fmt: skip
        assert one in said


def test_the_calendar_holds_what_is_due_in_the_period(signed_in):
    answer = taken(signed_in("editor.osh"), since="01.01.2027", until="31.12.2027",
                   **{"as": "ics"})  # fmt: skip

    due = {event["dtstart"].dt.year for event in Calendar.from_ical(answer.content).walk("VEVENT")}
    assert due == {2027}


def test_words_come_in_english_where_there_is_a_translation(signed_in):
    answer = taken(signed_in("editor.osh"), lang="en")

    english = measure("OSH-01").translations.get(lang="en").title
    assert english in {row[2] for row in grid(answer)}
    assert "APPROVED" in words(word(answer))


def test_headings_are_marked_with_the_language_of_the_country(signed_in):
    answer = taken(signed_in("editor.dushanbe"), "/work/city/dushanbe/documents/")

    codes = {one.get(one.keys()[0]) for one in word(answer).element.body.iter(
        "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}lang")}  # fmt: skip
    assert "tg-Cyrl-TJ" in codes


def test_the_page_to_be_printed_says_the_same_as_word(signed_in):
    page = words_of(taken(signed_in("editor.osh"), **{"as": "print"}))

    for row in grid(taken(signed_in("editor.osh"))):
        for cell in row:
            assert " ".join(cell.split()) in page


def test_measures_that_only_the_city_sees_are_counted_before_they_leave(signed_in, person):
    verbs.withdraw_measure(measure("OSH-03"), by=person("approver.osh"))

    assert "войдёт и 1 мера, которую видит только город" in words_of(
        signed_in("editor.osh").get(HERE)
    )


@pytest.mark.parametrize(
    "choice", [{"what": "progress"}, {"state": "drafts"}, {"as": "print"}, {"what": "agreement"}]
)
def test_taking_a_plan_out_costs_the_same_for_any_number_of_measures(signed_in, person, choice):
    browser = signed_in("viewer.osh")

    def queries() -> int:
        with CaptureQueriesContext(connection) as counted:
            taken(browser, **choice)
        return len(counted)

    queries()  # what a process reads once
    before = queries()
    for code in ("OSH-01", "OSH-02", "OSH-03"):
        draft(code, person("editor.osh"))
        said = report(code, person("editor.osh"))
        verbs.approve_updates([said], by=person("approver.osh"))

    assert queries() == before


def test_a_period_by_its_key():
    assert period_of("2026-h2") == Period(date(2026, 7, 1), date(2026, 12, 31), "II полугодие 2026")
    assert period_of("2026-q1")[:2] == (date(2026, 1, 1), date(2026, 3, 31))


@pytest.mark.parametrize("key", ["", "x", "2026-q5", "0000", "9999", "2026-", "2026-q1 "])
def test_nonsense_is_no_period(key):
    assert period_of(key) is None


def test_a_draft_of_a_period_holds_what_is_due_in_it(signed_in):
    rows = grid(taken(signed_in("editor.osh"), state="drafts", period="2028"))

    assert {row[0] for row in rows if row[0].startswith("OSH-")} == {"OSH-01", "OSH-09"}


def test_a_plan_adopted_by_an_act_names_the_act_instead_of_a_line_to_sign(signed_in):
    said = words(word(taken(signed_in("editor.osh"))))

    assert "УТВЕРЖДЕНО" in said
    assert "Распоряжение (пример) № пример" in said
