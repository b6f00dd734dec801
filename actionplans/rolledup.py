"""The money of a joint measure put together from its parts, each currency by itself."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from actionplans.figures import spent_by_line
from actionplans.models import ActionPlan, BudgetLine, Contribution


class Sum(NamedTuple):
    """Planned, secured and spent in whole units of one currency."""

    currency: str
    planned: Decimal
    secured: Decimal
    spent: Decimal


def sums_of(lines: Iterable[tuple[BudgetLine, Decimal]]) -> list[Sum]:
    """Lines with what was spent from each, by currency in the order of their codes."""
    found: dict[str, list[Decimal]] = {}
    for line, spent in lines:
        row = found.setdefault(line.currency, [Decimal(0)] * 3)
        for place, amount in enumerate((line.amount, line.secured, spent)):
            row[place] += amount * line.scale
    return [Sum(currency, *row) for currency, row in sorted(found.items())]


def money_of(parts: Iterable[Contribution]) -> list[Sum]:
    """The money of the parts that stand; needs their lines with `spent`, as on a measure's page."""
    return sums_of(
        (line, line.spent or Decimal(0))  # type: ignore[attr-defined]
        for part in parts
        if part.left_on is None
        for line in part.budget_lines.all()
    )


def money_in(plan: ActionPlan) -> dict[int, list[Sum]]:
    """The money of every measure of a joint plan, by measure; two queries."""
    parts = Contribution.objects.standing().shown().filter(measure__plan=plan).order_by()
    spent = spent_by_line(parts)
    by_measure: dict[int, list[tuple[BudgetLine, Decimal]]] = {}
    lines = BudgetLine.objects.filter(contribution__in=parts).select_related("contribution")
    for line in lines:
        pair = (line, spent.get(line.pk, Decimal(0)))
        by_measure.setdefault(line.contribution.measure_id, []).append(pair)
    return {measure: sums_of(pairs) for measure, pairs in by_measure.items()}
