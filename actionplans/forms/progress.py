"""What an editor types about progress: a row of the quick screen, or one measure in full."""

from __future__ import annotations

import uuid
from decimal import Decimal
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actionplans.models import Contribution
from actionplans.saying import Said
from actionplans.wording import REPORT, money
from coalition.forms import DayField, NumberField, TidyField


class PercentField(NumberField):
    """A share of the work done; «45 %» is understood."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(label=REPORT["percent"], max_value=100, min_value=0, decimal_places=0,
                         **kwargs)  # fmt: skip
        bounds = gettext_lazy("The percentage is between 0 and 100.")
        for validator in self.validators:
            if isinstance(validator, MaxValueValidator | MinValueValidator):
                validator.message = bounds

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        return super().to_python(value.rstrip(" %\u00a0") if isinstance(value, str) else value)

    def clean(self, value: Any) -> int | None:  # type: ignore[override]
        number = super().clean(value)
        return None if number is None else int(number)


class QuickRow(forms.Form):
    """One measure of the quick screen: status, percentage, what was done; or no changes."""

    unchanged = forms.BooleanField(label=gettext_lazy("No changes"), required=False)
    status = forms.ChoiceField(label=REPORT["status"], choices=Contribution.Status.choices)
    percent = PercentField()
    achieved = TidyField(
        label=REPORT["achieved"],
        required=False,
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, part: Contribution) -> None:
        self.part = part
        super().__init__(
            data,
            prefix=f"m{part.pk}",
            initial={"status": part.status, "percent": part.percent, "key": uuid.uuid4()},
        )

    @property
    def is_touched(self) -> bool:
        """Whether anything was said in this row."""
        return any(name in self.changed_data for name in ("unchanged", "status", "percent",
                                                          "achieved"))  # fmt: skip

    def said(self) -> Said:
        """The row as a report."""
        data = self.cleaned_data
        if data["unchanged"]:
            nothing = _("No changes since the last report.")
            return {"status": self.part.status, "percent": self.part.percent,
                    "achieved": data["achieved"] or nothing}  # fmt: skip
        return {name: data[name] for name in ("status", "percent", "achieved")}


class ReportForm(forms.Form):
    """One measure in full: also readings, money spent, what is in the way, what comes next."""

    status = forms.ChoiceField(label=REPORT["status"], choices=Contribution.Status.choices)
    percent = PercentField()
    achieved = TidyField(
        label=REPORT["achieved"], max_length=8000, widget=forms.Textarea(attrs={"rows": 4})
    )
    obstacles = TidyField(
        label=REPORT["obstacles"],
        max_length=8000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    next_steps = TidyField(
        label=REPORT["next_steps"],
        max_length=8000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    on = DayField(label=REPORT["on"], help_text=gettext_lazy("The day of which this is true."))
    key = forms.UUIDField(widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, part: Contribution, initial: Said) -> None:
        super().__init__(data, initial=initial)
        self.fields["percent"].widget.attrs["class"] = "short"
        self.readings = {f"reading_{one.pk}": one for one in part.measure.indicators.all()}
        self.lines = {f"spent_{one.pk}": one for one in part.budget_lines.all()}
        for name, indicator in self.readings.items():
            unit = f", {indicator.unit}" if indicator.unit else ""
            self.fields[name] = NumberField(
                label=f"{indicator.name}{unit}", required=False, max_digits=16, decimal_places=3
            )
        for name, line in self.lines.items():
            values = {"amount": line.amount, "scale": line.scale, "currency": line.currency,
                      "source": line.source}  # fmt: skip
            self.fields[name] = NumberField(
                label=_("Spent so far, of %(sum)s") % {"sum": money(values)},
                required=False,
                min_value=0,
                max_digits=16,
                decimal_places=3,
                help_text=_("In the same units as the budget: %(scale)s %(currency)s.")
                % {"scale": line.get_scale_display(), "currency": line.currency},
            )

    @property
    def words(self) -> list[forms.BoundField]:
        return [self[name] for name in ("status", "percent", "achieved", "obstacles",
                                        "next_steps", "on")]  # fmt: skip

    @property
    def numbers(self) -> list[forms.BoundField]:
        return [self[name] for name in (*self.readings, *self.lines)]

    def said(self) -> Said:
        """What was typed, as a report."""
        data = self.cleaned_data
        return {
            **{name: data[name] for name in ("status", "percent", "achieved", "obstacles",
                                             "next_steps", "on")},
            "readings": {one.pk: data[name] for name, one in self.readings.items()
                         if data[name] is not None},
            "spent": {one.pk: data[name] for name, one in self.lines.items()
                      if data[name] is not None},
        }  # fmt: skip

    def refuse(self, messages: dict[str, list[str]]) -> None:
        """Put what the verb refused beside the fields it speaks of."""
        for name, sentences in messages.items():
            self.add_error(name if name in self.fields else None, sentences)
