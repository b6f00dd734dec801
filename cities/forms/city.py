"""What a city's people type about their city."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from cities.models import City
from cities.verbs import SWITCHES
from coalition.forms import TidyField


class FactForm(forms.Form):
    """A proposed fact, corrected on the way when it needs to be."""

    value = TidyField(label=_("Value"), max_length=60, required=False)
    as_of = TidyField(label=_("As of (date or year)"), max_length=20, required=False)
    source = TidyField(label=_("Source"), max_length=300, required=False)


class SwitchesForm(forms.ModelForm):
    """What the city shows of itself and how it works."""

    review = forms.BooleanField(
        label=_("UNDP reviewers read what the city submits"), required=False
    )

    class Meta:
        model = City
        fields = SWITCHES
