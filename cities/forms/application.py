"""The six tasks of an application as forms. Nothing is required while it is being filled in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from cities.models import Application, ApplicationPaper
from cities.tasks import FILES, TASKS
from coalition import clock
from coalition.forms import (
    FilesField,
    ManyFiles,
    NumberField,
    TidyField,
    UnrestrictedField,
    check_unrestricted,
)
from coalition.models.terms import term_choices, terms

QUICK = "quick_pick"
TAKEN = ".pdf,.jpg,.jpeg,.png,.docx"
SIGNED = ".sig,.p7s,.sgn,.cms"


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


def files(label: Any, *, accept: str = TAKEN, help_text: Any = "") -> FilesField:
    """Several files; what is in them is looked at by the verb."""
    return FilesField(
        label=label,
        help_text=help_text
        or _("PDF, JPG, PNG or DOCX, each up to 10 MB, together up to 11 MB at a time."),
        widget=ManyFiles(attrs={"accept": accept}),
    )


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
        """What was typed and can be kept, without the version and the files."""
        names = self._meta.fields or ()
        return {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}

    def files_given(self) -> dict[str, Any]:
        """The files that were chosen."""
        return {name: self.cleaned_data[name] for name in FILES if self.cleaned_data.get(name)}


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

        national = dict(settings.LANGUAGES).get(self.instance.national_language)
        if national:  # the country is known already, and its language with it
            self.fields["name_national"].help_text = national

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

    def clean(self) -> dict[str, Any]:
        """One coordinate without the other is no place."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        pair = ("latitude", "longitude")
        there = [name for name in pair if said.get(name) is not None]
        if len(there) == 1 and not self.errors.keys() & set(pair):
            for name in pair:
                self.add_error(name, _("Write both coordinates in degrees, or neither."))
        return said

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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.initial.get("focal_email"):  # who fills in is often who answers
            self.initial["focal_email"] = self.instance.email


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
    drr_plan_file = files(_("File of this plan"))
    climate_plan_file = files(_("File of the climate plan"))
    field_order = ("drr_plan", "drr_plan_file", "climate_plan", "climate_plan_file",
                   "early_warning", "mcr2030_stage")  # fmt: skip

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
    letter = files(
        _("Signed letter"),
        help_text=_(
            "Several pages may be several files: PDF, JPG, PNG or DOCX, each up to 10 MB, together "
            "up to 11 MB at a time."
        ),
    )
    field_order = ("letter",)

    class Meta(TaskForm.Meta):
        fields = ("accepts_declaration", "agrees_to_data", "holds_no_secrets", "agrees_to_publish")
        help_texts = {
            "agrees_to_publish": _(
                "Optional. Once the application is sent, the city stands in the list “Cities that "
                "are joining”; it can be taken off at any time."
            ),
        }


class PaperForm(forms.Form):
    """Files beside the answers; a signature says which of them it belongs to."""

    kind = forms.ChoiceField(
        label=_("What it is"),
        choices=ApplicationPaper.Kind.choices,
        initial=ApplicationPaper.Kind.OTHER,
    )
    papers = files(
        _("Files"),
        accept=f"{TAKEN},{SIGNED}",
        help_text=_(
            "PDF, JPG, PNG or DOCX; a signature: SIG, P7S, SGN or CMS. Each up to 10 MB, together "
            "up to 11 MB at a time."
        ),
    )
    signs = forms.ModelChoiceField(
        label=_("Which file it signs"),
        queryset=ApplicationPaper.objects.none(),
        required=False,
        empty_label=_("choose"),
        help_text=_("Only for a signature."),
    )
    unrestricted = UnrestrictedField()

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = application.papers.exclude(kind=ApplicationPaper.Kind.SIGNATURE)
        self.fields["papers"].needed = True  # type: ignore[attr-defined]
        self.fields["signs"].queryset = known.select_related("attachment")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if not said.get("papers"):
            self.add_error("papers", _("Choose a file."))
        check_unrestricted(self, "papers")
        is_signature = said.get("kind") == ApplicationPaper.Kind.SIGNATURE
        if is_signature and not said.get("signs"):
            self.add_error("signs", _("Choose which file the signature belongs to."))
        if not is_signature:
            said["signs"] = None
        return said


class CompanionForm(forms.Form):
    """Whom to invite."""

    email = forms.EmailField(
        label=_("E-mail of the second person"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )


FORMS: dict[str, type[TaskForm]] = {
    "city": CityForm,
    "people": PeopleForm,
    "hazards": HazardsForm,
    "existing": ExistingForm,
    "reasons": ReasonsForm,
    "letter": LetterForm,
}
