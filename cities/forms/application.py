"""The six tasks of an application as forms. Nothing is required while it is being filled in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from cities.models import Application
from cities.tasks import TASKS
from coalition import clock
from coalition.forms import NumberField, TidyField
from coalition.models.terms import term_choices, terms

QUICK = "quick_pick"


def callback(field: models.Field, **kwargs: Any) -> forms.Field | None:
    """Text is tidied; a long text gets room."""
    if type(field) in (models.CharField, models.TextField) and not field.choices:
        kwargs["form_class"] = TidyField
        if isinstance(field, models.TextField):
            kwargs["max_length"] = field.max_length
            kwargs["widget"] = forms.Textarea(attrs={"rows": 6})
    return field.formfield(**kwargs)


def nothing_or(choices: list[tuple[str, str]]) -> list[tuple[str, Any]]:
    """A list that can stay unanswered."""
    return [("", _("choose")), *choices]


class StartForm(forms.Form):
    """Where to send the link."""

    email = forms.EmailField(
        label=_("E-mail of the person who fills in the application"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class TaskForm(forms.ModelForm):
    """One task; `version` tells whether another window saved it meanwhile."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    file_fields: tuple[str, ...] = ()

    class Meta:
        model = Application
        fields: tuple[str, ...] = ()
        formfield_callback = callback

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        needed = {name for task in TASKS.values() for name in task.needed}
        for name in needed & set(self.fields):
            # may be left for later, so it is not required; nor is it an option
            self.fields[name].needed = True  # type: ignore[attr-defined]

    def answers(self) -> dict[str, Any]:
        """What was typed, without the version and the files."""
        return {name: self.cleaned_data[name] for name in self._meta.fields or ()}

    def files_given(self) -> dict[str, Any]:
        """The files that were chosen."""
        return {
            name: self.cleaned_data[name]
            for name in self.file_fields
            if self.cleaned_data.get(name)
        }


class CityForm(TaskForm):
    country = forms.ChoiceField(label=_("Country"), required=False)
    authority_type = forms.ChoiceField(label=_("Kind of authority"), required=False)
    population = NumberField(
        label=_("Population"), required=False, min_value=1, max_digits=9, decimal_places=0,
        help_text=_("Number of people, for example 12 500."),
    )  # fmt: skip
    population_year = NumberField(
        label=_("In the year"), required=False, min_value=1950, max_digits=4, decimal_places=0
    )
    latitude = NumberField(
        label=_("Latitude"), required=False, min_value=-90, max_value=90,
        help_text=_("In degrees, for example 38,56. With it the city gets its dot on the sketch."),
    )  # fmt: skip
    longitude = NumberField(label=_("Longitude"), required=False, min_value=-180, max_value=180)

    class Meta(TaskForm.Meta):
        fields = ("name_ru", "name_national", "name_en", "country", "region", "authority_type",
                  "authority_name", "population", "population_year", "latitude", "longitude",
                  "website")  # fmt: skip
        help_texts = {
            "authority_name": _("As on the official letterhead."),
            "website": _("For example https://city.example"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = nothing_or(term_choices("countries"))  # type: ignore[attr-defined]
        self.fields["authority_type"].choices = nothing_or(  # type: ignore[attr-defined]
            term_choices("authority_types")
        )

    def _whole(self, name: str) -> int | None:
        value = self.cleaned_data[name]
        return None if value is None else int(value)

    def clean_population(self) -> int | None:
        return self._whole("population")

    def clean_population_year(self) -> int | None:
        year = self._whole("population_year")
        if year and year > clock.today().year:
            raise ValidationError(_("This year has not come yet."))
        return year

    def clean_latitude(self) -> float | None:
        value = self.cleaned_data["latitude"]
        return None if value is None else float(value)

    def clean_longitude(self) -> float | None:
        value = self.cleaned_data["longitude"]
        return None if value is None else float(value)


class PeopleForm(TaskForm):
    class Meta(TaskForm.Meta):
        fields = ("head_name", "head_post", "focal_name", "focal_post", "focal_email",
                  "focal_phone", "language")  # fmt: skip
        help_texts = {
            "head_post": _("Whoever will sign the letter, for example the mayor."),
            "focal_name": _("Whoever will answer questions and lead the work in the city."),
            "focal_email": _(
                "When the act of joining is signed, the invitation for the first administrator "
                "of the city goes here."
            ),
        }
        widgets = {"focal_phone": forms.TextInput(attrs={"type": "tel"})}


class HazardsForm(TaskForm):
    hazards = forms.MultipleChoiceField(
        label=_("Main hazards"), required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta(TaskForm.Meta):
        fields = ("hazards", "other_hazards", "past_events")
        help_texts = {
            "past_events": _("Up to three: the year, the hazard, what happened."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        first = [term for term in terms("hazards").values() if QUICK in term.data]
        first.sort(key=lambda term: term.data[QUICK])
        self.fields["hazards"].choices = [(term.key, term.name) for term in first]  # type: ignore[attr-defined]


def one_of(label: Any, choices: Any) -> forms.ChoiceField:
    """A short list with every choice in sight."""
    return forms.ChoiceField(label=label, choices=choices, required=False, widget=forms.RadioSelect)


class ExistingForm(TaskForm):
    drr_plan = one_of(_("Plan of disaster risk reduction"), Application.Plan.choices)
    climate_plan = one_of(_("Climate plan"), Application.Plan.choices)
    mcr2030_stage = one_of(_("Stage in Making Cities Resilient 2030"), Application.Stage.choices)
    plans_file = forms.FileField(
        label=_("File of the plan"), required=False, help_text=_("PDF, JPG or PNG, up to 10 MB.")
    )
    file_fields = ("plans_file",)

    class Meta(TaskForm.Meta):
        fields = ("drr_plan", "climate_plan", "early_warning", "mcr2030_stage")
        help_texts = {
            "early_warning": _("How people learn of a danger today; “there is none” is an answer."),
        }


class ReasonsForm(TaskForm):
    groups = forms.MultipleChoiceField(
        label=_("Themes of working groups the city would take part in"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta(TaskForm.Meta):
        fields = ("motivation", "experience", "groups")
        help_texts = {"motivation": _("Up to 1,500 characters.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["groups"].choices = term_choices("themes")  # type: ignore[attr-defined]


class LetterForm(TaskForm):
    letter = forms.FileField(
        label=_("Signed letter"), required=False, help_text=_("PDF, JPG or PNG, up to 10 MB.")
    )
    file_fields = ("letter",)
    field_order = ("letter",)

    class Meta(TaskForm.Meta):
        fields = ("accepts_declaration", "agrees_to_publish", "agrees_to_data", "holds_no_secrets")


FORMS: dict[str, type[TaskForm]] = {
    "city": CityForm,
    "people": PeopleForm,
    "hazards": HazardsForm,
    "existing": ExistingForm,
    "reasons": ReasonsForm,
    "letter": LetterForm,
}
