"""Entering the UN operational rates of a month, by which money is told in dollars."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from actionplans.models import OperationalRate
from actionplans.money import DOLLAR
from actionplans.permissions import require_review
from coalition import clock
from coalition.models import Place, User
from coalition.models.journal import record
from coalition.models.terms import terms
from coalition.text import tidy


@transaction.atomic
def enter_rates(
    month: date,
    *,
    by: User,
    rates: Mapping[str, Decimal],
    source: str,
    is_example: bool = False,
) -> list[OperationalRate]:
    """Enter what one US dollar was in a month, by currency; again to correct it.

    Reports that are closed keep the rates they were closed with.
    """
    require_review(by)
    source = tidy(source)
    if not rates:
        raise ValidationError(_("Enter at least one rate."))
    if not source:
        raise ValidationError({"source": _("Say where the rates are from.")})
    month = OperationalRate.month_of(month)
    if month > clock.today():
        raise ValidationError({"month": _("This month has not come yet.")})
    entered = []
    for currency, per_dollar in rates.items():
        if currency not in terms("currencies") or currency == DOLLAR:
            raise ValidationError(_("Choose from the list."))
        rate = OperationalRate.objects.filter(month=month, currency=currency).first()
        rate = rate or OperationalRate(month=month, currency=currency)
        rate.per_dollar, rate.source, rate.is_example = per_dollar, source, is_example
        rate.by, rate.at = by, clock.now()
        rate.full_clean()
        rate.save()
        entered.append(rate)
    record("rates.entered", by=by, subject=entered[0], place=Place.coalition(),
           month=f"{month:%Y-%m}", source=source,
           rates={one.currency: str(one.per_dollar) for one in entered})  # fmt: skip
    return entered
