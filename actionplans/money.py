"""Money of plans by source: in the currencies cities use, and in dollars by a month's UN rate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Max
from django.utils.translation import gettext as _

from actionplans.models import OperationalRate
from coalition.models.terms import terms

DOLLAR = "USD"


class Sums(NamedTuple):
    """Planned, secured and spent, in whole units of one currency."""

    planned: Decimal = Decimal(0)
    secured: Decimal = Decimal(0)
    spent: Decimal = Decimal(0)

    def __add__(self, other: tuple) -> Sums:  # type: ignore[override]
        return Sums(*(mine + theirs for mine, theirs in zip(self, other, strict=True)))

    @property
    def named(self) -> list[tuple[str, Decimal]]:
        """Each sum with the heading of its column."""
        return list(zip((_("Planned"), _("Secured"), _("Spent")), self, strict=True))

    def over(self, rate: Decimal) -> Sums:
        """The same in dollars, where one dollar is so many units."""
        return Sums(*(one / rate for one in self))


NONE = Sums()


class Column(NamedTuple):
    """One sum of a source, as a cell tells it."""

    name: str
    dollars: Decimal
    currencies: list[tuple[str, Decimal]]


@dataclass(frozen=True)
class Rates:
    """The UN operational rates of one month; empty when none are known."""

    month: date | None = None
    per_dollar: Mapping[str, Decimal] = field(default_factory=dict)
    sources: Sequence[str] = ()
    is_example: bool = False

    def of(self, currency: str) -> Decimal | None:
        """How many units are one dollar; None when nobody has entered it for the month."""
        return Decimal(1) if currency == DOLLAR else self.per_dollar.get(currency)


def rates_of(month: date | None) -> Rates:
    """The rates of a month, or of the last month there are any of."""
    rows = OperationalRate.objects.all()
    if month is None:
        month = rows.aggregate(last=Max("month"))["last"]
    found = list(rows.filter(month=month)) if month else []
    return Rates(
        month,
        {one.currency: one.per_dollar for one in found},
        list(dict.fromkeys(one.source for one in found)),
        any(one.is_example for one in found),
    )


def rates_for(day: date) -> Rates:
    """The rates of the month a day lies in, or of the last one before that has any."""
    months = OperationalRate.objects.filter(month__lte=day).aggregate(last=Max("month"))
    return rates_of(months["last"]) if months["last"] else Rates()


@dataclass
class SourceLine:
    """What cities plan, have and have spent from one source; each currency, then in dollars."""

    source: str
    by_currency: dict[str, Sums] = field(default_factory=dict)
    missing: set[str] = field(default_factory=set)
    dollars: Sums = NONE

    def add(self, currency: str, sums: Sums, rates: Rates) -> None:
        self.by_currency[currency] = self.by_currency.get(currency, Sums()) + sums
        rate = rates.of(currency)
        if rate is None:
            self.missing.add(currency)
        else:
            self.dollars += sums.over(rate)

    @property
    def columns(self) -> list[Column]:
        """Planned, secured and spent: each in dollars and in the cities' own currencies."""
        own = sorted(self.by_currency.items())
        return [
            Column(name, amount, [(currency, sums[place]) for currency, sums in own])
            for place, (name, amount) in enumerate(self.dollars.named)
        ]


def by_source(
    money: Mapping[int, Mapping[str, Mapping[str, Sequence[str]]]], rates: Rates
) -> list[SourceLine]:
    """The figures of several cities put together by source, in the order of the vocabulary."""
    found: dict[str, SourceLine] = {}
    for of_city in money.values():
        for source, currencies in of_city.items():
            line = found.setdefault(source, SourceLine(source))
            for currency, amounts in currencies.items():
                line.add(currency, Sums(*map(Decimal, amounts)), rates)
    order = list(terms("budget_sources"))
    return sorted(found.values(), key=lambda line: order.index(line.source))


def together(lines: Sequence[SourceLine]) -> SourceLine:
    """All sources in one line."""
    whole = SourceLine("")
    for line in lines:
        whole.dollars += line.dollars
        whole.missing |= line.missing
        for currency, sums in line.by_currency.items():
            whole.by_currency[currency] = whole.by_currency.get(currency, Sums()) + sums
    return whole
