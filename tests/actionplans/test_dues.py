from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from actionplans.dues import read_due, say_due

TYPED = [
    ("IV квартал 2027", date(2027, 12, 31), "quarter"),
    ("4 квартал 2027", date(2027, 12, 31), "quarter"),
    ("4 кв. 2027 г.", date(2027, 12, 31), "quarter"),
    ("ІІІ кв. 2027", date(2027, 9, 30), "quarter"),  # Ukrainian letters for Roman numerals
    ("2-й квартал 2026 года", date(2026, 6, 30), "quarter"),
    ("Q3 2026", date(2026, 9, 30), "quarter"),
    ("I\u00a0квартал\u00a02028", date(2028, 3, 31), "quarter"),
    ("2028 г.", date(2028, 12, 31), "year"),
    ("2028", date(2028, 12, 31), "year"),
    ("до 2030 года", date(2030, 12, 31), "year"),
    ("до конца 2029 года", date(2029, 12, 31), "year"),
    ("I полугодие 2027", date(2027, 6, 30), "half_year"),
    ("2 полугодие 2027 г.", date(2027, 12, 31), "half_year"),
    ("июнь 2027", date(2027, 6, 30), "month"),
    ("Мая 2027", date(2027, 5, 31), "month"),
    ("февраль 2028 г.", date(2028, 2, 29), "month"),
    ("06.2027", date(2027, 6, 30), "month"),
    ("June 2027", date(2027, 6, 30), "month"),
    ("15.06.2027", date(2027, 6, 15), "day"),
    ("15.06.2027 г.", date(2027, 6, 15), "day"),
    ("2027-06-15", date(2027, 6, 15), "day"),
]


@pytest.mark.parametrize(("typed", "when", "precision"), TYPED)
def test_a_due_date_is_read_as_it_is_typed(typed, when, precision):
    assert read_due(typed) == (when, precision)


@pytest.mark.parametrize(
    "typed",
    ["35.13.2026", "V квартал 2027", "5 квартал 2027", "скоро", "32.01.2027", "13.2027", "20277",
     "постоянно", "<script>", "0000", "III полугодие 2027", "²027"],
)  # fmt: skip
def test_what_is_no_date_gets_a_sentence(typed):
    with pytest.raises(ValidationError) as refusal:
        read_due(typed)

    assert "15.06.2027" in refusal.value.messages[0]


@pytest.mark.parametrize("language", ["ru", "en", "ky", "uz"])
@pytest.mark.parametrize(("typed", "when", "precision"), TYPED)
def test_a_due_date_is_read_back_as_it_is_shown(language, typed, when, precision):
    with translation.override(language):
        assert read_due(say_due(when, precision)) == (when, precision)


@pytest.mark.parametrize(
    ("when", "precision", "said"),
    [
        (date(2027, 12, 31), "quarter", "IV квартал 2027"),
        (date(2028, 12, 31), "year", "2028 г."),
        (date(2027, 6, 15), "day", "15.06.2027"),
        (date(2027, 6, 30), "half_year", "I полугодие 2027"),
        (date(2027, 6, 30), "month", "июнь 2027"),
        (None, "day", ""),
    ],
)
def test_a_due_date_is_said_as_exactly_as_the_city_said_it(when, precision, said):
    assert say_due(when, precision).replace("\u00a0", " ").lower() == said.lower()
