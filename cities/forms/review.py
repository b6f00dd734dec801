"""What the secretariat, the Parties and the keeper write on an application."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cities.addresses import suggested_slug
from cities.models import Application, CertifiedCopy, City, PartyVoice
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
        return str(self.cleaned_data["slug"]).lower().replace("_", "-")


class CopiesForm(DeedForm):
    certified_by = TidyField(label=_("Who certified the copies: post and name"), max_length=200)
    certified_on = DayField(label=_("Certified on"))
    outgoing_number = TidyField(label=_("Outgoing number"), max_length=60)
    way = forms.ChoiceField(label=_("Way sent"), choices=CertifiedCopy.Way)


class ReceiptForm(forms.Form):
    """When a Party received its copy."""

    received_on = DayField(label=_("Received on"))
    receipt = TidyField(label=_("Receipt: incoming number or name"), max_length=200, required=False)


FORMS: dict[str, type[DeedForm]] = {
    "return": ReturnForm,
    "check_complete": DeedForm,
    "notify": DeedForm,
    "speak": SpeakForm,
    "open_consultations": DeedForm,
    "record_act": ActForm,
    "send_copies": CopiesForm,
}
