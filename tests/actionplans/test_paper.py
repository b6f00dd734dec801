"""The form for Excel: taken, filled in as an office would, brought back with a letter."""

from datetime import date
from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from actionplans import verbs
from actionplans.models import CityLetter, ProgressUpdate
from cities.models import City
from coalition.deeds import sentence
from coalition.models import JournalEntry
from tests.actionplans.forms import fields_of, words_of
from tests.actionplans.planning import part, report

pytestmark = pytest.mark.django_db

PAPER = "/work/city/osh/paper/"
LETTER = {"number": "12-34/5", "day": "20.11.2026", "sender": "Начальник управления", "on":
          "20.11.2026"}  # fmt: skip
DONE = "completed"
STATUS, PERCENT, ACHIEVED = 7, 8, 9  # columns, from 1


def form(browser, query: str = ""):
    return load_workbook(BytesIO(browser.get(PAPER + "form.xlsx" + query).content))


def fill(book, code: str, **cells):
    """Write into the row of a measure, as a person does."""
    sheet = book.worksheets[0]
    [row] = [one for one in range(2, sheet.max_row + 1) if sheet.cell(one, 2).value == code]
    for name, value in cells.items():
        column = {"status": STATUS, "percent": PERCENT, "achieved": ACHIEVED}[name]
        sheet.cell(row, column).value = value
    return row


def file(book, name: str = "form.xlsx") -> SimpleUploadedFile:
    content = BytesIO()
    book.save(content)
    return SimpleUploadedFile(name, content.getvalue())


def bring(browser, book, **more):
    return browser.post(PAPER, {**LETTER, "file": file(book), **more})


def agree(browser, answer):
    return browser.post(PAPER, fields_of(answer, "read"), follow=True)


def waiting(code: str) -> ProgressUpdate:
    return part(code).updates.get(state="submitted")


def test_the_form_has_a_row_for_each_measure_and_is_locked_but_for_the_report(signed_in):
    sheet = form(signed_in("editor.osh")).worksheets[0]

    codes = [sheet.cell(row, 2).value for row in range(2, sheet.max_row + 1)]
    assert {"OSH-01", "OSH-03", "JNT-02"} <= set(codes)
    assert sheet.protection.sheet
    assert sheet.cell(2, 3).protection.locked
    assert not sheet.cell(2, ACHIEVED).protection.locked
    assert "Выполняется" in sheet.data_validations.dataValidation[0].formula1


def test_the_form_of_one_office_holds_what_it_leads(signed_in):
    browser = signed_in("editor.osh")
    sheet = form(browser).worksheets[0]
    lead = sheet.cell(2, 4).value

    one = form(browser, f"?lead={lead}").worksheets[0]

    assert {one.cell(row, 4).value for row in range(2, one.max_row + 1)} == {lead}
    assert one.max_row < sheet.max_row


def test_a_filled_form_is_shown_first_and_entered_once_agreed(signed_in):
    browser = signed_in("editor.osh")
    book = form(browser)
    fill(book, "OSH-03", status="Выполняется", percent=45, achieved="Поставлены датчики.")

    shown = bring(browser, book)
    assert "Поставлены датчики." in words_of(shown)
    assert not CityLetter.objects.exists()

    assert "1 отчёт из письма внесён" in words_of(agree(browser, shown))
    said = waiting("OSH-03")
    assert (said.percent, said.achieved) == (45, "Поставлены датчики.")
    assert (said.letter.number, said.letter.date) == ("12-34/5", date(2026, 11, 20))
    told = JournalEntry.objects.get(deed="progress.reported_by_letter")
    assert "по поручению города, письмо № 12-34/5 от 20.11.2026" in sentence(told)


def test_money_and_readings_come_from_the_second_sheet(signed_in):
    browser = signed_in("editor.osh")
    book = form(browser)
    fill(book, "OSH-03", achieved="Оплачено.")
    sheet = book.worksheets[1]
    for row in range(2, sheet.max_row + 1):
        if sheet.cell(row, 2).value == "OSH-03":
            sheet.cell(row, 6).value = 7.5

    agree(browser, bring(browser, book))

    assert waiting("OSH-03").spendings.get().amount == 7.5
    assert waiting("OSH-03").readings.get().value == 7.5
    assert waiting("OSH-03").percent == part("OSH-03").percent  # nothing was said of it


@pytest.mark.parametrize(
    ("cells", "where", "sentence_"),
    [
        ({"percent": 145, "achieved": "Да"}, "H", "от 0 до 100"),
        ({"percent": "много", "achieved": "Да"}, "H", "12,5"),
        ({"status": "Почти", "achieved": "Да"}, "G", "Выберите статус"),
        ({"percent": 50}, "I", "что сделано"),
        ({"status": DONE, "percent": 90, "achieved": "Да"}, "H", "100 %"),
    ],
)
def test_a_wrong_cell_is_named_and_nothing_is_written(signed_in, cells, where, sentence_):
    browser = signed_in("editor.osh")
    book = form(browser)
    row = fill(book, "OSH-03", **cells)

    words = words_of(bring(browser, book))

    assert f"{where}{row}" in words
    assert sentence_ in words
    assert not part("OSH-03").updates.filter(state="submitted").exists()


def test_a_share_typed_with_its_sign_is_understood(signed_in):
    browser = signed_in("editor.osh")
    book = form(browser)
    fill(book, "OSH-03", percent=0.45, achieved="Идёт.")
    fill(book, "OSH-05", percent="60 %", achieved="Идёт.")

    agree(browser, bring(browser, book))

    assert (waiting("OSH-03").percent, waiting("OSH-05").percent) == (45, 60)


def test_right_rows_can_be_entered_beside_wrong_ones(signed_in):
    browser = signed_in("editor.osh")
    book = form(browser)
    fill(book, "OSH-03", percent=45, achieved="Идёт.")
    fill(book, "OSH-05", percent=145, achieved="Идёт.")

    agree(browser, bring(browser, book))

    assert waiting("OSH-03").percent == 45
    assert not part("OSH-05").updates.filter(state="submitted").exists()


def test_the_same_letter_brought_twice_is_entered_once(signed_in):
    for name in ("editor.osh", "editor.osh", "approver.osh"):
        browser = signed_in(name)
        book = form(browser)
        fill(book, "OSH-03", percent=45, achieved="Идёт.")
        agree(browser, bring(browser, book))

    assert part("OSH-03").updates.filter(state="submitted").count() == 1
    assert CityLetter.objects.count() == 1
    assert JournalEntry.objects.filter(deed="letter.entered").count() == 1


def test_the_same_letter_with_other_words_is_refused(signed_in):
    browser = signed_in("editor.osh")
    for achieved in ("Идёт.", "Стоит."):
        book = form(browser)
        fill(book, "OSH-03", percent=45, achieved=achieved)
        answer = agree(browser, bring(browser, book))

    assert "уже внесён другой отчёт" in words_of(answer)
    assert waiting("OSH-03").achieved == "Идёт."


def test_a_report_that_waits_is_not_overwritten_and_none_is_entered(signed_in, person):
    browser = signed_in("editor.osh")
    book = form(browser)
    fill(book, "OSH-03", percent=45, achieved="Идёт.")
    fill(book, "OSH-05", percent=50, achieved="Идёт.")
    shown = bring(browser, book)
    report("OSH-03", person("editor.osh"), achieved="С телефона.")

    assert "уже ждёт отчёт" in words_of(agree(browser, shown))
    assert waiting("OSH-03").achieved == "С телефона."
    assert not part("OSH-05").updates.filter(state="submitted").exists()
    assert not CityLetter.objects.exists()


def test_what_was_read_cannot_be_changed_on_the_way(signed_in):
    browser = signed_in("editor.osh")
    book = form(browser)
    fill(book, "OSH-03", percent=45, achieved="Идёт.")
    sent = fields_of(bring(browser, book), "read")

    answer = browser.post(PAPER, {**sent, "read": sent["read"][0][:-3] + "abc"}, follow=True)

    assert "Принесите файл ещё раз" in words_of(answer)
    assert not CityLetter.objects.exists()


def test_a_row_of_another_city_is_not_taken(signed_in):
    browser = signed_in("editor.osh")
    book = form(browser)
    row = fill(book, "OSH-03", percent=45, achieved="Идёт.")
    book.worksheets[0].cell(row, 1).value = f"m{part('DYU-03').pk}"

    assert "нет среди мер" in words_of(bring(browser, book))


def test_a_file_that_is_no_form_gets_a_sentence(signed_in):
    browser = signed_in("editor.osh")
    book = form(browser)
    book.worksheets[0].delete_cols(1)
    book.worksheets[1].delete_cols(1)

    assert "это не форма с этой страницы" in words_of(bring(browser, book)).casefold()
    other = SimpleUploadedFile("form.xlsx", b"PK\x03\x04 broken")
    assert 'class="error"' in browser.post(PAPER, {**LETTER, "file": other}).content.decode()


def enter(by, city: str = "osh", said: dict | None = None):
    return verbs.enter_letter(
        City.objects.select_related("place").get(slug=city), by=by, number="1",
        day=date(2026, 11, 20), sender="Отдел", on=date(2026, 11, 20),
        said=said or {part("OSH-03").pk: {"status": "in_progress", "percent": 50,
                                          "achieved": "Идёт."}},
    )  # fmt: skip


@pytest.mark.parametrize(
    "name", ["secretariat", "reviewer", "viewer.osh", "admin.osh", "editor.dushanbe"]
)
def test_nobody_outside_speaks_for_a_city(person, name):
    with pytest.raises(PermissionDenied):
        enter(person(name))


@pytest.mark.parametrize("name", ["editor.osh", "approver.osh"])
def test_the_citys_editor_and_approver_enter_a_letter(person, name):
    assert enter(person(name))[0].letter.sender == "Отдел"


def test_a_measure_of_another_city_is_refused(person):
    with pytest.raises(ValidationError):
        enter(person("editor.osh"), said={part("DYU-03").pk: {}})


def test_the_approver_sees_by_which_letter_a_report_came(signed_in, person):
    enter(person("editor.osh"))

    words = words_of(signed_in("approver.osh").get("/work/city/osh/approve/"))

    assert "По поручению города: письмо № 1 от 20 ноября 2026" in words
