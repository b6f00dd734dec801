"""Money of the cities a report is about: by source, in their currencies and in dollars."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from actionplans.figures import submitted
from actionplans.models import BudgetLine, OperationalRate, Spending
from actionplans.money import Rates, SourceLine, by_source, rates_of, together
from actionplans.patches import plain
from actionplans.project.cited import Told


@dataclass(frozen=True)
class Finance:
    """Planned and secured as plans say today, spent as approved by the end of the period."""

    lines: list[SourceLine]
    whole: SourceLine
    rates: Rates


def rates_for(told: Told) -> Rates:
    """The rates of the last month of the period there are any of; else the first known later."""
    months = OperationalRate.objects.order_by("-month").values_list("month", flat=True).distinct()
    known = list(months)
    until = [month for month in known if month <= told.span.as_of]
    chosen = until[:1] or known[-1:]
    return rates_of(chosen[0] if chosen else None)


def finance_of(told: Told) -> Finance:
    """The sums of all cities together."""
    parts = submitted(told.cities)
    said = Spending.objects.filter(
        update__in=told.standing_updates(), budget_line__contribution__in=parts
    )
    spent = dict(said.order_by("update__on", "update_id").values_list("budget_line_id", "amount"))
    sums: dict[str, dict[str, list[Decimal]]] = {}
    for line in BudgetLine.objects.filter(contribution__in=parts).order_by("pk"):
        row = sums.setdefault(line.source, {}).setdefault(line.currency, [Decimal(0)] * 3)
        for place, amount in enumerate((line.amount, line.secured, spent.get(line.pk, 0))):
            row[place] += amount * line.scale
    rates = rates_for(told)
    money = {
        source: {currency: [str(plain(one)) for one in row] for currency, row in rows.items()}
        for source, rows in sums.items()
    }
    lines = by_source({0: money}, rates)
    return Finance(lines, together(lines), rates)
