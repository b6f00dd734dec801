"""From a table to proposed measures: headings, rows, cells."""

from datetime import date

import pytest

from actionplans.importing import FIELDS, propose
from actionplans.importing.headings import fields_of
from actionplans.importing.offices import read_offices
from actionplans.importing.periods import read_period
from coalition.sheets.kinds import read_tables
from tests.actionplans.importing import (
    HEADINGS,
    items,
    only,
    proposed,
    proposed_of,
    row,
    sentences,
    table,
)
from tests.actionplans.planning import measure
from tests.coalition.tables import docx, xlsx

pytestmark = pytest.mark.django_db

# --- headings


@pytest.mark.parametrize(
    ("headings", "fields"),
    [
        (["№", "Задача", "Меры/действия", "Ожидаемый результат/форма реализации",
          "Срок реализации", "Ответственные исполнители"],
         ["code", "direction", "title", "expected_result", "due", "offices"]),
        (["№ п/п", "Наименование мероприятия", "Форма завершения", "Ответственные исполнители",
          "Срок исполнения", "Предполагаемые расходы", "Источники финансирования"],
         ["code", "title", "expected_result", "offices", "due", "money", "sources"]),
        (["№", "Наименование мероприятий", "Механизм реализации", "Сроки исполнения",
          "Ответственные исполнители"],
         ["code", "title", "description", "due", "offices"]),
        (["№", "Тадбирҳо", "Муҳлати иҷро", "Иҷрокунандагон", "Манбаи маблағгузорӣ",
          "Натиҷаи чашмдошт"],
         ["code", "title", "due", "offices", "sources", "expected_result"]),
        (["№", "Çäreler", "Möhleti", "Jogapkär ýerine ýetirijiler", "Maliýeleşdirme çeşmesi"],
         ["code", "title", "due", "offices", "sources"]),
        (["Р/с №", "Іс-шара атауы", "Аяқталу нысаны", "Орындау мерзімі", "Жауапты орындаушылар",
          "Болжамды шығыстар", "Қаржыландыру көзі"],
         ["code", "title", "expected_result", "due", "offices", "money", "sources"]),
        (["T/r", "Chora-tadbirlar nomi", "Amalga oshirish mexanizmi", "Ijro muddati",
          "Mas'ul ijrochilar"],
         ["code", "title", "description", "due", "offices"]),
        (["Т/р", "Тадбир номи", "Ижро муддати", "Молиялаштириш манбаи",
          "Тахминий қиймати (млн сўм)", "Масъул ижрочилар"],
         ["code", "title", "due", "sources", "money", "offices"]),
        (["№", "Іс-шаралар", "Мерзімі", "Құны, мың теңге", "Арзиши тахминӣ"],
         ["code", "title", "due", "money", "money"]),
        (["№", "Иш-чаралар", "Күтүлүүчү натыйжа", "Аткаруу мөөнөтү", "Жооптуу аткаруучулар"],
         ["code", "title", "expected_result", "due", "offices"]),
        (["Цель", "Мероприятие", "Исполнитель", "Соисполнители", "Сумма, тыс. сом", "Примечание"],
         ["goal", "title", "lead", "co", "money", "note"]),
    ],
)  # fmt: skip
def test_headings_of_the_five_countries_are_understood(headings, fields):
    assert fields_of(headings) == fields
    assert fields_of(headings[::-1]) == fields[::-1]
    assert set(fields) <= set(FIELDS)


def test_the_table_begins_below_its_title_lines():
    content = xlsx([["План города"], ["на 2026–2028 годы"], [], HEADINGS, row()])

    assert only(content)["place"] == "строка 5"


def test_headings_of_two_rows_are_read_together():
    rows = [
        ["№", "Мероприятие", "Исполнители", "Срок", "Финансирование, тыс. сом", None],
        [None, None, None, None, "2027", "2028"],
        ["9.1", "Дамба", "Мэрия", "2028", 100, 200],
    ]
    merged = ["A1:A2", "B1:B2", "C1:C2", "D1:D2", "E1:F1"]

    budget = only(xlsx(rows, merged=merged))["patch"]["budget"]

    assert [(one["amount"], one["scale"], one["comment"]) for one in budget] == [
        ("100", 1000, "2027"),
        ("200", 1000, "2028"),
    ]


def test_the_sheet_with_the_plan_is_found_among_others():
    tables = read_tables(docx([["Дата", "Подпись"], ["", "x"]]), "a.docx")
    tables.sheets.extend(read_tables(table(row()), "a.xlsx").sheets)

    assert propose(tables).sheet == 1


# --- rows


def test_a_merged_row_names_the_direction_of_what_stands_below():
    content = table(["1.2 Знание риска и раннее предупреждение"], row(), merged=["A2:E2"])

    assert only(content)["patch"]["direction"] == measure("OSH-03").direction_id


def test_a_row_with_words_in_its_first_cell_alone_names_a_direction():
    content = table(["Знание риска и раннее предупреждение"], row())

    assert only(content)["patch"]["direction"] == measure("OSH-03").direction_id


def test_two_levels_of_rows_are_a_goal_and_its_directions():
    rows = [["Цель 1. Защита"], ["1.1 Дамбы"], row("1", "А"), ["1.2 Насосы"], row("2", "Б"),
            ["Цель 2. Люди"], ["2.1 Учения"], row("3", "В")]  # fmt: skip
    found = proposed(table(*rows))

    assert [one["title"] for one in found["goals"]] == ["Защита", "Люди"]
    assert [one["title"] for one in found["directions"]] == ["Дамбы", "Насосы", "Учения"]


def test_numbers_that_begin_anew_get_the_number_of_their_direction():
    rows = [["Знание риска и раннее предупреждение"], row("1", "А"), row("2", "Б"),
            ["Защитные сооружения"], row("1", "В")]  # fmt: skip

    assert [one["code"] for one in items(table(*rows))] == ["1.2.1", "1.2.2", "2.1.1"]


def test_totals_numbers_of_columns_and_repeated_headings_are_no_measures():
    found = proposed(table([1, 2, 3, 4, 5], row(), HEADINGS, ["", "Итого", "", "", "15"]))

    assert [one["code"] for one in found["items"]] == ["9.1"]
    assert found["left"] == [("строка 5", "Строка итогов.")]


def test_what_stands_below_the_table_is_told_and_not_taken():
    found = proposed(table(row(), ["Исполнитель: отдел планирования"]))

    assert len(found["items"]) == 1
    assert "отдел планирования" in found["left"][0][1]


def test_a_measure_over_several_rows_is_one():
    rows = [row(who="Мэрия"), [None, None, None, "Управление МЧС", None]]
    content = table(*rows, merged=["A2:A3", "B2:B3"])

    patch = only(content)["patch"]
    assert [one["name"] for one in patch["co"]] == ["Управление МЧС"]


def test_tables_of_a_document_with_the_same_headings_are_one_plan():
    first = read_tables(docx([HEADINGS, row("1", "А")], before=["Знание риска"]), "a.docx")
    second = read_tables(docx([HEADINGS, row("2", "Б")], before=["Насосы"]), "a.docx")
    first.sheets.extend(second.sheets)

    assert [one["title"] for one in proposed_of(first)["items"]] == ["А", "Б"]


# --- cells


@pytest.mark.parametrize(
    ("said", "start", "due", "precision"),
    [
        ("I квартал 2027 г.", None, date(2027, 3, 31), "quarter"),
        ("І квартал 2027 г.", None, date(2027, 3, 31), "quarter"),
        ("2028 г.", None, date(2028, 12, 31), "year"),
        ("2026-2028 гг.", date(2026, 1, 1), date(2028, 12, 31), "year"),
        ("2026–2028 годы", date(2026, 1, 1), date(2028, 12, 31), "year"),
        ("I-II квартал 2027 г.", date(2027, 1, 1), date(2027, 6, 30), "quarter"),
        ("январь-март 2027 г.", date(2027, 1, 1), date(2027, 3, 31), "month"),
        ("до 1 июня 2027 г.", None, date(2027, 6, 1), "day"),
        ("в течение 2027 года", None, date(2027, 12, 31), "year"),
        ("ежегодно, IV квартал 2027 г.", None, date(2027, 12, 31), "quarter"),
        ("постоянно", None, date(2030, 12, 31), "year"),
        ("2027 жылғы IV тоқсан", None, date(2027, 12, 31), "quarter"),
        ("семоҳаи IV соли 2027", None, date(2027, 12, 31), "quarter"),
        ("2027-yil IV chorak", None, date(2027, 12, 31), "quarter"),
        ("2026–2028-nji ýyllar", date(2026, 1, 1), date(2028, 12, 31), "year"),
        ("dekabr 2027", None, date(2027, 12, 31), "month"),
    ],
)
def test_periods_are_understood(said, start, due, precision):
    assert read_period(said, date(2030, 12, 31))[:3] == (start, due, precision)


def test_a_due_date_that_is_none_is_an_error_of_its_cell():
    found = only(table(row(due="35.13.2026")))

    assert found["kind"] == "error"
    assert [(one["cell"], one["level"]) for one in found["messages"]] == [("E2", "error")]
    assert "35.13.2026" in sentences(found)[0]


def test_words_of_repetition_are_kept_in_the_description():
    found = only(table(row(due="ежегодно")))

    assert found["patch"]["due_on"] == "2030-12-31"
    assert "ежегодно" in found["patch"]["description"]
    assert found["messages"][0]["cell"] == "E2"


def test_several_implementers_of_one_cell_are_the_lead_and_the_others():
    cell = "1) Мэрия города Ош;\n2) ГУ МЧС (по согласованию)"
    patch = only(table(row(who=cell)))["patch"]

    assert patch["lead"] == {"department": "", "name": "Мэрия города Ош", "by_agreement": False}
    assert patch["co"] == [{"department": "", "name": "ГУ МЧС", "by_agreement": True}]


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("Акимат, ДЧС (по согласованию), РГП «Гидромет»", ["Акимат", "ДЧС", "РГП «Гидромет»"]),
        ("Управление труда, занятости и соцзащиты, Акимат",
         ["Управление труда, занятости и соцзащиты", "Акимат"]),
        ("Отв.: Мэрия\nСоисп.: УКС, МЧС", ["Мэрия", "УКС", "МЧС"]),
        ("- Мэрия\n- МЧС", ["Мэрия", "МЧС"]),
    ],
)  # fmt: skip
def test_offices_are_told_apart(cell, names):
    assert [one["name"] for one in read_offices(cell)] == names


def test_an_office_of_the_list_is_known_by_its_name():
    assert read_offices("Здравоохранение")[0]["department"] == "health"


def test_a_number_with_a_point_at_its_end_is_the_number():
    assert only(table(row(code="1.1.")))["code"] == "1.1"


def test_a_missing_number_is_given_and_told():
    found = only(table(["1.2 Знание риска и раннее предупреждение"], row(code=None)))

    assert found["code"] == "1.2.1"
    assert "1.2.1" in sentences(found)[0]


def test_a_number_that_excel_made_a_date_is_read_back():
    assert only(table(row(code=date(2026, 2, 1))))["code"] == "1.2"


def test_a_missing_office_is_an_error_of_the_cell_where_it_would_stand():
    found = only(table(row(who=None)))

    assert [(one["level"], one["cell"]) for one in found["messages"]] == [("error", "D2")]


def test_a_very_long_title_is_cut_and_stands_whole_in_the_description():
    title = "Очень длинная мера " * 40
    found = only(table(row(title=title)))

    assert len(found["patch"]["title"]) <= 400
    assert title.strip() in found["patch"]["description"]


def test_a_formula_without_a_result_is_told():
    found = only(table(row(result="=1+1")))

    assert [(one["level"], one["cell"]) for one in found["messages"]] == [("warning", "C2")]


def test_columns_that_are_not_taken_are_told():
    found = proposed(table([*row(), "5-55"], headings=[*HEADINGS, "Телефон"]))

    assert found["untaken"] == ["F. Телефон"]


def test_two_rows_with_one_number_are_told():
    found = items(table(row(title="А"), row(title="Б")))

    assert [one["kind"] for one in found] == ["new", "error"]
    assert "строка 2" in sentences(found[1])[0]
