"""What reviewers type of the regional project: its facts, an indicator, the value of a period."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from actionplans.models import Project, ProjectActual, ProjectIndicator
from actionplans.models.project import GROUPS, Group, Split
from actionplans.patches import plain
from coalition.forms import NumberField, TidyField

LANGUAGES = {"ru": _("in Russian"), "en": _("in English")}
YEARS: dict[str, Any] = {"min_value": 1990, "max_value": 2100}


def _area(rows: int, **kwargs: Any) -> TidyField:
    return TidyField(widget=forms.Textarea(attrs={"rows": rows}), **kwargs)


class Kept(forms.Form):
    """A form that remembers which version of a row it was opened with."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def in_languages(self, name: str) -> dict[str, str]:
        """What was typed in each language, under one name."""
        said = {code: self.cleaned_data.get(f"{name}_{code}", "") for code in LANGUAGES}
        return {code: text for code, text in said.items() if text}

    @property
    def at_version(self) -> int:
        return self.cleaned_data.get("version") or 0


def typed(value: Decimal | None) -> str:
    """A number as a person would type it: «124», not «124.000»."""
    return "" if value is None else str(plain(value))


def both(values: dict[str, Any], name: str, said: dict[str, str]) -> None:
    """Lay a text in two languages into the first values of a form."""
    values.update({f"{name}_{code}": said.get(code, "") for code in LANGUAGES})


class ProjectForm(Kept):
    """The facts of the project, each with where it is from, and the names of its outputs."""

    names_ru = TidyField(label=_("Name in Russian"), max_length=300)
    names_en = TidyField(label=_("Name in English"), max_length=300)
    donors_ru = TidyField(label=_("Donor, in Russian"), max_length=200)
    donors_en = TidyField(label=_("Donor, in English"), max_length=200)
    first_year = forms.IntegerField(label=_("First year"), **YEARS)
    last_year = forms.IntegerField(label=_("Last year"), **YEARS)
    sources_ru = _area(3, label=_("Where the facts are from, in Russian"), max_length=1000)
    sources_en = _area(3, label=_("Where the facts are from, in English"), max_length=1000)

    def __init__(self, data: Any = None, *, project: Project) -> None:
        first: dict[str, Any] = {"version": project.version}
        for name in ("names", "donors", "sources"):
            both(first, name, getattr(project, name))
        first |= {"first_year": project.first_year, "last_year": project.last_year}
        super().__init__(data, initial=first)
        self.outputs = list(project.outputs.all())
        for output in self.outputs:
            for code, words in LANGUAGES.items():
                self.fields[f"output{output.pk}_{code}"] = TidyField(
                    label=gettext("Output %(code)s, %(language)s")
                    % {"code": output.code, "language": words},
                    initial=output.names.get(code, ""), max_length=300,
                )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = cleaned.get("first_year"), cleaned.get("last_year")
        if first and last and first > last:
            self.add_error("last_year", gettext("The project ends before it begins."))
        return cleaned

    def said(self) -> dict[str, Any]:
        """The facts, for the verb."""
        words = {name: self.in_languages(name) for name in ("names", "donors", "sources")}
        years = {name: self.cleaned_data[name] for name in ("first_year", "last_year")}
        return {**words, **years}

    def names_of_outputs(self) -> dict[str, dict[str, str]]:
        """{number of an output: its names}."""
        return {one.code: self.in_languages(f"output{one.pk}") for one in self.outputs}


class IndicatorForm(Kept):
    """One indicator with its baseline and a target for each year of the project."""

    code = TidyField(
        label=_("No."), max_length=12, widget=forms.TextInput(attrs={"class": "short"})
    )
    names_ru = TidyField(label=_("Indicator, in Russian"), max_length=300)
    names_en = TidyField(label=_("Indicator, in English"), max_length=300)
    units_ru = TidyField(label=_("Unit, in Russian"), max_length=60, required=False)
    units_en = TidyField(label=_("Unit, in English"), max_length=60, required=False)
    counts = forms.ChoiceField(label=_("Values are told"), choices=ProjectIndicator.Counts.choices)
    baseline = NumberField(label=_("Baseline"), required=False, max_digits=16, decimal_places=3)
    baseline_year = forms.IntegerField(label=_("Year of the baseline"), required=False, **YEARS)
    verifications_ru = TidyField(
        label=_("Source of verification, in Russian"), max_length=300, required=False,
        help_text=_("What proves the value: lists of participants, acts, reports of cities."),
    )  # fmt: skip
    verifications_en = TidyField(
        label=_("Source of verification, in English"), max_length=300, required=False,
    )  # fmt: skip
    splits = forms.MultipleChoiceField(
        label=_("People are counted apart"), choices=Split.choices, required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    def __init__(
        self, data: Any = None, *, project: Project, indicator: ProjectIndicator | None = None
    ) -> None:
        first: dict[str, Any] = {"version": indicator.version if indicator else 0}
        known = {}
        if indicator:
            both(first, "names", indicator.names)
            both(first, "units", indicator.units)
            both(first, "verifications", indicator.verifications)
            for name in ("code", "counts", "baseline_year", "splits"):
                first[name] = getattr(indicator, name)
            first["baseline"] = typed(indicator.baseline)
            known = {one.year: typed(one.value) for one in indicator.targets.all()}
        super().__init__(data, initial=first)
        self.years = sorted({*project.years, *known})
        for year in self.years:
            self.fields[f"target_{year}"] = NumberField(
                label=gettext("Target for %(year)s") % {"year": year}, required=False,
                max_digits=16, decimal_places=3, initial=known.get(year),
            )  # fmt: skip

    def said(self) -> dict[str, Any]:
        """The indicator, for the verb."""
        data = self.cleaned_data
        names = ("code", "counts", "baseline", "baseline_year", "splits")
        return {
            "names": self.in_languages("names"), "units": self.in_languages("units"),
            "verifications": self.in_languages("verifications"),
            **{name: data[name] for name in names},
        }  # fmt: skip

    def targets(self) -> dict[int, Decimal | None]:
        """{year: value}."""
        return {year: self.cleaned_data[f"target_{year}"] for year in self.years}


class ActualForm(Kept):
    """The value of a period, the people counted apart, and a word about it."""

    value = NumberField(label=pgettext_lazy("indicator", "Value"), required=False, max_digits=16,
                        decimal_places=3, min_value=0)  # fmt: skip
    note = _area(3, label=_("Comment"), required=False, max_length=2000)
    figure = forms.ChoiceField(
        label=_("Taken from a figure of the platform"), required=False, choices=()
    )

    def __init__(
        self, data: Any = None, *, indicator: ProjectIndicator, actual: ProjectActual | None,
        figures: list[tuple[str, str]], first: dict[str, Any] | None = None,
    ) -> None:  # fmt: skip
        known: dict[str, Any] = {"version": 0, **(first or {})}
        people = {}
        if actual:
            known = {"version": actual.version, "value": typed(actual.value), "note": actual.note,
                     "figure": actual.figure, **(first or {})}  # fmt: skip
            people = {one.group: one.count for one in actual.people.all()}
        people |= {name[7:]: known.pop(name) for name in list(known) if name.startswith("people_")}
        super().__init__(data, initial=known)
        self.fields["figure"].choices = [("", gettext("no")), *figures]  # type: ignore[attr-defined]
        self.fields["value"].needed = True  # type: ignore[attr-defined]  # empty removes it
        self.splits = [Split(one) for one in Split.values if one in indicator.splits]
        self.groups = [group for split in self.splits for group in GROUPS[split]]
        for group in self.groups:
            self.fields[f"people_{group}"] = forms.IntegerField(
                label=Group(group).label, required=False, min_value=0, max_value=2_000_000_000,
                initial=people.get(group),
                widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "short"}),
            )  # fmt: skip

    @property
    def tables(self) -> list[tuple[Split, list[forms.BoundField]]]:
        """The fields of each split."""
        return [(split, [self[f"people_{group}"] for group in GROUPS[split]])
                for split in self.splits]  # fmt: skip

    def people(self) -> dict[str, int | None]:
        """{group: how many}."""
        return {group: self.cleaned_data[f"people_{group}"] for group in self.groups}


class ElsewhereForm(forms.Form):
    """Evidence that is not a measure: a meeting, a decision, a list of participants."""

    title = TidyField(label=_("What it is"), max_length=300)
    url = forms.URLField(label=_("Address"), max_length=500, required=False, assume_scheme="https")
