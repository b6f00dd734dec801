"""Files with tables, made for tests: workbooks, documents, archives of parts."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from docx import Document
from openpyxl import Workbook


def xlsx(rows, *, title="План", merged=(), formats=None, epoch=None) -> bytes:
    """A workbook of one sheet."""
    book = Workbook()
    if epoch:
        book.epoch = epoch
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    for area in merged:
        sheet.merge_cells(area)
    for place, shown in (formats or {}).items():
        sheet[place].number_format = shown
    return saved(book)


def docx(rows, *, before=(), merged=()) -> bytes:
    """A document of one table; `merged` are ((row, column), (row, column), text)."""
    document = Document()
    for paragraph in before:
        document.add_paragraph(paragraph)
    table = document.add_table(len(rows), max(map(len, rows)))
    for number, row in enumerate(rows):
        for column, text in enumerate(row):
            table.cell(number, column).text = text
    for first, last, text in merged:
        table.cell(*first).merge(table.cell(*last)).text = text
    return saved(document)


def saved(thing) -> bytes:
    file = BytesIO()
    thing.save(file)
    return file.getvalue()


def parts_of(content: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: dict[str, bytes]) -> bytes:
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return file.getvalue()


def changed(content: bytes, part: str, was: str, became: str) -> bytes:
    """An office file with some words of one part replaced."""
    parts = parts_of(content)
    text = parts[part].decode()
    assert was in text, text[:500]
    return packed({**parts, part: text.replace(was, became, 1).encode()})
