"""Money at the desk: in dollars by a month's rate, down to the budget line, rates entered."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from actionplans.models import BudgetLine, OperationalRate
from actionplans.money import Rates, by_source, rates_for, rates_of, together
from actionplans.verbs import enter_rates
from coalition.models import JournalEntry

pytestmark = pytest.mark.django_db
OCTOBER = date(2026, 10, 1)


@pytest.fixture
def desk(signed_in):
    return signed_in("reviewer")


def shown(response) -> str:
    return response.content.decode()


# --- Sums ----------------------------------------------------------------------------------


def test_currencies_of_one_source_are_added_up_in_dollars():
    money = {
        1: {"local": {"KGS": ["870", "87", "0"]}},
        2: {"local": {"KGS": ["0", "0", "87"], "USD": ["5", "0", "0"]}},
    }

    (line,) = by_source(money, Rates(OCTOBER, {"KGS": Decimal(87)}))

    assert line.by_currency["KGS"] == (870, 87, 87)
    assert line.dollars == (15, 1, 1)
    assert not line.missing


def test_a_currency_without_a_rate_is_told_and_left_out_of_the_dollars():
    money = {1: {"donor": {"TMT": ["7", "0", "0"], "USD": ["1", "1", "1"]}}}

    (line,) = by_source(money, Rates(OCTOBER, {}))

    assert line.missing == {"TMT"}
    assert together([line]).dollars == (1, 1, 1)


def test_without_a_month_the_last_one_is_taken(person):
    enter_rates(date(2026, 9, 1), by=person("reviewer"), rates={"KGS": Decimal(80)}, source="ООН")

    assert rates_of(None).month == OCTOBER
    assert rates_of(date(2026, 9, 1)).of("KGS") == 80
    assert rates_of(date(2020, 1, 1)).of("KGS") is None


def test_the_rates_of_a_period_are_those_of_its_last_month_or_the_last_before():
    OperationalRate.objects.filter(month__gte=date(2026, 8, 1)).delete()

    assert rates_for(date(2026, 9, 30)).month == date(2026, 7, 1)
    assert rates_for(date(2020, 1, 1)).month is None


# --- Rates ---------------------------------------------------------------------------------


def test_rates_are_entered_and_corrected_and_the_journal_says_so(person):
    for rate in ("80", "81.5"):
        enter_rates(date(2026, 9, 15), by=person("reviewer"), rates={"KGS": Decimal(rate)},
                    source="Казначейство ООН, 01.09.2026")  # fmt: skip

    kept = OperationalRate.objects.get(month=date(2026, 9, 1), currency="KGS")
    assert kept.per_dollar == Decimal("81.5")
    assert not kept.is_example
    last = JournalEntry.objects.filter(deed="rates.entered").order_by("pk").last()
    assert last.details["rates"] == {"KGS": "81.5"}


@pytest.mark.parametrize("who", ["editor.osh", "approver.osh", "secretariat", "keeper", "chair"])
def test_who_reviews_nowhere_enters_no_rates(who, person):
    with pytest.raises(PermissionDenied):
        enter_rates(OCTOBER, by=person(who), rates={"KGS": Decimal(80)}, source="ООН")


@pytest.mark.parametrize(
    "wrong",
    [
        {"rates": {}},
        {"source": " "},
        {"month": date(2027, 1, 1)},
        {"rates": {"USD": Decimal(2)}},
        {"rates": {"XXX": Decimal(2)}},
        {"rates": {"KGS": Decimal(0)}},
        {"rates": {"KGS": Decimal(-1)}},
    ],
)
def test_rates_that_cannot_be_are_refused(wrong, person):
    said = {"month": OCTOBER, "rates": {"KGS": Decimal(80)}, "source": "ООН", **wrong}
    before = list(OperationalRate.objects.values_list("pk", "per_dollar"))

    with pytest.raises(ValidationError):
        enter_rates(said.pop("month"), by=person("reviewer"), **said)

    assert list(OperationalRate.objects.values_list("pk", "per_dollar")) == before


def test_a_reviewer_enters_rates_as_they_are_typed(desk):
    desk.post("/review/rates/", {"month": "09.2025", "source": "ООН", "KGS": "87,25", "KZT": ""})

    kept = OperationalRate.objects.filter(month=date(2025, 9, 1))
    assert {one.currency: one.per_dollar for one in kept} == {"KGS": Decimal("87.25")}


def test_a_month_that_is_none_comes_back_with_what_was_typed(desk):
    page = shown(desk.post("/review/rates/", {"month": "13.2026", "source": "ООН", "KGS": "87,25"}))

    assert "Напишите месяц и год: 10.2026." in page
    assert 'value="87,25"' in page


# --- Pages ---------------------------------------------------------------------------------


def test_every_sum_leads_to_lines_that_add_up_to_it(desk):
    page = shown(desk.get("/review/money/?city=osh"))
    cell = re.compile(r'data-l="Запланировано"><div>.*?</div>', re.DOTALL)
    links = [
        pair
        for found in cell.findall(page)
        for pair in re.findall(r'<a href="([^"]+)">([^<A-Z]+) [A-Z]{3}</a>', found)
    ]
    assert links

    for url, told in links:
        lines = shown(desk.get(url.replace("&amp;", "&")))
        cells = re.findall(r'data-l="Запланировано">([\d\s\u202f\u00a0]+)</td>', lines)
        assert sum(map(number, cells)) == number(told), url


def number(text: str) -> int:
    return int(re.sub(r"\D", "", text))


def test_a_month_without_rates_is_told(desk):
    OperationalRate.objects.all().delete()

    page = shown(desk.get("/review/money/"))

    assert "Курс ещё не внесён" in page
    assert "/review/rates/" in page


def test_invented_rates_are_marked(desk):
    assert "Пример" in shown(desk.get("/review/money/"))


@pytest.mark.parametrize("query", ["?city=nowhere", "?month=x", "?month=2026-99", "?city=%00"])
def test_nonsense_in_the_address_gives_the_whole(query, desk):
    assert desk.get(f"/review/money/{query}").status_code == 200
    assert desk.get(f"/review/money/lines/{query}&after=x&source=x&currency=x").status_code == 200


def test_money_of_a_measure_the_city_keeps_to_itself_is_not_there(desk):
    line = BudgetLine.objects.filter(contribution__city__slug="osh").first()
    measure = line.contribution.measure
    measure.visibility = "city"
    measure.save()

    assert measure.code not in shown(desk.get("/review/money/lines/?city=osh"))
