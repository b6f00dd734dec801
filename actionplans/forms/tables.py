"""Small tables in the form of a measure: money, indicators, steps."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from actionplans.forms.fields import office_said
from actionplans.models import BudgetLine, Executor, Indicator
from actionplans.patches import Values, plain
from coalition.forms import DayField, NumberField, TidyField
from coalition.models.terms import in_language, term_choices, terms

MOST_ROWS = 40


class Row(forms.Form):
    """One row of a table; a row that was never filled in is left out."""

    id = forms.IntegerField(required=False, widget=forms.HiddenInput)
    filled_by: tuple[str, ...] = ()  # a new row counts once one of these is typed

    def said(self) -> Values | None:
        """The row as a patch keeps it, None for an empty one."""
        data = self.cleaned_data
        if not any(data.get(name) not in (None, "", []) for name in self.filled_by):
            return None
        values = self.values()
        return {**values, "id": data["id"]} if data.get("id") else values

    def values(self) -> Values:
        raise NotImplementedError


class PersonRow(Row):
    """An office that takes part beside the lead."""

    filled_by = ("department", "name")
    role = forms.ChoiceField(
        label=_("Takes part as"),
        choices=[one for one in Executor.Role.choices if one[0] != Executor.Role.LEAD],
        required=False,
    )
    department = forms.ChoiceField(label=_("Office"), required=False)
    name = TidyField(label=_("or its name in words"), max_length=250, required=False)
    by_agreement = forms.BooleanField(label=_("subject to agreement"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["department"].choices = [  # type: ignore[attr-defined]
            ("", _("not chosen")), *term_choices("department_types"),
        ]  # fmt: skip

    def values(self) -> Values:
        data = self.cleaned_data
        said = office_said(data["name"])
        department = data["department"]
        # offices outside the city's administration are asked first
        asked = "department" in self.changed_data and bool(department) and (
            terms("department_types")[department].data.get("by_agreement")
        )  # fmt: skip
        return {
            "role": data["role"] or "co",
            "department": department,
            "name": said["name"],
            "by_agreement": bool(data["by_agreement"] or said["by_agreement"] or asked),
        }


class BudgetRow(Row):
    """Money from one source."""

    filled_by = ("amount",)
    amount = NumberField(label=_("Sum"), min_value=0, max_digits=16, decimal_places=3,
                         required=False)  # fmt: skip
    scale = forms.TypedChoiceField(
        label=_("in"), choices=BudgetLine.Scale.choices, coerce=int, required=False
    )
    currency = forms.ChoiceField(label=_("Currency"), required=False)
    source = forms.ChoiceField(label=_("Source"), required=False)
    secured = NumberField(label=_("of which secured"), min_value=0, max_digits=16,
                          decimal_places=3, required=False)  # fmt: skip
    comment = TidyField(label=_("Comment"), max_length=300, required=False)
    price_year = forms.IntegerField(label=_("In prices of the year"), min_value=1990,
                                    max_value=2100, required=False)  # fmt: skip

    def __init__(self, *args: Any, currency: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["currency"].choices = term_choices("currencies")  # type: ignore[attr-defined]
        self.fields["source"].choices = term_choices("budget_sources")  # type: ignore[attr-defined]
        self.fields["currency"].initial = currency
        self.fields["scale"].initial = BudgetLine.Scale.MILLION

    def values(self) -> Values:
        data = self.cleaned_data
        return {
            "source": data["source"],
            "amount": plain(data["amount"]),
            "currency": data["currency"],
            "scale": data["scale"] or 1,
            "price_year": data["price_year"],
            "secured": plain(data["secured"]) or "0",
            "comment": data["comment"],
        }


class IndicatorRow(Row):
    """Something that is counted."""

    filled_by = ("name",)
    name = TidyField(label=_("What is counted"), max_length=300, required=False)
    unit = TidyField(label=_("Unit"), max_length=40, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=Indicator.Kind.choices, required=False)
    better = forms.ChoiceField(label=_("Direction of change"), choices=Indicator.Better.choices,
                               required=False)  # fmt: skip
    baseline = NumberField(label=_("At the beginning"), max_digits=16, decimal_places=3,
                           required=False)  # fmt: skip
    baseline_year = forms.IntegerField(label=_("Year of the beginning"), min_value=1990,
                                       max_value=2100, required=False)  # fmt: skip
    target = NumberField(label=_("Target value"), max_digits=16, decimal_places=3, required=False)
    target_year = forms.IntegerField(label=_("Year of the target"), min_value=1990,
                                     max_value=2100, required=False)  # fmt: skip
    source = TidyField(label=_("Source of data"), max_length=300, required=False)

    def __init__(self, *args: Any, known: dict[int, Values] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = known or {}  # names in other languages stay

    def values(self) -> Values:
        data = self.cleaned_data
        before = self.known.get(data.get("id") or 0, {})
        return {
            "names": renamed(before.get("names") or {}, data["name"]),
            "units": renamed(before.get("units") or {}, data["unit"]),
            "kind": data["kind"] or "output",
            "better": data["better"] or "higher",
            "baseline": plain(data["baseline"]),
            "baseline_year": data["baseline_year"],
            "target": plain(data["target"]),
            "target_year": data["target_year"],
            "source": data["source"],
        }


def renamed(names: dict[str, str], said: str) -> dict[str, str]:
    """The word in Russian; translations stay only while the word is the same."""
    return names if names.get("ru") == said else {"ru": said}


class StepRow(Row):
    """A step with its own day."""

    filled_by = ("title",)
    title = TidyField(label=_("Step"), max_length=300, required=False)
    due_on = DayField(label=_("Due"), required=False)
    done_on = DayField(label=_("Done"), required=False)

    def values(self) -> Values:
        data = self.cleaned_data
        return {name: data[name].isoformat() if data[name] else None
                for name in ("due_on", "done_on")} | {"title": data["title"]}  # fmt: skip


def initial_rows(name: str, rows: list[Values]) -> list[Values]:
    """Rows of a patch as the table shows them."""
    if name != "indicators":
        return [dict(row) for row in rows]
    return [
        {**row, "name": in_language(row.get("names") or {}, "ru"),
         "unit": in_language(row.get("units") or {}, "ru")}
        for row in rows
    ]  # fmt: skip


def table(row: type[Row]) -> type[forms.BaseFormSet]:
    """A table of such rows with one empty row more; removing is emptying or ticking."""
    return forms.formset_factory(
        row, extra=1, can_delete=True, max_num=MOST_ROWS, absolute_max=MOST_ROWS + 10
    )


TABLES: dict[str, type[Row]] = {
    "people": PersonRow,
    "budget": BudgetRow,
    "indicators": IndicatorRow,
    "milestones": StepRow,
}
