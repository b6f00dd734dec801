"""Invented rates of the last months, so that the demonstration tells money in dollars."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from actionplans import verbs
from actionplans.models import OperationalRate
from coalition import clock
from coalition.models import User

INVENTED = {"KZT": "520", "KGS": "87.5", "TJS": "10.6", "TMT": "3.5", "UZS": "12600", "EUR": "0.92"}


MONTHS = 6


def found_rates() -> None:
    """Round figures for the last whole months, unless any rates are there."""
    if OperationalRate.objects.exists():
        return
    month = clock.today().replace(day=1)
    for _number in range(MONTHS):
        month = (month - timedelta(days=1)).replace(day=1)
        verbs.enter_rates(
            month,
            by=User.system(),
            rates={currency: Decimal(rate) for currency, rate in INVENTED.items()},
            source="Пример: округлённые числа вместо операционных курсов ООН",
            is_example=True,
        )
