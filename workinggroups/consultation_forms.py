"""What people type to consult with other cities."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy, pgettext_lazy

from cities.models import City
from coalition.forms import TidyField


class ConsultationForm(forms.Form):
    """A question to other cities, away from everybody else."""

    question = TidyField(label=gettext_lazy("Question"), max_length=200)
    words = TidyField(
        label=pgettext_lazy("consultation", "What it is about"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    cities = forms.ModelMultipleChoiceField(
        label=gettext_lazy("With which cities"),
        queryset=City.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        to_field_name="slug",
    )

    def __init__(self, *args: Any, city: City, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = City.objects.members().exclude(pk=city.pk)
        self.fields["cities"].queryset = others  # type: ignore[attr-defined]


class NoteForm(forms.Form):
    """What came of a consultation."""

    outcome = TidyField(
        label=gettext_lazy("What came of it"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
