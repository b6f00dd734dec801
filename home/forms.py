"""What a visitor types."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from coalition.forms import TidyField


class ReportForm(forms.Form):
    """A word about a page; the last field is for programs, people do not see it."""

    path = TidyField(label=_("Address of the page"), max_length=300)
    text = TidyField(
        label=_("What is wrong, or what did you look for?"),
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    email = forms.EmailField(
        max_length=254,
        label=_("E-mail"),
        required=False,
        help_text=_("Only if you want an answer."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    website = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise ValidationError(_("This looks like a program."))
        return ""
