"""A file or a link that somebody puts beside a measure."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from actionplans.models import Measure
from coalition.forms import TidyField, refuse


class EvidenceForm(forms.Form):
    """A file, or the address of a page, with a word on what it is."""

    title = TidyField(label=_("What it is"), max_length=200, required=False,
                      help_text=_("For example: act of acceptance, photo of the dam."))  # fmt: skip
    file = forms.FileField(
        label=_("File"), required=False, help_text=_("PDF, JPG or PNG, at most 10 MB.")
    )
    url = forms.URLField(
        label=_("or an address on the web"), required=False, max_length=500, assume_scheme="https"
    )
    visibility = forms.ChoiceField(label=_("Seen by"), choices=Measure.Visibility.choices)
    is_open = forms.BooleanField(
        label=_("It holds no information of restricted distribution"),
        error_messages={
            "required": _("Confirm that it holds no information of restricted distribution.")
        },
    )

    def __init__(self, *args: Any, decides: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("file", "url"):  # one of the two is needed
            self.fields[name].needed = True  # type: ignore[attr-defined]
        if not decides:  # the approver shows it to everybody
            self.fields["visibility"].choices = Measure.Visibility.choices[:1]  # type: ignore[attr-defined]

    def refuse(self, refusal: ValidationError) -> None:
        """Put what the verb refused beside the fields it speaks of."""
        refuse(self, refusal)
