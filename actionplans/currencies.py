"""A currency beside a sum, as people of the region say it: «12 млн сомов», «1 сом»."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import get_language

from coalition.models.terms import terms

ONE, FEW, MANY = range(3)


def currency_beside(currency: str, amount: Any, scale: int = 1) -> str:
    """The word after a sum, or the code where the reader's language has no words for it."""
    term = terms("currencies").get(currency)
    words = term.data.get("counted", {}).get(get_language() or "ru") if term else None
    return words[_form(amount, scale)] if words else currency


def _form(amount: Any, scale: int) -> int:
    """Which of the three Russian forms a number takes; «млн» and «тыс.» take the last."""
    if scale > 1:
        return MANY
    number = Decimal(str(amount or 0))
    if number % 1:
        return FEW
    last, two = abs(number) % 10, abs(number) % 100
    if last == 1 and two != 11:  # noqa: PLR2004 -- одиннадцать
        return ONE
    return FEW if 2 <= last <= 4 and not 12 <= two <= 14 else MANY  # noqa: PLR2004 -- два, три, четыре
