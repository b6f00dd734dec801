"""What a city's administrator writes about its name, its head and its membership."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from cities.journal_files import AREAS
from cities.models import City, CityName, Standing
from coalition.forms import DayField, TidyField

CITY_LANGUAGES = dict(settings.LANGUAGES)


class RenameForm(forms.Form):
    """A new name in the languages of the city, from a day on, by an act."""

    kind = forms.ChoiceField(
        label=_("What is renamed"), choices=CityName.Kind, widget=forms.RadioSelect
    )
    since = DayField(label=_("From this day on"))
    act_number = TidyField(label=_("Number of the act"), max_length=60)
    act_on = DayField(label=_("Date of the act"))

    def __init__(self, *args: Any, city: City, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.languages = list(dict.fromkeys(["ru", *city.languages, "en"]))
        for code in self.languages:
            self.fields[code] = TidyField(
                label=_("New name: %(language)s") % {"language": CITY_LANGUAGES.get(code, code)},
                max_length=250, required=code == "ru",
            )  # fmt: skip
        self.order_fields(["kind", *self.languages])

    def deed(self) -> dict[str, Any]:
        """The words of the verb."""
        said = dict(self.cleaned_data)
        return said | {"names": {code: said.pop(code) for code in self.languages if code in said}}


class HeadForm(forms.Form):
    """Who signs for the city; shown only where the city ticks it."""

    post = TidyField(label=_("Post"), max_length=200)
    name = TidyField(label=_("Name"), max_length=200)
    since = DayField(label=_("In office since"))
    is_shown = forms.BooleanField(label=_("Show on the city's page"), required=False)


class StandingForm(forms.Form):
    """A pause, leaving or coming back, with the city's letter or act."""

    kind = forms.ChoiceField(label=_("What the city asks for"), widget=forms.RadioSelect)
    pages = forms.ChoiceField(
        label=_("What becomes of the public pages"), choices=Standing.Pages,
        widget=forms.RadioSelect, initial=Standing.Pages.NOTICE,
    )  # fmt: skip
    number = TidyField(label=_("Number of the city's letter or act"), max_length=60)
    on = DayField(label=_("Date of the letter or act"))
    scan = forms.FileField(
        label=_("Scan of the letter or act"), required=False,
        help_text=_("PDF, JPG or PNG, up to 10 MB."),
    )  # fmt: skip
    sure = forms.BooleanField(label=_("The city's leadership has decided so"))

    def __init__(self, *args: Any, kinds: list[Standing.Kind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            (kind.value, WORDS[kind]) for kind in kinds
        ]
        if kinds == [Standing.Kind.RESUME]:
            del self.fields["pages"]


WORDS = {
    Standing.Kind.PAUSE: _("a pause: the city reads on, writes nothing and may come back any time"),
    Standing.Kind.LEAVE: _("leaving: the city takes its data along and may join anew later"),
    Standing.Kind.RESUME: _("coming back after the pause"),
}


class WhyForm(forms.Form):
    """Why a file is taken back."""

    why = TidyField(
        label=_("Why"), max_length=300, help_text=_("Stays in the journal; the file goes for good.")
    )


class JournalFilter(forms.Form):
    """Which lines of the journal."""

    who = forms.ChoiceField(label=_("Who"), required=False)
    about = forms.ChoiceField(label=_("About what"), required=False)
    since = DayField(label=_("From"), required=False)
    until = DayField(label=_("To"), required=False)

    def __init__(self, *args: Any, actors: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        areas = [(key, area[0]) for key, area in AREAS.items()]
        self.fields["who"].choices = [("", _("everybody")), *((one, one) for one in actors)]  # type: ignore[attr-defined]
        self.fields["about"].choices = [("", _("everything")), *areas]  # type: ignore[attr-defined]

    def conditions(self) -> dict[str, Any]:
        """What was understood of the address; the rest is left out."""
        self.is_valid()
        return getattr(self, "cleaned_data", {})
