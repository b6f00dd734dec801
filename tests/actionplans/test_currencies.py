"""Sums in words: the currency as people of the region say it."""

import pytest
from django.utils.translation import override

from actionplans.currencies import currency_beside
from actionplans.models import BudgetLine
from actionplans.templatetags.actionplans import money, unbroken, whole_money
from actionplans.wording import sum_of, unit_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("amount", "scale", "word"),
    [("1", 1, "сом"), ("21", 1, "сом"), ("2", 1, "сома"), ("5", 1, "сомов"), ("11", 1, "сомов"),
     ("13", 1, "сомов"), ("0", 1, "сомов"), ("1.5", 1, "сома"), ("1", 1_000_000, "сомов"),
     (None, 1, "сомов")],
)  # fmt: skip
def test_a_currency_agrees_with_its_number(amount, scale, word):
    assert currency_beside("KGS", amount, scale) == word


def test_a_language_without_words_for_it_and_an_unknown_currency_show_the_code():
    with override("en"):
        assert currency_beside("KGS", 5) == "KGS"
    assert currency_beside("XXX", 5) == "XXX"


@pytest.mark.parametrize(
    ("amount", "said"), [("12", "12 млн сомов"), ("0", "0 сомов"), ("1.5", "1,5 млн сомов")]
)
def test_a_line_of_a_budget_names_its_sum(amount, said):
    row = {"amount": amount, "scale": 1_000_000, "currency": "KGS"}

    assert sum_of(row) == said
    assert money(BudgetLine(amount=float(amount), scale=1_000_000, currency="KGS")) == said


def test_units_and_whole_sums_are_in_words():
    assert unit_of(BudgetLine(scale=1_000, currency="TJS")) == "тыс. сомони"
    assert whole_money(132_500, "USD").replace("\xa0", " ") == "132 500 долларов США"


def test_the_years_of_a_title_stay_on_one_line_and_the_rest_is_escaped():
    assert unbroken("План <на> 2026–2030 годы") == (
        'План &lt;на&gt; <span class="nb">2026–2030</span> годы'
    )
