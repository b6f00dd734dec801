"""Letters that were made to harm whoever reads them."""

import pytest

from workinggroups.mailing.reading import read_letter


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("text/html", "<" * 20_000),
        ("text/html", "<!" * 10_000),
        ("text/html", "<blockquote>" + "<div>" * 20_000 + "</span>" * 20_000),
        ("text/html", "<a " * 20_000),
        ("text/plain", "a" * 60_000 + ":"),
        ("text/plain", "01.01.2026 10:00 a@b.c wrote:\n> x\n" * 5_000 + "b"),
    ],
)
def test_a_letter_made_to_keep_the_reader_busy_is_read_at_once(kind, words):
    """Each of these took minutes; the limit of the run would stop it."""
    read = read_letter(f"From: a@b.c\nContent-Type: {kind}\n\n{words}".encode())

    assert read.sender == "a@b.c"


@pytest.mark.parametrize(
    "raw",
    [
        b"Content-Type: message/rfc822\n\n" * 3000,
        b"To: " + b"(" * 5000 + b"\n\nx",
        b"Content-Type: text/plain; charset=idna\n\nabc",
        b"Content-Type: text/plain; charset=undefined\n\nabc",
    ],
)
def test_a_letter_without_end_or_sense_is_read_as_far_as_it_goes(raw):
    assert read_letter(raw).words in ("", "x", "abc")
