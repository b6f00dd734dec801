"""Office files are the same bytes for the same content."""

import io
from datetime import UTC, datetime
from zipfile import ZipFile

from openpyxl import Workbook, load_workbook

from coalition import clock
from coalition.documents import Paper
from coalition.documents.word import written
from coalition.packing import packed_book


def a_book(made):
    book = Workbook()
    book.properties.created = made
    book.active.append(["Город", "Ош"])
    return book


def test_a_workbook_is_the_same_bytes_whenever_it_was_begun():
    one, other = (
        a_book(datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)),
        a_book(datetime(2026, 6, 7, 8, 9, 10, tzinfo=UTC)),
    )

    assert packed_book(one) == packed_book(other)


def test_a_workbook_says_the_day_it_was_made_and_keeps_its_words():
    book = load_workbook(io.BytesIO(packed_book(a_book(datetime(2026, 1, 2, tzinfo=UTC)))))

    assert book.properties.modified.date() == clock.today()
    assert [cell.value for cell in book.active[1]] == ["Город", "Ош"]


def test_no_part_of_a_file_carries_a_moment():
    for file in (
        packed_book(a_book(datetime(2026, 1, 2, tzinfo=UTC))),
        written(Paper(title="Письмо")),
    ):
        with ZipFile(io.BytesIO(file)) as parts:
            assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
