"""The project at the desk: pages, translations, the report of a period and its files."""

import io
import re
import sys
import zipfile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from docx import Document
from openpyxl import load_workbook

from actionplans.freezing import content_of
from actionplans.models import (
    Contribution,
    ProgressUpdate,
    ProjectActual,
    ProjectText,
)
from actionplans.project.figures import FIGURES, counted
from cities.models import City
from coalition.documents import pdf
from tests.actionplans.project import (
    PERIOD,
    QUARTER,
    cited,
    indicator,
    output,
    shown,
    told,
)

pytestmark = pytest.mark.django_db
REPORT = f"/review/project/report/?{PERIOD}&lang=ru"


@pytest.fixture
def desk(signed_in):
    return signed_in("reviewer")


# --- Pages --------------------------------------------------------------------------------------


def test_outputs_are_told_with_their_source_and_example_indicators_are_marked(desk):
    page = shown(desk.get(f"/review/project/?{PERIOD}"))

    assert "Создан региональный механизм сотрудничества" in page
    assert "undp.org/eurasia/projects/" in page
    assert "женщины и девочки 67" in page
    assert page.count('<span class="badge">пример</span>') == 3


def test_the_project_stands_among_the_tabs_of_the_desk(desk):
    assert 'href="/review/project/"' in shown(desk.get("/review/"))


@pytest.mark.parametrize(
    "query",
    [
        "?period=x",
        "?period=quarter:2026-02-30",
        "?period=quarter:9999-01-01",
        "?period=quarter:2026-08-01",
        "?period=%00",
        "?page=9&show=x",
    ],
)
@pytest.mark.parametrize("path", ["", "english/", "report/", "figure/", "report.html"])
def test_nonsense_in_the_address_gives_the_usual_period(query, path, desk):
    assert desk.get(f"/review/project/{path}{query}").status_code == 200


@pytest.mark.parametrize("path", ["report.exe", "report.zip", "outputs/999/new/", "indicators/999/",
                                  "indicators/999/value/"])  # fmt: skip
def test_what_is_not_there_is_not_there(path, desk):
    assert desk.get(f"/review/project/{path}").status_code == 404


@pytest.mark.parametrize(
    "path", ["", "english/", "report/", "report.docx", "report.xlsx", "facts/"]
)
def test_who_reviews_nowhere_sees_nothing_of_the_project(path, signed_in):
    assert signed_in("editor.osh").get(f"/review/project/{path}").status_code == 403


def test_a_value_is_entered_as_it_is_typed(desk):
    page = f"/review/project/indicators/{indicator('1.1').pk}/value/?{PERIOD}"
    desk.post(
        page, {"what": "value", "value": "4,5", "note": "Заметка", "figure": "", "version": 1}
    )

    kept = ProjectActual.objects.get(indicator__code="1.1", **QUARTER.of)
    assert (str(kept.value), kept.note) == ("4.500", "Заметка")


def test_parts_above_the_whole_come_back_with_what_was_typed(desk):
    page = f"/review/project/indicators/{indicator().pk}/value/?{PERIOD}"
    answer = shown(desk.post(page, {"what": "value", "value": "10", "people_women": "11",
                                    "version": 1}))  # fmt: skip

    assert "Части по полу в сумме дают 11 — больше целого: 10." in answer
    assert 'value="11"' in answer


def test_a_value_entered_by_a_colleague_meanwhile_shows_both(desk):
    page = f"/review/project/indicators/{indicator().pk}/value/?{PERIOD}"
    answer = desk.post(page, {"what": "value", "value": "10", "version": 0})

    assert answer.status_code == 409
    assert "124" in shown(answer)


def test_a_figure_of_the_platform_is_proposed_as_the_value(desk):
    address = f"/review/project/indicators/{indicator('3.1').pk}/value/"
    page = shown(desk.get(f"{address}?{PERIOD}&figure=reported"))
    count = next(one.number for one in counted(told()) if one.key == "reported")

    assert f'name="value" value="{count}"' in page


def test_every_figure_leads_to_as_many_rows(desk):
    for one in counted(told()):
        page = shown(desk.get(f"/review/project/figure/?{PERIOD}&figure={one.key}"))
        body = page.split("<main", 1)[1]
        rows = len(re.findall(r'<a href="/review/(?:measure/\d+|city/[a-z]+)/"', body))
        assert rows == one.number, one.key


def test_an_indicator_is_added_on_its_page(desk):
    said = {"code": "2.7", "names_ru": "Имя", "names_en": "Name", "counts": "since",
            "baseline": "1 000", "target_2026": "1,5", "splits": ["sex"], "version": 0}  # fmt: skip
    desk.post(f"/review/project/outputs/{output().pk}/new/", said)

    made = indicator("2.7")
    assert (made.baseline, made.targets.get().value, made.splits) == (1000, 1.5, ["sex"])


def test_an_indicator_without_an_english_name_comes_back(desk):
    said = {"code": "2.7", "names_ru": "Имя особое", "counts": "since", "version": 0}
    answer = shown(desk.post(f"/review/project/outputs/{output().pk}/new/", said))

    assert 'value="Имя особое"' in answer
    assert "err-sum" in answer


def test_evidence_is_chosen_and_taken_away(desk):
    update = cited()
    page = f"/review/project/indicators/{indicator().pk}/value/?{PERIOD}"
    desk.post(page, {"what": "chosen", "update": [update.pk]})
    actual = ProjectActual.objects.get(indicator__code="2.1", **QUARTER.of)
    one = actual.evidence.get(update=update)

    desk.post(page, {"what": "remove", "evidence": [one.pk]})

    assert not actual.evidence.filter(update=update).exists()


# --- What the report tells ------------------------------------------------------------------------


def test_a_completed_report_counts_as_it_was_closed():
    report = told().reports[0]
    content = content_of(report)
    frozen = {one["part"]: one["status"] for one in content["measures"] if one["updates"]}
    standing = told().standing()

    assert frozen
    assert {part: standing[part].status for part in frozen} == frozen
    ids = {one["id"] for line in content["measures"] for one in line["updates"]}
    cited_now = told().updates().filter(contribution__city=report.city)
    assert set(cited_now.values_list("pk", flat=True)) == ids


def test_an_update_approved_after_the_report_was_closed_is_not_cited():
    report = told().reports[0]
    late = ProgressUpdate.objects.public().filter(contribution__city=report.city).latest("on")
    ProgressUpdate.objects.filter(pk=late.pk).update(on=QUARTER.ends_on, report=None)

    assert not told().updates().filter(pk=late.pk).exists()


def test_a_city_without_consent_is_not_in_the_report(desk):
    City.objects.filter(slug="osh").update(review_since=None)

    assert "OSH-0" not in shown(desk.get(REPORT))


def test_a_measure_kept_inside_is_not_in_the_report(desk):
    part = Contribution.objects.filter(measure__code="OSH-01").first()
    assert "OSH-01" in shown(desk.get(REPORT))
    type(part.measure).objects.filter(pk=part.measure_id).update(visibility="city")

    assert "OSH-01" not in shown(desk.get(REPORT))


def test_reviewers_write_a_part_of_the_report(desk):
    desk.post(REPORT, {"section": "challenges", "text": "Мало инженеров.", "version": "0"})

    assert ProjectText.objects.get(section="challenges", lang="ru").text == "Мало инженеров."
    assert "Мало инженеров." in shown(desk.get(REPORT))


def test_words_that_are_too_long_are_not_lost(desk):
    answer = desk.post(REPORT, {"section": "challenges", "text": "я" * 20_001, "version": "0"})

    assert "Слишком длинно" in shown(answer)
    assert "я" * 20_001 in shown(answer)


# --- Files --------------------------------------------------------------------------------------


def file_of(desk, kind: str, lang: str = "en") -> bytes:
    return desk.get(f"/review/project/report.{kind}?{PERIOD}&lang={lang}").content


@pytest.mark.parametrize(("lang", "words"), [("en", "Risks and issues"), ("ru", "Риски и вопросы")])
def test_word_holds_all_sections_both_columns_and_the_mark_of_examples(lang, words, desk):
    document = Document(io.BytesIO(file_of(desk, "docx", lang)))
    text = "\n".join(one.text for one in document.paragraphs)
    cells = "\n".join(
        cell.text for one in document.tables for row in one.rows for cell in row.cells
    )

    assert words in text
    assert "Закончены изыскания" in cells
    assert "The surveys are finished" in cells
    assert document.sections[0].header.paragraphs[0].text


def test_the_workbook_has_its_four_sheets_and_says_that_it_is_an_example(desk):
    book = load_workbook(io.BytesIO(file_of(desk, "xlsx")))

    assert book.sheetnames == ["Indicators", "Measures", "Money", "Sources"]
    assert book["Sources"]["A2"].value == "Example"
    assert book["Indicators"].max_row == 4
    assert any("UNDP's translation" in str(row[9].value) for row in book["Measures"].iter_rows())


def test_no_cell_of_the_workbook_is_a_formula(desk):
    ProgressUpdate.objects.public().update(achieved="=1+1")
    book = load_workbook(io.BytesIO(file_of(desk, "xlsx")))

    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds


def test_pdf_is_drawn_where_the_machine_can(desk):
    if not pdf.can_draw_pdf():
        pytest.skip("no Pango here")
    assert file_of(desk, "pdf").startswith(b"%PDF-")


class Missing:
    """As where WeasyPrint is installed and Pango is not."""

    def find_spec(self, name, *_more):
        if name.startswith("weasyprint"):
            raise OSError("cannot load library 'libpango'")


def test_without_its_libraries_the_page_says_so_and_offers_to_print(desk, monkeypatch):
    for name in [name for name in sys.modules if name.startswith("weasyprint")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(sys, "meta_path", [Missing(), *sys.meta_path])
    pdf._drawer.cache_clear()

    try:
        page = shown(desk.get(REPORT))
        answer = desk.get(f"/review/project/report.pdf?{PERIOD}")
    finally:
        pdf._drawer.cache_clear()

    assert "На этом сервере PDF не создаётся" in page
    assert "report.pdf" not in page
    assert answer.status_code == 302


def test_the_number_still_untranslated_stands_before_the_files(desk):
    page = shown(desk.get(REPORT))

    assert page.index("Ещё не переведено:") < page.index("report.docx")


def test_equal_content_gives_an_equal_word_file(desk):
    first, second = file_of(desk, "docx"), file_of(desk, "docx")

    assert zipfile.ZipFile(io.BytesIO(first)).testzip() is None
    assert first == second


# --- Queries --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("", 25),
        ("english/", 18),
        ("report/", 34),
        ("report.xlsx", 30),
        ("figure/?figure=reported", 20),
    ],
)
def test_as_many_queries_for_one_city_as_for_five(path, most, desk):
    def asked() -> int:
        joint = "&" if "?" in path else "?"
        url = f"/review/project/{path}{joint}{PERIOD}"
        desk.get(url)
        with CaptureQueriesContext(connection) as queries:
            desk.get(url)
        return len(queries)

    all_of_them = asked()
    City.objects.exclude(slug="petropavlovsk").update(review_since=None)

    assert all_of_them <= most
    assert abs(all_of_them - asked()) <= 1


def test_all_figures_have_names():
    assert all(str(one.label) for one in FIGURES.values())
