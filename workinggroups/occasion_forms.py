"""What the secretariat types about dates of the region."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from coalition.forms import DayField, TidyField
from workinggroups.models import Occasion

TOLD = {"name": "names", "place": "places", "source": "sources"}


class OccasionForm(forms.Form):
    """An event with its day, or the year alone, and the source that says so."""

    name = TidyField(label=_("Event"), max_length=200)
    name_en = TidyField(label=_("The same in English"), max_length=200, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=Occasion.Kind.choices)
    day = DayField(label=_("First day"), required=False)
    last = DayField(
        label=_("Last day"), required=False, help_text=_("If it takes longer than a day.")
    )
    year = forms.IntegerField(
        label=_("Only the year is known"), required=False, min_value=1990, max_value=2100,
        help_text=_("If the source names the year without a day."),
        widget=forms.TextInput(attrs={"class": "short", "inputmode": "numeric"}),
    )  # fmt: skip
    yearly = forms.BooleanField(label=_("It comes back on this day every year"), required=False)
    place = TidyField(label=_("Place"), max_length=200, required=False)
    place_en = TidyField(label=_("The place in English"), max_length=200, required=False)
    source = TidyField(
        label=_("Source and its year"), max_length=300,
        help_text=_("The document that names this date. Visitors see it beside the event."),
    )  # fmt: skip
    source_en = TidyField(label=_("The source in English"), max_length=300, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, occasion: Occasion | None = None) -> None:
        self.occasion = occasion
        super().__init__(data, initial=first_of(occasion) if occasion else {})

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        day, year = data.get("day"), data.get("year")
        if not self.errors and bool(day) == bool(year):
            self.add_error("day", gettext("Say the day, or the year alone."))
        if data.get("last") and day and data["last"] < day:
            self.add_error("last", gettext("The last day is before the first."))
        if year and data.get("yearly"):
            self.add_error("yearly", gettext("An event of every year needs its day."))
        return data

    def said(self) -> dict[str, Any]:
        """The event, for the verb; what stands in further languages stays."""
        data, year = self.cleaned_data, self.cleaned_data["year"]
        said: dict[str, Any] = {"kind": data["kind"], "yearly": data["yearly"]}
        said["starts_on"] = data["day"] or date(year, 1, 1)
        said["ends_on"] = date(year, 12, 31) if year else data["last"] or data["day"]
        said["day_known"] = not year
        for field, column in TOLD.items():
            kept = dict(getattr(self.occasion, column)) if self.occasion else {}
            kept |= {"ru": data[field], "en": data[f"{field}_en"]}
            said[column] = {code: words for code, words in kept.items() if words}
        return said


def first_of(occasion: Occasion) -> dict[str, Any]:
    """What a form shows of an event that is there."""
    first: dict[str, Any] = {"kind": occasion.kind, "yearly": occasion.yearly,
                             "version": occasion.version}  # fmt: skip
    for field, column in TOLD.items():
        words = getattr(occasion, column)
        first |= {field: words.get("ru", ""), f"{field}_en": words.get("en", "")}
    if not occasion.day_known:
        return first | {"year": occasion.starts_on.year}
    lasts = occasion.ends_on != occasion.starts_on
    return first | {"day": occasion.starts_on, "last": occasion.ends_on if lasts else None}
