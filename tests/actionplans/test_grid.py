"""Many measures at once: each changed row a draft of its own."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from actionplans.grid import Sheet
from actionplans.models import MeasureDraft
from tests.actionplans.forms import fields_of, words_of
from tests.actionplans.growing import leave_only
from tests.actionplans.planning import draft, measure, plan_of

pytestmark = pytest.mark.django_db

GRID = "/work/city/osh/grid/"


def row(code: str) -> str:
    return f"m{measure(code).pk}"


def sheet(browser) -> dict:
    return fields_of(browser.get(GRID), "n0-title")


def waiting(code: str) -> dict:
    return MeasureDraft.objects.open().get(measure__code=code).patch


def test_each_changed_row_is_a_draft_and_the_others_are_left_alone(signed_in):
    browser = signed_in("editor.osh")
    before = MeasureDraft.objects.open().count()
    sent = sheet(browser)

    answer = browser.post(
        GRID,
        {**sent, f"{row('OSH-03')}-title": "Датчики", f"{row('OSH-02')}-due": "2029 г."},
        follow=True,
    )

    assert "Сохранены 2 строки" in words_of(answer)
    assert waiting("OSH-03") == {"title": "Датчики"}
    assert waiting("OSH-02") == {"due_on": "2029-12-31", "due_precision": "year"}
    assert MeasureDraft.objects.open().count() == before + 2


def test_cells_are_read_as_people_write_them(signed_in):
    browser = signed_in("editor.osh")
    key = row("OSH-03")

    browser.post(
        GRID,
        {**sheet(browser), f"{key}-lead": "Горсвет (по согласованию)", f"{key}-direction": "2.1.",
         f"{key}-hazards": "сель; Землетрясение", f"{key}-finance": "secured"},
    )  # fmt: skip

    patch = waiting("OSH-03")
    assert patch["lead"] == {"department": "", "name": "Горсвет", "by_agreement": True}
    assert set(patch["hazards"]) == {"mudflow", "earthquake"}
    assert (patch["direction"], patch["finance"]) == (measure("OSH-01").direction_id, "secured")


def test_an_office_of_the_list_is_known_by_its_name(signed_in):
    browser = signed_in("editor.osh")

    browser.post(GRID, {**sheet(browser), f"{row('OSH-03')}-lead": "образование"})

    assert waiting("OSH-03")["lead"]["department"] == "education"


def test_right_rows_are_saved_and_wrong_ones_come_back_with_sentences(signed_in):
    browser = signed_in("editor.osh")
    key = row("OSH-03")

    answer = browser.post(
        GRID,
        {**sheet(browser), f"{row('OSH-02')}-title": "Карта", f"{key}-due": "35.13.2026",
         f"{key}-hazards": "Годзилла", f"{key}-direction": "9.9", f"{key}-title": "Ҷӯйбор"},
    )  # fmt: skip

    words = words_of(answer)
    assert waiting("OSH-02") == {"title": "Карта"}
    assert "Такой даты нет." in words
    assert "Угрозы «Годзилла» в списке нет." in words
    assert "Напишите номер направления" in words
    again = fields_of(answer, "n0-title")
    assert again[f"{key}-title"] == ["Ҷӯйбор"]
    assert again[f"{key}-due"] == ["35.13.2026"]
    assert not MeasureDraft.objects.open().filter(measure__code="OSH-03").exists()


def test_a_wrong_row_is_saved_once_it_is_right(signed_in):
    browser = signed_in("editor.osh")
    key = row("OSH-03")
    answer = browser.post(
        GRID, {**sheet(browser), f"{key}-due": "никогда", f"{key}-title": "Иначе"}
    )

    browser.post(GRID, {**fields_of(answer, "n0-title"), f"{key}-due": "2029 г."})

    assert waiting("OSH-03")["title"] == "Иначе"
    assert waiting("OSH-03")["due_on"] == "2029-12-31"


def test_new_rows_become_new_measures_with_the_next_numbers(signed_in):
    browser = signed_in("editor.osh")
    new = {"title": "Гидранты", "lead": "Водоканал", "due": "2028 г.", "direction": "2.2"}

    browser.post(
        GRID,
        {**sheet(browser),
         **{f"n0-{name}": said for name, said in new.items()},
         **{f"n7-{name}": said for name, said in {**new, "title": "Насосы"}.items()},
         "n7-mark": sheet(browser)["n0-mark"], "n7-finance": "unknown",
         "n7-expected_result": "", "n7-hazards": ""},
    )  # fmt: skip

    found = MeasureDraft.objects.open().filter(measure=None).values_list("patch", flat=True)
    assert {"OSH-10": "Гидранты", "OSH-11": "Насосы"}.items() <= {
        one["code"]: one["title"] for one in found
    }.items()


def test_a_new_row_without_what_it_needs_is_kept_as_it_was_typed(signed_in):
    browser = signed_in("editor.osh")

    answer = browser.post(GRID, {**sheet(browser), "n0-title": "Только название"})

    assert fields_of(answer, "n0-title")["n0-title"] == ["Только название"]
    assert "Назовите" in words_of(answer) or "Выберите" in words_of(answer)
    assert not MeasureDraft.objects.filter(patch__title="Только название").exists()


def test_somebody_elses_save_is_told_in_the_row_and_mine_can_still_be_saved(signed_in, person):
    browser = signed_in("editor.osh")
    key, sent = row("OSH-03"), sheet(browser)
    draft("OSH-03", person("editor.osh"), title="Чужое", location="Центр")

    answer = browser.post(GRID, {**sent, f"{key}-title": "Моё", f"{row('OSH-02')}-title": "Карта"})

    words = words_of(answer)
    assert str(person("editor.osh")) in words
    assert "сейчас: Чужое" in words
    assert waiting("OSH-03")["title"] == "Чужое"
    assert waiting("OSH-02") == {"title": "Карта"}
    browser.post(GRID, fields_of(answer, "n0-title"))
    assert waiting("OSH-03") == {"title": "Моё", "location": "Центр"}


def test_a_row_nobody_touched_does_not_undo_what_another_saved(signed_in, person):
    browser = signed_in("editor.osh")
    sent = sheet(browser)
    draft("OSH-03", person("editor.osh"), title="Чужое")

    browser.post(GRID, {**sent, f"{row('OSH-02')}-title": "Карта"})

    assert waiting("OSH-03") == {"title": "Чужое"}


def test_a_row_that_has_left_the_plan_keeps_its_words_on_the_screen(signed_in):
    browser = signed_in("editor.osh")
    fresh = sheet(browser)["n0-mark"]

    answer = browser.post(GRID, {**sheet(browser), "d999999-mark": fresh, "d999999-title": "Слова"})

    assert "Этой строки уже нет в плане" in words_of(answer)
    assert fields_of(answer, "n0-title")["d999999-title"] == ["Слова"]


def test_what_is_put_back_as_it_was_adopted_leaves_no_draft(signed_in, person):
    was = measure("OSH-03").title
    draft("OSH-03", person("editor.osh"), title="Иначе")
    browser = signed_in("editor.osh")

    browser.post(GRID, {**sheet(browser), f"{row('OSH-03')}-title": was})

    assert not MeasureDraft.objects.open().filter(measure__code="OSH-03").exists()


def test_one_direction_is_shown_alone_and_new_rows_begin_in_it(signed_in):
    browser = signed_in("editor.osh")
    line = measure("OSH-03").direction

    page = browser.get(GRID, {"direction": line.pk})

    assert "OSH-03" in words_of(page)
    assert "OSH-05" not in words_of(page)
    assert fields_of(page, "n0-title")["n0-direction"] == [line.code]


@pytest.mark.parametrize(
    "said",
    [
        {"n0-mark": "x:y:z", "n0-title": "Мера"},
        {"n0-mark": "", "n0-direction": "\x00", "n0-title": "a" * 9000},
        {"m1-mark": "9" * 40, "m1-title": "Мера"},
        {"d0-mark": ""},
    ],
)
def test_what_no_browser_sends_gets_a_sentence_and_leaves_no_draft(signed_in, said):
    before = MeasureDraft.objects.count()

    answer = signed_in("editor.osh").post(GRID, said)

    assert answer.status_code == 200
    assert MeasureDraft.objects.count() == before


def cost(browser, count: int) -> int:
    sent = sheet(browser)
    keys = [name.removesuffix("-mark") for name in sent if re.fullmatch(r"m\d+-mark", name)][:count]
    with CaptureQueriesContext(connection) as asked:
        browser.post(GRID, {**sent, **{f"{key}-title": f"Новое {key}" for key in keys}})
    return len(asked)


def test_a_saved_row_costs_the_same_few_queries(signed_in):
    leave_only(plan_of("osh"), 40)
    browser = signed_in("editor.osh")
    browser.get(GRID)

    few, many = cost(browser, 2), cost(browser, 12)
    print("ROWCOST", few, many)

    assert (many - few) / 10 <= 22


def test_a_sheet_costs_the_same_queries_whatever_the_plan(signed_in):
    counts = []
    Sheet(plan_of("osh"))  # vocabularies are read once per process
    for number in (20, 240):
        leave_only(plan_of("osh"), number)
        with CaptureQueriesContext(connection) as asked:
            Sheet(plan_of("osh"))
        counts.append(len(asked))

    assert counts[0] == counts[1]


def test_a_sheet_of_240_measures_is_saved_in_one_form_and_stays_light(signed_in):
    from tests.pages import squeezed  # noqa: PLC0415

    leave_only(plan_of("osh"), 240)
    browser = signed_in("editor.osh")
    page = browser.get(GRID)
    sent = fields_of(page, "n0-title")
    key = next(name for name in sent if name.startswith("m")).partition("-")[0]

    answer = browser.post(GRID, {**sent, f"{key}-title": "Иначе"})

    assert answer.status_code == 302
    assert squeezed(page.content) <= 50_000
