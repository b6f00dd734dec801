from datetime import date, timedelta

import pytest
from django.utils import translation

from actionplans.periods import Kind, begins, ended, ends, last_ended, say_period


@pytest.mark.parametrize(
    ("kind", "day", "start", "end"),
    [
        ("quarter", date(2026, 11, 21), date(2026, 10, 1), date(2026, 12, 31)),
        ("quarter", date(2026, 1, 1), date(2026, 1, 1), date(2026, 3, 31)),
        ("half_year", date(2026, 6, 30), date(2026, 1, 1), date(2026, 6, 30)),
        ("half_year", date(2026, 7, 1), date(2026, 7, 1), date(2026, 12, 31)),
        ("japanese_fiscal_year", date(2026, 3, 31), date(2025, 4, 1), date(2026, 3, 31)),
        ("japanese_fiscal_year", date(2026, 4, 1), date(2026, 4, 1), date(2027, 3, 31)),
    ],
)
def test_a_day_lies_in_its_period(kind, day, start, end):
    assert (begins(kind, day), ends(kind, start)) == (start, end)


@pytest.mark.parametrize("kind", Kind.values)
def test_periods_follow_one_another_without_gap_on_every_day_of_five_years(kind):
    for number in range(5 * 366):
        day = date(2024, 1, 1) + timedelta(days=number)
        start = begins(kind, day)
        last = last_ended(kind, day)
        assert start <= day <= ends(kind, start)
        assert ends(kind, last) + timedelta(days=1) == start
        assert ended(kind, day, 2)[1] == last_ended(kind, last)


@pytest.mark.parametrize(
    ("language", "kind", "start", "words"),
    [
        ("ru", "quarter", date(2026, 7, 1), "III квартал 2026"),
        ("ru", "half_year", date(2026, 7, 1), "II полугодие 2026"),
        ("ru", "japanese_fiscal_year", date(2026, 4, 1),
         "2026 финансовый год (Япония): 1 апреля 2026 г. – 31 марта 2027 г."),
        ("en", "quarter", date(2026, 10, 1), "quarter IV of 2026"),
        ("en", "japanese_fiscal_year", date(2026, 4, 1),
         "fiscal year 2026 (Japan): 1 April 2026 – 31 March 2027"),
    ],
)  # fmt: skip
def test_a_period_is_said_in_the_readers_language(language, kind, start, words):
    with translation.override(language):
        assert say_period(kind, start, ends(kind, start)) == words
