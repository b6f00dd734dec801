"""What the secretariat, the Parties and the keeper write on an application."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cities.addresses import suggested_slug
from cities.checklist import Point, points, subjects
from cities.copies import unsent_of
from cities.models import (
    Application,
    CertifiedCopy,
    City,
    CompletenessMark,
    PartyVoice,
    RegisteredDocument,
)
from cities.steps import speaking_cities
from coalition.forms import DayField, TidyField
from coalition.models import User


class DeedForm(forms.Form):
    """A deed that needs no words."""

    def __init__(
        self, *args: Any, application: Application | None = None, by: User | None = None, **kw: Any
    ) -> None:
        super().__init__(*args, **kw)
        self.application, self.by = application, by


class ReturnForm(DeedForm):
    missing = TidyField(
        label=_("What to add"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The city reads this in the letter and above its application."),
    )


class PointsForm(DeedForm):
    """Eight points, each with what a person found and a note, saved as one form."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.points: list[Point] = points(self.application) if self.application else []
        for point in self.points:
            mark = point.mark
            self.fields[point.key] = forms.ChoiceField(
                label=point.words, choices=CompletenessMark.Found.choices, required=False,
                widget=forms.RadioSelect, initial=mark.found if mark else None,
            )  # fmt: skip
            self.fields[f"{point.key}_note"] = TidyField(
                label=_("Note"), max_length=300, required=False,
                initial=mark.note if mark else "",
            )  # fmt: skip

    def rows(self) -> list[tuple[Point, forms.BoundField, forms.BoundField]]:
        """Each point with its two fields."""
        return [(point, self[point.key], self[f"{point.key}_note"]) for point in self.points]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        keys = [point.key for point in self.points]
        return {"marks": {key: (data.get(key, ""), data.get(f"{key}_note", "")) for key in keys}}


class AskForm(DeedForm):
    """A question to the city, about one thing or about the whole."""

    about = forms.ChoiceField(label=_("About what"), required=False)
    text = TidyField(
        label=_("Question"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The city reads it in the letter and on its page, and answers there."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["about"].choices = [("", _("the whole application")), *subjects()]  # type: ignore[attr-defined]


class ExtendForm(DeedForm):
    until = DayField(label=_("New day"))
    reason = TidyField(
        label=_("Reason"), max_length=300, help_text=_("The Parties read it in the letter.")
    )


class SpeakForm(DeedForm):
    city = forms.ModelChoiceField(City.objects.none(), label=_("City"), empty_label=None)
    kind = forms.ChoiceField(
        label=_("Position of the city"), choices=PartyVoice.Kind, widget=forms.RadioSelect
    )
    text = TidyField(
        label=_("Comment or question"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Read by the member cities and the secretariat."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cities = speaking_cities(self.by) if self.by else []
        field = self.fields["city"]
        field.queryset = City.objects.filter(pk__in=[city.pk for city in cities])  # type: ignore[attr-defined]
        if len(cities) == 1:
            field.widget = forms.HiddenInput()
            field.initial = cities[0].pk
            said = self.application and self.application.voices.filter(city=cities[0]).first()
            if said:
                self.fields["kind"].initial, self.fields["text"].initial = said.kind, said.text


class ActForm(DeedForm):
    number = TidyField(label=_("Number of the act"), max_length=60)
    signed_on = DayField(label=_("Date of the act"))
    slug = forms.SlugField(
        label=_("Address of the city's page"),
        max_length=60,
        help_text=_("Small Latin letters and hyphens; it stays for good: /cities/…/"),
    )
    scan = forms.FileField(
        label=_("Scan of the signed act"), help_text=_("PDF, JPG or PNG, up to 10 MB.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.application:
            self.fields["slug"].initial = suggested_slug(self.application)

    def clean_slug(self) -> str:
        slug = str(self.cleaned_data["slug"]).lower().replace("_", "-").strip("-")
        if not slug[:1].isalpha():
            raise ValidationError(_("The address begins with a Latin letter."))
        return slug


class CopiesForm(DeedForm):
    cities = forms.ModelMultipleChoiceField(
        label=_("Parties"), queryset=City.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    certified_by = TidyField(label=_("Who certified the copies: post and name"), max_length=200)
    certified_on = DayField(label=_("Certified on"))
    outgoing_number = TidyField(label=_("Outgoing number"), max_length=60)
    way = forms.ChoiceField(label=_("Way sent"), choices=CertifiedCopy.Way)

    def __init__(self, *args: Any, document: RegisteredDocument | None = None, **kw: Any) -> None:
        super().__init__(*args, **kw)
        document = document or (self.application.act if self.application else None)
        lacking = [city.pk for city in unsent_of(document)] if document else []
        self.fields["cities"].queryset = City.objects.members().filter(pk__in=lacking)  # type: ignore[attr-defined]
        self.fields["cities"].initial = lacking


class ReceiptForm(forms.Form):
    """When a Party received its copy."""

    received_on = DayField(label=_("Received on"))
    receipt = TidyField(label=_("Receipt: incoming number or name"), max_length=200, required=False)


class AnswerForm(forms.Form):
    """What a city answers to a question of the secretariat."""

    text = TidyField(
        label=pgettext_lazy("of the city", "Answer"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


FORMS: dict[str, type[DeedForm]] = {
    "mark": PointsForm,
    "ask": AskForm,
    "return": ReturnForm,
    "check_complete": DeedForm,
    "notify": DeedForm,
    "speak": SpeakForm,
    "extend": ExtendForm,
    "open_consultations": DeedForm,
    "record_act": ActForm,
    "send_copies": CopiesForm,
}
