"""The matrix of a period that is over: counted from frozen reports, whatever has changed since."""

import hashlib
import io
import json
import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from actionplans import verbs
from actionplans.editions import canonical
from actionplans.models import CityReport, Contribution, FrozenReport, ReportingRound
from actionplans.past import PAST_AXES, Past
from cities.models import City
from cities.verbs import withdraw_review_consent
from coalition import clock
from coalition.models import Membership, User
from tests.actionplans.rounds import a_part, hide, people, report_in
from tests.actionplans.test_review import many_cities

pytestmark = pytest.mark.django_db
FIGURE = re.compile(r'<td class="num(?: sum)?"><a href="([^"]+)">(\d+)</a>')


@pytest.fixture
def desk(signed_in):
    """The reviewer's browser."""
    return signed_in("reviewer")


def shown(response) -> str:
    assert response.status_code == 200
    return response.content.decode()


def completed() -> ReportingRound:
    """The last quarter but one of the examples: every city's report is completed."""
    return ReportingRound.objects.filter(kind="quarter").order_by("starts_on").first()


def found_at(desk, url: str) -> int:
    """How many measures a list of the past says it has."""
    return int(
        re.search(r'id="found"><strong>(\d+)', shown(desk.get(url.replace("&amp;", "&"))))[1]
    )


def frozen_with(report: CityReport, **changes) -> None:
    """A report completed by hand with a document of our own making."""
    content = {
        "format": "city-report/2", "city": report.city.slug, "example": False,
        "measures": [], **changes,
    }  # fmt: skip
    kept = canonical(content).encode()
    by = people("approver.osh")
    CityReport.objects.filter(pk=report.pk).update(
        state="closed", outcome="no_remarks", submitted_at=clock.now(), submitted_by=by,
        closed_at=clock.now(), closed_by=people("reviewer"),
    )  # fmt: skip
    FrozenReport.objects.create(
        report=report, content=kept, sha256=hashlib.sha256(kept).hexdigest(), at=clock.now()
    )


def a_measure(**said) -> dict:
    """One measure of a document."""
    return {"part": 1, "measure": 1, "code": "OSH-01", "title": "Мера", "lang": "ru",
            "translations": {}, "joint": False, "direction": "", "due_on": None,
            "due_precision": "day", "status": "in_progress", "percent": 10, "before": None,
            "updates": [], "remarks": [], **said}  # fmt: skip


# --- What it counts ------------------------------------------------------------------------


@pytest.mark.parametrize("axis", PAST_AXES)
def test_every_figure_leads_to_as_many_measures_of_the_reports(axis, desk):
    page = shown(desk.get(f"/review/?by={axis}&round={completed().pk}"))

    links = re.findall(
        r'<a href="(/review/period/[^"]+)">(?:<span>.*?/ (\d+)</span>|(\d+))</a>', page
    )
    assert links
    for url, total, plain in links:
        assert found_at(desk, url) == int(total or plain), url


def test_the_past_stays_as_it_was_whatever_happens_to_the_plans(desk):
    report = report_in("closed")
    address = f"/review/?by=status&round={report.round_id}"
    before = FIGURE.findall(shown(desk.get(address)))
    part = a_part(report)

    verbs.withdraw_update(report.updates.get(), by=people("approver.osh"))
    Contribution.objects.filter(city__slug="osh").update(status="completed", percent=100)
    hide(part.measure)

    assert FIGURE.findall(shown(desk.get(address))) == before


def test_a_figure_leads_to_the_frozen_report_itself(desk):
    report = report_in("closed")

    page = shown(desk.get(f"/review/period/?round={report.round_id}&city=osh"))

    assert f"{reverse('review_report', args=[report.pk])}#m{a_part(report).pk}" in page


def test_signals_are_those_of_the_last_day_of_the_period(desk):
    report = report_in("open")
    last_day = report.round.ends_on
    day = {"late": last_day.replace(day=last_day.day - 1), "risk": last_day}
    told = {"id": 1, "on": last_day.isoformat()}
    frozen_with(report, measures=[
        a_measure(part=1, due_on=day["late"].isoformat(), updates=[told]),
        a_measure(part=2, due_on=day["risk"].isoformat(), updates=[told]),
        a_measure(part=3, before={"on": "2025-01-01", "status": "in_progress", "percent": 0}),
        a_measure(part=4, could_begin_on="2025-01-01"),
        a_measure(part=5, status="completed", due_on=day["late"].isoformat()),
    ])  # fmt: skip

    found = {
        signal: found_at(desk, f"/review/period/?round={report.round_id}&signal={signal}")
        for signal in ("late", "risk", "stale")
    }
    assert found == {"late": 1, "risk": 3, "stale": 2}


def test_reports_of_the_first_format_are_counted_and_say_what_they_do_not_know(desk):
    report = report_in("open")
    frozen_with(report, format="city-report/1", measures=[a_measure()])

    for axis in PAST_AXES:
        page = shown(desk.get(f"/review/?by={axis}&round={report.round_id}"))
        assert axis == "status" or "В отчёте не сказано" in page
    assert found_at(desk, f"/review/period/?round={report.round_id}&hazard=unsaid") == 1


@pytest.mark.parametrize(
    ("state", "why"),
    [("open", "отчёт ещё не направлен"), ("submitted", "отчёт направлен, обзор не завершён"),
     ("clarification", "отчёт направлен, обзор не завершён")],
)  # fmt: skip
def test_a_city_without_a_completed_report_has_dashes_that_say_why(state, why, desk):
    report = report_in(state)
    other = CityReport.objects.select_related("city").get(round=report.round, city__slug="namangan")
    frozen_with(other, measures=[a_measure()])

    page = shown(desk.get(f"/review/?by=status&round={report.round_id}"))

    assert f"Ош<br><small>{why}</small>" in page
    assert page.count(f'<td>—<span class="vh"> {why}</span></td>') >= 8


def test_a_city_that_sent_nothing_before_the_round_ended_is_told_so(desk):
    report = report_in("open")
    ReportingRound.objects.filter(pk=report.round_id).update(closed_on=clock.today())
    other = CityReport.objects.select_related("city").get(round=report.round, city__slug="namangan")
    frozen_with(other)

    assert "отчёт не направлен" in shown(desk.get(f"/review/?round={report.round_id}"))


def test_what_was_said_beside_a_report_since_stands_in_its_head(desk):
    report = report_in("closed")
    verbs.add_correction(report, by=people("approver.osh"), text="Не двенадцать, а десять.")
    verbs.withdraw_update(report.updates.get(), by=people("approver.osh"))

    page = shown(desk.get(f"/review/?round={report.round_id}"))

    assert "поправок рядом: 1; взято назад позже: 1" in page


def test_only_periods_with_a_completed_report_are_offered(desk):
    report = report_in("submitted")

    page = shown(desk.get("/review/"))

    assert f'<option value="{completed().pk}">' in page
    assert f'<option value="{report.round_id}">' not in page


# --- Whom it opens to ----------------------------------------------------------------------


@pytest.mark.parametrize("number", ["0", "99999999", "x", "\x00", "9" * 40, "-1", "²"])
@pytest.mark.parametrize("path", ["", "period/", "matrix.xlsx"])
def test_a_period_that_is_not_there_is_not_found(path, number, desk):
    assert desk.get(f"/review/{path}", {"round": number}).status_code == 404


def test_an_address_without_its_period_leads_to_the_desk(desk):
    assert desk.get("/review/period/").headers["Location"] == "/review/"


def test_conditions_that_mean_nothing_are_left_out(desk):
    about = completed()
    everything = found_at(desk, f"/review/period/?round={about.pk}")

    asked = "status=x&hazard=%00&goal=-&signal=<b>&direction=&sendai=9&city=atlantis&from=x"
    assert found_at(desk, f"/review/period/?round={about.pk}&{asked}") == everything


def test_a_city_that_takes_its_consent_back_is_gone_from_the_past_too(desk, person):
    report = report_in("closed")
    withdraw_review_consent(City.objects.get(slug="osh"), by=person("admin.osh"))

    for path in ("", "period/", "matrix.xlsx"):  # nobody else has completed a report of it
        assert desk.get(f"/review/{path}?round={report.round_id}").status_code == 404
    assert "OSH-" not in shown(desk.get(f"/review/period/?round={completed().pk}"))


def test_a_reviewer_of_one_city_sees_the_past_of_no_other(desk, person):
    Membership.objects.filter(user=person("reviewer")).exclude(place__key="osh").update(
        released_at=clock.now(), released_by=User.system()
    )

    page = shown(desk.get(f"/review/period/?round={completed().pk}"))

    assert "OSH-" in page
    assert "DYU-" not in page


# --- The file ------------------------------------------------------------------------------


def sheets(response) -> dict[str, list[tuple]]:
    book = load_workbook(io.BytesIO(response.content))
    return {sheet.title: list(sheet.values) for sheet in book}


@pytest.mark.parametrize("axis", [*PAST_AXES, "gap"])
@pytest.mark.parametrize("is_past", [True, False])
def test_the_file_holds_the_figures_of_the_page(axis, is_past, desk):
    about = f"&round={completed().pk}" if is_past else ""

    book = sheets(desk.get(f"/review/matrix.xlsx?by={axis}{about}"))

    osh = [row for row in book["Цифры"] if row[0] == "Ош" and row[2]]
    assert osh or axis == "gap"
    for row in osh:
        url = row[7].removeprefix("http://127.0.0.1:8000").removeprefix("http://testserver")
        assert re.search(rf'id="found"><strong>\D*{row[2]}\b', shown(desk.get(url))), row


def test_the_file_says_of_what_day_it_is_and_what_each_city_is_counted_from(desk):
    about = completed()
    report = CityReport.objects.get(round=about, city__slug="osh")

    told = dict(sheets(desk.get(f"/review/matrix.xlsx?round={about.pk}"))["О файле"][1:])

    assert told["Период"] == str(about)
    assert "Пример" in told
    assert f"SHA-256: {report.frozen.sha256}" in told["Ош"]
    assert f"/review/reports/{report.pk}/" in told["Ош"]


def test_no_title_of_a_goal_becomes_a_formula(desk):
    report = report_in("open")
    goal = {"id": 1, "code": "=1+1", "title": "2", "lang": "ru"}
    frozen_with(report, measures=[a_measure(goal=goal, direction_key="", terms={})])

    book = load_workbook(io.BytesIO(
        desk.get(f"/review/matrix.xlsx?by=goal&round={report.round_id}").content
    ))  # fmt: skip

    cells = [cell for row in book["Цифры"] for cell in row]
    assert "f" not in {cell.data_type for cell in cells}
    assert "'=1+1. 2" in {cell.value for cell in cells}


# --- What is frozen, and what it costs ------------------------------------------------------


def test_a_report_keeps_by_what_its_measures_are_counted():
    kept = json.loads(bytes(report_in("closed").frozen.content))

    for one in kept["measures"]:
        measure = Contribution.objects.get(pk=one["part"]).measure
        assert one["direction_key"] == measure.direction.key
        assert one["goal"]["title"] == measure.direction.goal.title
        assert one["terms"]["hazards"] == sorted(
            measure.terms.filter(scheme="hazards").values_list("key", flat=True)
        )


def test_a_report_tells_the_citys_own_due_date_of_a_joint_measure():
    joint = Contribution.objects.filter(city__slug="osh", measure__plan__city=None)
    joint.update(due_on=date(2027, 3, 31), due_precision="quarter")

    kept = json.loads(bytes(report_in("closed").frozen.content))

    told = {(one["due_on"], one["due_precision"]) for one in kept["measures"] if one["joint"]}
    assert told == {("2027-03-31", "quarter")}


def test_the_number_of_queries_does_not_grow_with_reports(desk):
    about = completed()
    for axis in PAST_AXES:
        seen(desk, axis, about)  # vocabularies are read once per process
    few = {axis: seen(desk, axis, about)[0] for axis in PAST_AXES}
    many_cities(12)
    for city in City.objects.filter(slug__startswith="city-"):
        report = CityReport.objects.create(round=about, city=city)
        frozen_with(report, measures=[a_measure(part=city.pk)])

    many = {axis: seen(desk, axis, about) for axis in PAST_AXES}

    assert {axis: queries for axis, (queries, _page) in many.items()} == few
    assert max(few.values()) <= 15
    assert all("columns=2" in page for _queries, page in many.values())


def seen(desk, axis: str, about) -> tuple[int, str]:
    """How many queries a table of a past period asks, and what it shows."""
    with CaptureQueriesContext(connection) as queries:
        page = desk.get(f"/review/?by={axis}&round={about.pk}")
    return len(queries), shown(page)


def test_the_total_adds_up_the_cities_of_all_pages():
    about = completed()
    past = Past.of(list(City.objects.members()), about.ends_on, columns=2).of_round(about)

    lines = past.lines("status")

    told = sum(
        len(json.loads(bytes(one.content))["measures"])
        for one in FrozenReport.objects.filter(report__round=about)
    )
    assert [len(line.cells) for line in lines] == [2] * len(lines)
    assert sum(line.total.total for line in lines) == told
