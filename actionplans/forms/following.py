"""What a city says when it begins its next plan: title, period, what to take along."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from actionplans.dues import in_year
from actionplans.models import ActionPlan, Contribution, Measure
from coalition.forms import DayField, TidyField, refuse

ENDED = {Contribution.Status.COMPLETED, Contribution.Status.CANCELLED}


class Line(NamedTuple):
    """One measure that may be taken along: its tick and its new year."""

    measure: Measure
    part: Contribution | None
    take: forms.BoundField
    year: forms.BoundField


def _retitled(plan: ActionPlan, since: int, until: int) -> str:
    """The title of the plan in force with the years of the next one in place of its own."""
    years = {str(plan.period_start.year): str(since), str(plan.period_end.year): str(until)}
    return re.sub(r"\b\d{4}\b", lambda found: years.get(found[0], found[0]), plan.title)


class NextPlanForm(forms.Form):
    """The next plan of a city; unfinished measures of the one before are ticked."""

    title = TidyField(label=_("Title"), max_length=400, widget=forms.Textarea({"rows": 2}))
    since = DayField(label=_("Begins on"))
    until = DayField(label=_("Ends on"))

    def __init__(self, data: Any = None, *, plan: ActionPlan, measures: Iterable[Measure]) -> None:
        since = plan.period_end + timedelta(days=1)
        years = plan.period_end.year - plan.period_start.year
        until = in_year(plan.period_end, since.year + years)
        title = _retitled(plan, since.year, until.year)
        super().__init__(data, initial={"title": title, "since": since, "until": until})
        self.measures = list(measures)
        for one in self.measures:
            part = next(iter(one.contributions.all()), None)
            self.fields[f"take_{one.pk}"] = forms.BooleanField(
                label=f"{one.code} {one.title}",
                required=False,
                initial=part is None or part.status not in ENDED,
            )
            self.fields[f"year_{one.pk}"] = forms.IntegerField(
                label=_("New year"),
                required=False,
                min_value=2000,
                max_value=2199,
                widget=forms.TextInput({"inputmode": "numeric", "class": "short"}),
            )

    @property
    def about(self) -> list[forms.BoundField]:
        return [self[name] for name in ("title", "since", "until")]

    @property
    def lines(self) -> list[Line]:
        return [
            Line(one, next(iter(one.contributions.all()), None),
                 self[f"take_{one.pk}"], self[f"year_{one.pk}"])
            for one in self.measures
        ]  # fmt: skip

    @property
    def period(self) -> tuple[date, date]:
        return self.cleaned_data["since"], self.cleaned_data["until"]

    def dues(self) -> dict[int, date | None]:
        """The measures to take along, each with its date in its new year where one is said."""
        said = self.cleaned_data
        found: dict[int, date | None] = {}
        for one in self.measures:
            if said[f"take_{one.pk}"]:
                year = said[f"year_{one.pk}"]
                due = one.due_on or self.period[1]
                found[one.pk] = in_year(due, year) if year else None
        return found

    def refuse(self, refusal: ValidationError) -> None:
        """Put what the verb refused beside the fields it speaks of."""
        refuse(self, refusal)
