"""A hundred files that somebody may bring by mistake or on purpose: (what it is, name, content)."""

import random
from collections.abc import Iterator

from tests.actionplans.importing import HEADINGS, row, table
from tests.coalition.tables import changed, docx, packed, parts_of, xlsx

SHEET, BOOK, WORD = "xl/worksheets/sheet1.xml", "xl/workbook.xml", "word/document.xml"
ENDINGS = ("xlsx", "xlsm", "xls", "docx", "doc", "csv", "txt", "zip", "ods", "pdf", "", "png")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENTITIES = (
    '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>',
    '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
    '<!DOCTYPE x [<!ENTITY a SYSTEM "http://127.0.0.1:9/">]>',
    '<!DOCTYPE x [<!ENTITY % a SYSTEM "http://127.0.0.1:9/">%a;]>',
)
Bad = tuple[str, str, bytes]


def all_files() -> list[Bad]:
    return [*garbage(), *broken_archives(), *hostile_xml(), *strange_books(), *strange_documents(),
            *strange_texts(), *strange_plans()]  # fmt: skip


def garbage() -> Iterator[Bad]:
    noise = random.Random(1)
    for ending in ENDINGS:
        yield f"noise as {ending}", f"plan.{ending}", noise.randbytes(4000)
    for ending in ENDINGS[:7]:
        yield f"zeros as {ending}", f"plan.{ending}", bytes(3000)
        yield f"an archive's first letters as {ending}", f"plan.{ending}", b"PK\x03\x04" + bytes(90)
    heads = {
        "old book": OLE, "picture": b"\x89PNG\r\n\x1a\n", "pdf": b"%PDF-1.7\n",
        "program": b"MZ\x90", "page": b"<html><table><tr><td>1</td></tr>",
        "rtf": b"{\\rtf1 \\ansi", "xml": b"<?xml version='1.0'?><a/>",
    }  # fmt: skip
    for name, head in heads.items():
        yield f"{name} as xlsx", "plan.xlsx", head + bytes(400 if name != "page" else 0)
        yield f"{name} as csv", "plan.csv", head
    yield "locked", "plan.xlsx", OLE + "EncryptedPackage".encode("utf-16-le") + bytes(600)
    yield "nothing", "plan.xlsx", b" "


def broken_archives() -> Iterator[Bad]:
    for name, whole in (("xlsx", table(row())), ("docx", docx([HEADINGS, row()]))):
        for part in (4, 30, 100):
            yield f"cut {name} {part}", f"plan.{name}", whole[: len(whole) * part // 101]
        yield f"spoilt {name}", f"plan.{name}", whole[:900] + bytes(200) + whole[1100:]
        parts = parts_of(whole)
        for lost in list(parts)[:4]:
            rest = {key: value for key, value in parts.items() if key != lost}
            yield f"{name} without {lost}", f"plan.{name}", packed(rest)
        yield f"{name} with macros", f"plan.{name}", packed({**parts, "xl/vbaProject.bin": b"x"})
        yield (
            f"{name} of many parts",
            f"plan.{name}",
            packed({**parts, **{f"x/{number}": b"" for number in range(2500)}}),
        )
        bomb = packed({**parts, "xl/media/a.bin": bytes(90_000_000)})
        yield f"bomb {name}", f"plan.{name}", bomb
        yield (
            f"lying bomb {name}",
            f"plan.{name}",
            bomb.replace((90_000_000).to_bytes(4, "little"), (9).to_bytes(4, "little")),
        )
    yield "archive in an archive", "plan.xlsx", packed({"plan.xlsx": table(row())})
    yield (
        "binary book",
        "plan.xlsb",
        changed(
            table(row()), "[Content_Types].xml", "spreadsheetml.sheet.main+xml", "sheet.binary.main"
        ),
    )
    yield (
        "LibreOffice",
        "plan.ods",
        packed(
            {"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<a/>"}
        ),
    )


def hostile_xml() -> Iterator[Bad]:
    for number, entities in enumerate(ENTITIES):
        for name, whole, part in (("xlsx", table(row()), SHEET), ("xlsx", table(row()), BOOK),
                                  ("docx", docx([HEADINGS, row()]), WORD)):  # fmt: skip
            parts = parts_of(whole)
            parts[part] = entities.encode() + parts[part].partition(b"?>")[2]
            yield f"entities {number} in {part}", f"plan.{name}", packed(parts)
    deep = "<row>" * 3000 + "</row>" * 3000
    yield (
        "deep sheet",
        "plan.xlsx",
        changed(table(row()), SHEET, "<sheetData>", "<sheetData>" + deep),
    )
    nested = "<w:tbl><w:tr><w:tc>" * 200 + "</w:tc></w:tr></w:tbl>" * 200
    yield (
        "deep document",
        "plan.docx",
        changed(docx([HEADINGS]), WORD, "<w:tbl>", nested + "<w:tbl>"),
    )
    for part in (
        SHEET,
        BOOK,
        "xl/styles.xml",
        "xl/sharedStrings.xml",
        "xl/_rels/workbook.xml.rels",
    ):
        parts = parts_of(table(row()))
        yield f"no xml in {part}", "plan.xlsx", packed({**parts, part: b"<a><b></a>"})
        yield f"other xml in {part}", "plan.xlsx", packed({**parts, part: b"<a/>"})


def strange_books() -> Iterator[Bad]:
    yield "empty book", "plan.xlsx", xlsx([])
    yield "wide", "plan.xlsx", xlsx([[f"c{number}" for number in range(300)]])
    yield "no plan", "plan.xlsx", xlsx([["a"], ["b"]])
    yield "far cell", "plan.xlsx", changed(table(row()), SHEET, 'r="A1"', 'r="XFD1048576"')
    yield "no such cell", "plan.xlsx", changed(table(row()), SHEET, 'r="A1"', 'r="ZZZZZZ99999999"')
    yield "row of nonsense", "plan.xlsx", changed(table(row()), SHEET, '<row r="1"', '<row r="x"')
    yield (
        "string that is not there",
        "plan.xlsx",
        changed(table(row()), SHEET, 't="inlineStr"><is>', 't="s"><v>99</v><is>'),
    )
    yield (
        "merged beyond",
        "plan.xlsx",
        changed(
            table(row(due=None), merged=["A2:B2"]), SHEET, 'ref="A2:B2"', 'ref="A2:XFD1048576"'
        ),
    )
    yield (
        "merged nonsense",
        "plan.xlsx",
        changed(table(row(), merged=["A2:B2"]), SHEET, 'ref="A2:B2"', 'ref="::"'),
    )
    yield "days of nowhere", "plan.xlsx", changed(
        xlsx([HEADINGS, [1, "a", "b", "c", -5]], formats={"E2": "dd.mm.yyyy"}), SHEET, "<v>-5</v>",
        "<v>99999999999</v>",
    )  # fmt: skip
    yield (
        "infinity",
        "plan.xlsx",
        changed(xlsx([HEADINGS, [1.5]]), SHEET, "<v>1.5</v>", "<v>1e999</v>"),
    )
    empty = "".join(f'<row r="{n}"><c r="A{n}"/></row>' for n in range(3, 100_000))
    yield (
        "rows without end",
        "plan.xlsx",
        changed(xlsx([["a"]]), SHEET, "</sheetData>", empty + "</sheetData>"),
    )
    many = "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(2, 20_000))
    yield (
        "too many rows",
        "plan.xlsx",
        changed(xlsx([["a"]]), SHEET, "</sheetData>", many + "</sheetData>"),
    )


def strange_documents() -> Iterator[Bad]:
    yield (
        "no table",
        "plan.docx",
        docx([["x"]]).replace(b"", b"", 0)
        and changed(docx([["x"]]), WORD, "<w:tbl>", "<w:p/><w:bookmarkStart/><w:tbl>"),
    )
    yield "empty table", "plan.docx", docx([["", ""], ["", ""]])
    yield (
        "span without end",
        "plan.docx",
        changed(
            docx([HEADINGS, row()]), WORD, "<w:tcPr>", '<w:tcPr><w:gridSpan w:val="99999999"/>'
        ),
    )
    yield (
        "span of words",
        "plan.docx",
        changed(docx([HEADINGS, row()]), WORD, "<w:tcPr>", '<w:tcPr><w:gridSpan w:val="x"/>'),
    )
    yield (
        "merged with nothing",
        "plan.docx",
        changed(docx([HEADINGS]), WORD, "<w:tcPr>", "<w:tcPr><w:vMerge/>"),
    )
    yield (
        "no body",
        "plan.docx",
        packed({**parts_of(docx([["x"]])), WORD: b"<w:document xmlns:w='http://x'/>"}),
    )


def strange_texts() -> Iterator[Bad]:
    for name, text in (
        ("only signs", b";;;;\n;;;;\n"), ("open quotation", b'a;b\n"c;d' * 3),
        ("half a letter", b"\xff\xfea"), ("control signs", bytes(range(1, 32)) * 40),
        ("one long line", b"x" * 2_000_000), ("many columns", b";x" * 5000),
        ("no headings", b"1;2;3\n4;5;6"), ("only spaces", b" \n\t\n \n"),
    ):  # fmt: skip
        yield name, "plan.csv", text


def strange_plans() -> Iterator[Bad]:
    """Well-formed files whose rows all are to be corrected."""
    for name, rows in {
        "no due date": [row(due=None)],
        "a due date of nowhere": [row(due="35.13.2026")],
        "a year of nowhere": [row(due="99999")],
        "no office": [row(who=None)],
        "an office without end": [row(who="Ш" * 5000)],
        "no title": [row(title=None)],
        "only numbers": [[1, 2, 3, 4, 5]],
        "signs that turn the line": [row(title="\u202e\u200f", due="\u202e")],
        "headings only": [],
        "a section that holds itself": [["1. А"], ["1.1 Б"], ["1. А"], ["1.1 Б"]],
        "formulas": [["=1+1", "=A1", "=B1", "=C1", "=D1"]],
        "a very small number": [row(due=0.000001)],
    }.items():
        yield name, "plan.xlsx", table(*rows)
