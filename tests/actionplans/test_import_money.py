"""Money of a file: sums, their sources, and what stands in a budget already."""

import pytest

from actionplans import verbs
from actionplans.importing.money import read_sums
from actionplans.models import MeasureDraft
from tests.actionplans.importing import (
    HEADINGS,
    accepted,
    only,
    row,
    table,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("value", "heading", "sums"),
    [
        ("1,2 млн сомони", "Сумма", [("1.2", 1_000_000, "TJS", "")]),
        ("1 200", "Сумма, тыс. сом", [("1200", 1000, "KGS", "")]),
        ("МБ – 500 тыс. тенге; РБ – 1 млн тенге", "",
         [("500", 1000, "KZT", "local"), ("1", 1_000_000, "KZT", "republican")]),
        ("Маҳаллий бюджет 5 mlrd so'm", "", [("5", 10**9, "UZS", "local")]),
        ("1.200,50", "", [("1200.5", 1, "KGS", "")]),
        ("0,0005 млн", "", [("0.5", 1000, "KGS", "")]),
        ("3,5 тыс. USD (Заём международной финансовой организации)", "",
         [("3.5", 1000, "USD", "loan")]),
    ],
)  # fmt: skip
def test_sums_are_understood(value, heading, sums):
    found = read_sums(value, heading, "KGS")

    assert [(format(one.amount.normalize(), "f"), one.scale, one.currency, one.source)
            for one in found] == sums  # fmt: skip


MONEY = [*HEADINGS, "Предполагаемые расходы", "Источники финансирования"]


def test_a_sum_and_its_source_stand_in_two_columns():
    budget = only(table([*row(), "1,2 млн сом", "МБ"], headings=MONEY))["patch"]["budget"]

    assert [(one["amount"], one["source"]) for one in budget] == [("1.2", "local")]


def test_a_source_without_a_sum_is_kept_in_words_and_told():
    found = only(table([*row(), None, "МБ, донор"], headings=MONEY))

    assert "МБ, донор" in found["patch"]["description"]
    assert found["messages"][0]["level"] == "warning"


def test_money_that_is_not_needed_is_said_so():
    found = only(table([*row(), "не требуется", None], headings=MONEY))

    assert found["patch"]["finance"] == "not_needed"


@pytest.mark.parametrize(
    "words",
    [
        "деньги в пределах предусмотренных",
        "В пределах средств, предусмотренных республиканским бюджетом",
        "за счёт предусмотренных средств",
        "в пределах средств местного бюджета",
        "не требует дополнительного финансирования, в пределах имеющихся средств",
        "Көзделген қаражат шегінде",
        "Nazarda tutilgan mablagʻlar doirasida",
        "дар доираи маблағҳои пешбинишуда",
        "within the approved budget",
    ],
)
def test_money_that_stands_in_a_budget_already_is_secured_and_its_words_are_kept(words):
    for cells in ([words, None], [None, words]):
        found = only(table([*row(), *cells], headings=MONEY))

        assert found["patch"]["finance"] == "secured"
        assert words in found["patch"]["description"]


@pytest.mark.parametrize(
    "words", ["не предусмотрено", "за счёт средств, не предусмотренных бюджетом", "МБ",
              "предусмотреть в бюджете 2027 года", "за счёт средств доноров"],
)  # fmt: skip
def test_words_that_only_resemble_it_secure_nothing(words):
    for cells in ([words, None], [None, words], ["500 тыс. сом", words]):
        assert "finance" not in only(table([*row(), *cells], headings=MONEY))["patch"]


def test_a_sum_within_a_budget_is_secured_whole():
    words = "За счёт средств, предусмотренных в бюджете города"

    patch = only(table([*row(), "500 тыс. сом", words], headings=MONEY))["patch"]

    (line,) = patch["budget"]
    assert (line["source"], line["amount"], line["secured"]) == ("local", "500", "500")
    assert (line["comment"], patch["finance"]) == (words, "secured")


@pytest.mark.parametrize(
    "cells",
    [
        [None, "В пределах предусмотренных средств МБ; грант ПРООН"],
        ["В пределах предусмотренных средств МБ; грант ПРООН", None],
        ["500 тыс. сом; 1 млн сом", "за счёт предусмотренных средств МБ; грант ПРООН"],
    ],
)
def test_money_of_which_a_part_is_in_a_budget_is_partly_secured(cells):
    assert only(table([*row(), *cells], headings=MONEY))["patch"]["finance"] == "partly"


def test_a_sum_from_more_sources_than_sums_is_secured_by_all_of_them_or_none():
    words = "в пределах предусмотренных средств МБ; грант ПРООН"

    patch = only(table([*row(), "500 тыс. сом", words], headings=MONEY))["patch"]

    assert (patch["budget"][0]["secured"], "finance" in patch) == ("0", False)


@pytest.mark.parametrize(
    "cells",
    [
        ["в пределах средств, предусмотренных бюджетом", None],
        [None, "в пределах средств, предусмотренных бюджетом"],
        ["500 тыс. сом", "за счёт предусмотренных средств"],
    ],
)
def test_a_file_with_money_within_a_budget_brought_again_changes_nothing(person, cells):
    content = table([*row(), *cells], headings=MONEY)
    accepted(person("editor.osh"), content)
    waiting = MeasureDraft.objects.get(patch__code="9.1")
    verbs.adopt_drafts(waiting.plan, by=person("approver.osh"), drafts=[waiting])

    again = only(content)

    assert (again["kind"], again["messages"]) == ("equal", [])
