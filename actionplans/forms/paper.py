"""The letter a filled-in form came with."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from coalition.forms import DayField, TidyField


class LetterForm(forms.Form):
    """The number, the date and the sender of a city's letter."""

    number = TidyField(label=_("Number of the letter"), max_length=60)
    day = DayField(label=_("Date of the letter"))
    sender = TidyField(
        label=_("Who signed it"), max_length=200, help_text=_("Post and office, then the name.")
    )
    on = DayField(label=_("As of"), help_text=_("The day of which the figures are true."))


class FilledForm(LetterForm):
    """The same with the file."""

    file = forms.FileField(label=_("The filled-in form"), help_text=_("XLSX, at most 10 MB."))


class AcceptedForm(LetterForm):
    """The same once it was looked through: what was read comes back under a seal."""

    read = forms.CharField(widget=forms.HiddenInput)
