"""What a reviewer types of a month's UN operational rates."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from actionplans.money import DOLLAR
from coalition import clock
from coalition.forms import NumberField, TidyField
from coalition.models.terms import term_name, terms


class MonthField(forms.DateField):
    """A month, as «10.2026», «2026-10» or a day of it."""

    default_error_messages = {"invalid": _("Write the month and the year: 10.2026.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            input_formats=["%m.%Y", "%Y-%m", "%m/%Y", "%Y-%m-%d", "%d.%m.%Y"], **kwargs
        )
        self.widget = forms.DateInput(format="%m.%Y", attrs={"class": "short"})

    def to_python(self, value: Any) -> date | None:
        day = super().to_python(value)
        return day.replace(day=1) if day else None


class RatesForm(forms.Form):
    """How many units one US dollar is, by currency; a currency left empty stays as it is."""

    month = MonthField(label=_("Month"), help_text=_("For example 10.2026."))
    source = TidyField(
        label=_("Source"), max_length=200, help_text=_("Where the rates were published, and when.")
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial={"month": clock.today().replace(day=1)})
        for currency in terms("currencies"):
            if currency != DOLLAR:
                self.fields[currency] = NumberField(
                    label=f"{currency}, {term_name('currencies', currency)}",
                    required=False, max_digits=14, decimal_places=4,
                )  # fmt: skip

    def rates(self) -> dict[str, Decimal]:
        """What was typed, by currency."""
        data = self.cleaned_data
        return {name: data[name] for name in self.fields
                if name not in ("month", "source") and data[name] is not None}  # fmt: skip
