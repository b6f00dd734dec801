import pytest

from coalition.models.terms import in_language
from coalition.text import fold, tidy


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Oʻzbekiston", "Ozbekiston"),
        ("O'zbekiston", "Oʻzbekiston"),
        ("Ҷалолобод", "Чалолобод"),
        ("Қызылжар", "кызылжар"),
        ("ёлка", "елка"),
        ("Aşgabat", "asgabat"),
    ],
)
def test_search_does_not_ask_for_letters_a_keyboard_lacks(typed, meant):
    assert fold(typed) == fold(meant)


def test_tidy_composes_letters():
    assert tidy("и\u0306") == "й"


def test_tidy_drops_what_cannot_be_seen():
    assert tidy("Ош\x00\u202e мэрия") == "Ош мэрия"


def test_tidy_keeps_lines_and_letters_of_the_region():
    assert tidy("Ҷаббор\r\nOʻsh") == "Ҷаббор\nOʻsh"


def test_a_name_is_said_in_russian_where_the_language_has_none():
    assert in_language({"ru": "Ош", "en": "Osh"}, "tk") == "Ош"


@pytest.mark.parametrize("typed", ["\u200d\u200c", " \u200d \n\u200c"])
def test_what_nobody_can_see_is_no_text(typed):
    assert tidy(typed) == ""


def test_an_emoji_keeps_what_joins_it():
    assert tidy("\U0001f469\u200d\U0001f692") == "\U0001f469\u200d\U0001f692"
