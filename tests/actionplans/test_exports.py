"""Plans as files: a workbook, text with semicolons, a calendar, JSON."""

import csv
import io
import json
from datetime import date, datetime

import pytest
from docx import Document
from icalendar import Calendar
from openpyxl import load_workbook

from actionplans.models import ActionPlan, Measure
from cities.models import City
from tests.actionplans.growing import plan_of

pytestmark = pytest.mark.django_db

HERE = "/cities/osh/plan/export."


def sheets(client, address: str):
    answer = client.get(address)
    assert answer.status_code == 200
    return load_workbook(io.BytesIO(answer.content)).worksheets


def rows_of(sheet) -> list[tuple]:
    return [tuple(cell.value for cell in row) for row in sheet.iter_rows()]


def lines(client, address: str) -> list[dict]:
    text = client.get(address).content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def test_the_workbook_has_the_columns_the_country_prints(client):
    first, about = sheets(client, f"{HERE}xlsx")

    head, *body = rows_of(first)
    assert head == (
        "№", "Задача", "Меры/действия", "Ожидаемый результат/форма реализации",
        "Срок реализации", "Ответственные исполнители",
    )  # fmt: skip
    stored = plan_of("osh").measures.public()
    assert {(row[0], row[2]) for row in body} == {(one.code, one.title) for one in stored}
    assert first.freeze_panes == "A2"
    assert first.column_dimensions["C"].width > 40
    assert "Пример" in dict(rows_of(about)[:1])


@pytest.mark.parametrize(
    ("slug", "last"),
    [
        ("petropavlovsk", "Источники финансирования"),
        ("dushanbe", "Натиҷаи чашмдошт"),
        ("ashgabat", "Maliýeleşdirme çeşmesi"),
        ("namangan", "Ответственные исполнители"),
    ],
)
def test_every_country_has_its_own_columns(client, slug, last):
    head = rows_of(sheets(client, f"/cities/{slug}/plan/export.xlsx")[0])[0]

    assert head[-1] == last


def test_all_fields_come_as_real_dates_and_numbers(client):
    head, *body = rows_of(sheets(client, f"{HERE}xlsx?columns=full")[0])
    first = dict(zip(head, next(row for row in body if row[0] == "OSH-01"), strict=True))

    measure = Measure.objects.get(code="OSH-01")
    part = measure.contributions.get()
    assert first["Срок"] == datetime.combine(measure.due_on, datetime.min.time())
    assert first["Готовность, %"] == part.percent
    assert first["Статус, код"] == part.status
    assert first["Мера"] == measure.title


def test_the_workbook_and_the_text_say_the_same(client):
    head, *body = rows_of(sheets(client, f"{HERE}xlsx?columns=full")[0])

    def plain(value: object) -> str:
        if isinstance(value, datetime):
            return value.date().isoformat()
        return "" if value is None else str(value)

    assert [
        dict(zip(head, map(plain, row), strict=True)) for row in body
    ] == lines(client, f"{HERE}csv")  # fmt: skip


@pytest.mark.parametrize("kind", ["xlsx", "csv", "json"])
def test_a_file_holds_what_the_page_with_the_same_address_shows(client, kind):
    answer = client.get(f"{HERE}{kind}?hazard=mudflow&columns=full")

    with_mudflow = plan_of("osh").measures.public().filter(terms__key="mudflow")
    codes = set(with_mudflow.values_list("code", flat=True))
    if kind == "xlsx":
        found = {row[0] for row in rows_of(load_workbook(io.BytesIO(answer.content)).worksheets[0])}
        found -= {"№"}
    elif kind == "csv":
        found = {row["№"] for row in lines(client, f"{HERE}csv?hazard=mudflow")}
    else:
        found = {row["code"] for row in json.loads(answer.content)["measures"]}
    assert found == codes


def test_a_file_tells_its_source_its_day_and_its_conditions(client):
    about = dict(rows_of(sheets(client, f"{HERE}xlsx?hazard=mudflow&status=nonsense")[1]))

    assert about["Источник"].startswith("Коалиция устойчивых городов стран Центральной Азии, http")
    assert about["Выгружено"] == datetime(2026, 11, 21)  # noqa: DTZ001 -- a day
    assert about["Редакция"] == 1
    assert about["Условие"] == "Угроза: Сель"
    assert "nonsense" in about["Не учтено"]
    assert "вымышлены" in about["Пример"]


def test_a_real_plan_is_exported_without_the_mark(client):
    ActionPlan.objects.update(is_example=False)

    assert "Пример" not in dict(rows_of(sheets(client, f"{HERE}xlsx")[1]))
    assert {row["Пример"] for row in lines(client, f"{HERE}csv")} == {"0"}
    assert b"SUMMARY:OSH-" in client.get(f"{HERE}ics").content


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r"])
def test_no_text_becomes_a_formula(client, sign):
    dangerous = f"{sign}HYPERLINK(0)"
    Measure.objects.filter(code="OSH-01").update(title=dangerous)

    row = next(row for row in lines(client, f"{HERE}csv") if row["№"] == "OSH-01")
    assert row["Мера"].startswith(f"'{sign}")
    for columns in ("printed", "full"):
        for line in sheets(client, f"{HERE}xlsx?columns={columns}")[0].iter_rows():
            for cell in line:
                assert cell.data_type != "f"
                assert not str(cell.value or "").startswith(("=", "+", "-", "@"))


def test_separators_and_line_ends_inside_a_text_stay_inside(client):
    text = 'Первая; "вторая"\nтретья'
    Measure.objects.filter(code="OSH-01").update(title=text)

    row = next(row for row in lines(client, f"{HERE}csv") if row["№"] == "OSH-01")
    assert row["Мера"] == text


def test_a_letter_no_workbook_can_hold_does_no_harm(client):
    Measure.objects.filter(code="OSH-01").update(title="а\x0bб")

    assert "аб" in str(rows_of(sheets(client, f"{HERE}xlsx")[0]))


def test_the_calendar_holds_what_is_still_due(client):
    whole = Calendar.from_ical(client.get(f"{HERE}ics").content)

    events = {str(event["uid"]): event for event in whole.walk("VEVENT")}
    due = plan_of("osh").measures.public().exclude(contributions__status="completed")
    assert {uid.split("@")[0] for uid in events} == {f"measure-{one.pk}" for one in due}
    first = events[next(uid for uid in events if uid.startswith(f"measure-{due[0].pk}@"))]
    assert first["dtstart"].dt == due[0].due_on
    assert isinstance(first["dtstart"].dt, date)
    assert str(first["summary"]) == f"Пример. {due[0].code} {due[0].title}"
    assert str(first["description"]).startswith("Срок: IV квартал 2028. Ответственный: Строит")


def test_signs_of_calendars_in_a_title_are_plain_text(client):
    Measure.objects.filter(code="OSH-01").update(title="А; б, в\nEND:VEVENT\\")

    whole = Calendar.from_ical(client.get(f"{HERE}ics").content)

    titles = [str(event["summary"]) for event in whole.walk("VEVENT")]
    assert "Пример. OSH-01 А; б, в\nEND:VEVENT\\" in titles


def test_the_names_of_events_never_change(client):
    def names() -> list[str]:
        whole = Calendar.from_ical(client.get(f"{HERE}ics").content)
        return [str(event["uid"]) for event in whole.walk("VEVENT")]

    before = names()
    Measure.objects.filter(code="OSH-01").update(title="Иначе", due_on="2029-01-01")

    assert sorted(names()) == sorted(before)


def test_the_file_of_all_cities_holds_all_public_measures(client):
    rows = lines(client, "/plans/export.csv")

    public = Measure.objects.public()
    assert sorted(row["№"] for row in rows) == sorted(public.values_list("code", flat=True))
    joint = next(row for row in rows if row["№"] == "JNT-02")
    assert joint["Город"] == "Ош, Душанбе, Ашхабад, Наманган"


def test_one_citys_measures_are_taken_from_the_file_of_all(client):
    codes = {row["№"] for row in lines(client, "/plans/export.csv?city=osh")}

    assert {code for code in codes if code.startswith("OSH")} == {f"OSH-0{n}" for n in range(1, 9)}
    assert not any(code.startswith("DYU") for code in codes)


def test_a_joint_plan_leaves_as_files_too(client):
    codes = [row["№"] for row in lines(client, "/plans/joint-2026/export.csv")]

    assert set(codes) == {"JNT-01", "JNT-02", "JNT-03"}


@pytest.mark.parametrize(
    ("address", "name"),
    [
        (f"{HERE}xlsx", "osh-plan-2026-11-21.xlsx"),
        (f"{HERE}csv", "osh-plan-2026-11-21.csv"),
        ("/plans/export.ics", "plans-2026-11-21.ics"),
        ("/plans/joint-2026/export.json", "joint-2026-2026-11-21.json"),
    ],
)
def test_a_file_has_a_plain_name_with_its_day(client, address, name):
    answer = client.get(address)

    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'


def test_a_file_speaks_the_language_of_its_address(client):
    rows = lines(client, f"/en{HERE}csv")

    first = next(row for row in rows if row["No."] == "OSH-01")
    assert first["Measure"].startswith("Bank protection")
    assert first["Status, code"] == "in_progress"


def test_signals_ask_for_files_only_where_the_city_shows_them(client):
    Measure.objects.filter(code="OSH-01").update(due_on="2026-09-01")
    assert len(lines(client, f"{HERE}csv?signal=late")) == 8

    City.objects.filter(slug="osh").update(shows_signals=True)

    assert [row["№"] for row in lines(client, f"{HERE}csv?signal=late")] == ["OSH-01"]


def test_the_page_of_open_data_explains_every_field(client):
    page = client.get("/data/").content.decode()

    keys = json.loads(client.get(f"{HERE}json").content)["measures"][0]
    assert all(f"<code>{key}</code>" in page for key in keys)


def rows_of_word(client, address: str) -> list[list[str]]:
    document = Document(io.BytesIO(client.get(address).content))
    return [[cell.text for cell in row.cells] for row in document.tables[-1].rows]


@pytest.mark.parametrize("where", [HERE, "/plans/export.", "/plans/joint-2026/export."])
def test_plans_leave_as_word(client, where):
    head, *rows = rows_of_word(client, f"{where}docx")

    assert head[0] == "№"
    assert len(rows) > 2


def test_a_file_is_of_a_period_and_tells_progress_as_of_a_day(client):
    head, *rows = rows_of(sheets(client, f"{HERE}xlsx?period=2026&on=2026-11-01")[0])

    due = plan_of("osh").measures.public().filter(due_on__year=2026)
    said = (
        plan_of("osh")
        .measures.public()
        .filter(contributions__updates__state="approved", contributions__updates__on__year=2026)
    )
    assert {row[0] for row in rows} == {one.code for one in (due | said).distinct()}
    assert head[-4:] == (
        "Исполнение на 01.11.2026",
        "Готовность, %",
        "Что сделано",
        "Освоено",
    )


@pytest.mark.parametrize("query", ["period=x&on=x", "on=2999-01-01", "period=2026-q7"])
def test_nonsense_about_time_gives_the_whole_plan(client, query):
    assert lines(client, f"{HERE}csv?{query}") == lines(client, f"{HERE}csv")
