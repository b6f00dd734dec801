from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from coalition.sheets import cell_name, open_tables
from tests.coalition.tables import changed, docx, packed, parts_of, xlsx

SHEET = "xl/worksheets/sheet1.xml"


def tables(content, name="plan.xlsx"):
    return open_tables(SimpleUploadedFile(name, content))


def rows(content, name="plan.xlsx"):
    return tables(content, name).sheets[0].rows


def refused(content, name="plan.xlsx") -> str:
    with pytest.raises(ValidationError) as refusal:
        tables(content, name)
    return refusal.value.messages[0]


def test_a_workbook_gives_words_numbers_and_days():
    content = xlsx([["№", "Мера", "Срок"], [1.5, " Дамба\xa0города ", date(2027, 3, 1)]])

    assert rows(content) == [
        ["№", "Мера", "Срок"],
        [Decimal("1.5"), "Дамба города", date(2027, 3, 1)],
    ]


@pytest.mark.parametrize("epoch", [None, CALENDAR_MAC_1904])
def test_a_day_is_the_same_in_both_calendars_of_excel(epoch):
    assert rows(xlsx([[date(2027, 3, 1)]], epoch=epoch)) == [[date(2027, 3, 1)]]


def test_a_number_is_read_as_it_is_seen():
    content = xlsx([[1.1, 0.1 + 0.2, 12.0]], formats={"A1": "0.00"})

    assert [str(value) for value in rows(content)[0]] == ["1.10", "0.3", "12"]


def test_a_merged_cell_stands_in_every_place_it_covers():
    sheet = tables(xlsx([["Раздел", None], ["a", "b"]], merged=["A1:B1"])).sheets[0]

    assert sheet.rows == [["Раздел", "Раздел"], ["a", "b"]]
    assert sheet.span_at(0, 1) == (0, 0, 0, 1)
    assert sheet.span_at(1, 1) is None


def test_a_formula_gives_the_value_that_was_saved_with_it():
    content = xlsx([["=1+1", "x"]])
    with_result = changed(content, SHEET, "<v />", "<v>2</v>") if (
        b"<v />" in parts_of(content)[SHEET]
    ) else changed(content, SHEET, "<v></v>", "<v>2</v>")  # fmt: skip

    assert rows(with_result) == [[Decimal(2), "x"]]


def test_a_formula_without_a_result_is_told():
    sheet = tables(xlsx([["=1+1", "x"]])).sheets[0]

    assert (sheet.rows, sheet.unread) == ([[None, "x"]], [(0, 0)])


def test_sheets_without_anything_are_left_out():
    parts = tables(xlsx([["x"]], title="Первый"))

    assert [sheet.name for sheet in parts.sheets] == ["Первый"]


def test_a_word_table_is_named_by_the_words_before_it():
    sheet = tables(docx([["№", "Мера"], ["1", "Дамба\nгорода"]], before=["План города"])).sheets[0]

    assert (sheet.name, sheet.rows) == ("План города", [["№", "Мера"], ["1", "Дамба\nгорода"]])


def test_merged_cells_of_word_are_known_in_both_directions():
    content = docx(
        [["a", "b", "c"], ["d", "e", "f"], ["g", "h", "i"]],
        merged=[((0, 0), (0, 2), "Раздел"), ((1, 0), (2, 0), "1")],
    )
    sheet = tables(content).sheets[0]

    assert sheet.rows == [["Раздел"] * 3, ["1", "e", "f"], ["1", "h", "i"]]
    assert sheet.span_at(0, 1) == (0, 0, 0, 2)
    assert sheet.span_at(2, 0) == (1, 0, 2, 0)


def test_word_shows_its_text_after_all_tracked_changes():
    content = docx([["было"]])
    content = changed(content, "word/document.xml", "<w:r><w:t>было</w:t></w:r>",
                      "<w:del><w:r><w:delText>было</w:delText></w:r></w:del>"
                      "<w:ins><w:r><w:t>стало</w:t></w:r></w:ins>")  # fmt: skip

    assert rows(content, "plan.docx") == [["стало"]]


@pytest.mark.parametrize("letters", ["utf-8", "utf-8-sig", "utf-16", "cp1251"])
@pytest.mark.parametrize("sign", [";", ",", "\t"])
def test_a_text_table_is_read_in_every_usual_kind(letters, sign):
    text = f"№{sign}Мера{sign}Срок\n1{sign}Дамба{sign}2027\n"

    assert rows(text.encode(letters), "plan.csv") == [["№", "Мера", "Срок"], ["1", "Дамба", "2027"]]


def test_a_comma_in_quoted_words_does_not_cut_them():
    assert rows('№;Мера\n1;"Дамба, мост; насос"\n'.encode()) == [
        ["№", "Мера"],
        ["1", "Дамба, мост; насос"],
    ]


def test_the_name_of_a_file_does_not_decide():
    assert rows(xlsx([["x"]]), "plan.csv") == [["x"]]


def test_letters_that_are_not_seen_are_left_out():
    assert rows(xlsx([["a\u200fb\u202e", "c\u200bd"]])) == [["ab", "cd"]]


def test_macros_are_refused():
    content = packed({**parts_of(xlsx([["x"]])), "xl/vbaProject.bin": b"x"})

    assert "макрос" in refused(content)


def test_an_old_workbook_is_told_how_to_become_a_new_one():
    assert "XLSX" in refused(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "plan.xls")


def test_a_locked_workbook_is_told_apart():
    content = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")

    assert "парол" in refused(content)


def test_a_bomb_is_refused_whatever_it_says_of_its_size():
    bomb = packed({**parts_of(xlsx([["x"]])), "xl/media/image1.png": bytes(100_000_000)})
    lie = bomb.replace((100_000_000).to_bytes(4, "little"), (1000).to_bytes(4, "little"))

    assert len(bomb) < 200_000
    assert refused(bomb)
    assert refused(lie)


def test_a_bomb_of_very_many_parts_is_refused():
    parts = {f"xl/media/{number}.bin": b"" for number in range(3000)}

    assert "Распакован" in refused(packed({**parts_of(xlsx([["x"]])), **parts}))


@pytest.mark.parametrize("inside", [
    '<!DOCTYPE x [<!ENTITY a "b">]>', '<!DOCTYPE x SYSTEM "file:///etc/passwd">',
])  # fmt: skip
def test_xml_that_declares_anything_is_refused(inside):
    parts = parts_of(xlsx([["x"]]))
    parts[SHEET] = inside.encode() + parts[SHEET]

    assert "повреждён" in refused(packed(parts))


def test_a_sheet_that_goes_very_far_is_refused():
    far = changed(xlsx([["x"]]), SHEET, 'r="A1"', 'r="XFD1048576"')

    assert "10000" in refused(far).replace("\xa0", "").replace(" ", "")


def test_rows_without_anything_do_not_count():
    styled = "".join(f'<row r="{n}"><c r="A{n}" s="0"/></row>' for n in range(2, 50_000))
    content = changed(xlsx([["x"]]), SHEET, "</sheetData>", styled + "</sheetData>")

    assert rows(content) == [["x"]]


def test_cells_are_called_as_office_programs_call_them():
    assert [cell_name(0, 0), cell_name(11, 25), cell_name(1, 26), cell_name(0, 701)] == [
        "A1", "Z12", "AA2", "ZZ1",
    ]  # fmt: skip
