"""What a city's people type about their team and their city."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cities.models import City
from cities.verbs import SWITCHES
from coalition import clock
from coalition.forms import DayField, TidyField
from coalition.roles import roles_of


class InviteForm(forms.Form):
    """Whom to invite, and to which role."""

    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    role = forms.ChoiceField(label=_("Role"))
    until = DayField(
        label=_("Until"), required=False, help_text=_("The last day; leave empty for no end.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = [role for role in roles_of("city") if role.key != "reviewer"]
        self.fields["role"].choices = [  # type: ignore[attr-defined]
            (role.key, f"{role.name}: {role.may}") for role in roles
        ]

    def clean_until(self) -> date | None:
        until: date | None = self.cleaned_data["until"]
        if until and until < clock.today():
            raise ValidationError(_("This day has passed."))
        return until


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
