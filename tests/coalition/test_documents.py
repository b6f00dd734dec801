"""Documents that officials sign open in any office program and say what they are."""

import io
import zipfile
from datetime import date

import pytest
from django.template.loader import render_to_string
from django.utils.translation import override
from docx import Document
from docx.enum.section import WD_ORIENT
from lxml import etree

from coalition.documents import Paper, Section, Stamp, Words

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def letter(**how) -> Paper:
    paper = Paper(title="О направлении отчёта", on=date(2026, 7, 1), **how)
    paper.letterhead(["Мэрия города Ош"], ["Проект ПРООН"], "12-34", date(2026, 7, 1))
    paper.stamps(agreed=Stamp("Заместитель мэра"), approved=Stamp("Мэр города"))
    paper.heading("О направлении отчёта")
    paper.numbered(["Первое.", "Второе."])
    paper.table(["№", "Мера"], [Section("1. Цель"), ["1.1", "Посадка деревьев"]], widths=(1, 5))
    paper.signature("Мэр города")
    return paper


def opened(paper: Paper):
    return Document(io.BytesIO(paper.content()))


def part(paper: Paper, name: str) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(paper.content())) as file:
        return etree.fromstring(file.read(name))


def texts(paper: Paper) -> str:
    return "\n".join(part(paper, "word/document.xml").itertext())


def test_a_letter_has_the_usual_fields():
    said = texts(letter())

    for words in ("Исх. № 12-34", "Проект ПРООН", "СОГЛАСОВАНО", "УТВЕРЖДАЮ", "1. Первое.",
                  "(инициалы, фамилия)"):  # fmt: skip
        assert words in said


def test_equal_content_gives_equal_bytes():
    assert letter().content() == letter().content()


def test_the_head_of_a_table_stands_on_every_page():
    table = opened(letter()).tables[2]

    assert table.rows[0]._tr.trPr.find(f"{W}tblHeader") is not None


def test_a_section_runs_across_the_table():
    row = opened(letter()).tables[2].rows[1]

    assert next(cell.grid_span for cell in row.cells) == 2
    assert row.cells[0].text == "1. Цель"


@pytest.mark.parametrize(("lang", "code"), [("ru", "ru-RU"), ("en", "en-GB"), ("uz", "uz-Latn-UZ")])
def test_the_speller_is_told_the_language(lang, code):
    styles = part(letter(lang=lang), "word/styles.xml")

    assert [one.get(f"{W}val") for one in styles.iter(f"{W}lang")] == [code]


def test_words_in_another_language_are_marked():
    paper = letter()
    paper.paragraph(Words("Тадбирҳо", lang="tg"))

    marked = part(paper, "word/document.xml").iter(f"{W}lang")

    assert [one.get(f"{W}val") for one in marked] == ["tg-Cyrl-TJ"]


def test_the_fixed_words_follow_the_language_of_the_document():
    with override("ru"):
        said = texts(letter(lang="en"))

    assert "APPROVED" in said
    assert "УТВЕРЖДАЮ" not in said


def test_what_no_document_may_hold_is_left_out():
    paper = letter()
    paper.paragraph("до\x00\x0b\ud800\ufffeпосле\nстрока")

    assert "допосле" in texts(paper)


def test_lines_of_a_text_stay_lines():
    paper = letter()
    paper.paragraph("первая\nвторая")

    assert opened(paper).paragraphs[-1].text == "первая\nвторая"


def test_an_example_says_so_on_every_page():
    header = opened(letter(example=True)).sections[0].header

    assert header.paragraphs[0].text == "Пример: данные вымышлены"
    assert opened(letter()).sections[0].header.paragraphs[0].text == ""


def test_pages_have_numbers():
    fields = part(letter(), "word/footer1.xml").iter(f"{W}fldSimple")

    assert [one.get(f"{W}instr") for one in fields] == ["PAGE", "NUMPAGES"]


def test_pages_are_a4_and_turn():
    tall, wide = (opened(letter(landscape=turned)).sections[0] for turned in (False, True))

    assert (tall.page_width.mm, tall.page_height.mm) == pytest.approx((210, 297), abs=0.1)
    assert (wide.page_width.mm, wide.page_height.mm) == pytest.approx((297, 210), abs=0.1)
    assert wide.orientation == WD_ORIENT.LANDSCAPE


def test_every_part_is_declared_and_every_relation_leads_somewhere():
    with zipfile.ZipFile(io.BytesIO(letter(example=True).content())) as file:
        names = set(file.namelist())
        types = etree.fromstring(file.read("[Content_Types].xml"))
        relations = etree.fromstring(file.read("word/_rels/document.xml.rels"))
    declared = {one.get("PartName", "").lstrip("/") for one in types}
    endings = {one.get("Extension") for one in types}

    assert {name for name in names if name not in declared and name.split(".")[-1] not in endings
            and not name.startswith("[")} == set()  # fmt: skip
    assert {f"word/{one.get('Target')}" for one in relations
            if not one.get("Target").startswith("..")} - names == set()  # fmt: skip


def test_every_cell_ends_with_a_paragraph():
    cells = part(letter(), "word/document.xml").iter(f"{W}tc")

    assert {cell[-1].tag for cell in cells} == {f"{W}p"}


# what must stand before what inside one element, as Word refuses another order
ORDER = {
    "pPr": "pStyle keepNext keepLines numPr spacing ind jc rPr",
    "rPr": "rStyle rFonts b bCs i iCs color sz szCs lang",
    "tblPr": "tblStyle tblW jc tblInd tblBorders shd tblLayout tblCellMar tblLook",
    "tblBorders": "top left bottom right insideH insideV",
    "tcPr": "tcW gridSpan vMerge tcBorders shd",
}


@pytest.mark.parametrize("name", ["word/document.xml", "word/header1.xml", "word/footer1.xml"])
def test_everything_stands_in_the_order_word_asks_for(name):
    paper = letter(example=True, landscape=True)
    paper.small(Words("Мелко", lang="tg", bold=True))
    paper.new_page()

    for kind, names in ORDER.items():
        for one in part(paper, name).iter(f"{W}{kind}"):
            found = [names.split().index(child.tag.removeprefix(W)) for child in one]
            assert found == sorted(found)


def test_the_page_that_is_printed_shows_the_same_blocks():
    page = render_to_string("components/_paper.html", {"paper": letter(example=True)})

    for words in ("Исх. № 12-34", "УТВЕРЖДАЮ", "1. Первое.", "Посадка деревьев",
                  "Пример: данные вымышлены"):  # fmt: skip
        assert words in page
    assert '<th colspan="2" scope="rowgroup">1. Цель' in page
