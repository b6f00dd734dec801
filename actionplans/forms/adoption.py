"""What an approver types: a note for the editor, or the act that was signed on paper."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coalition.forms import DayField, TidyField, UnrestrictedField, check_unrestricted

ACT = ("act_kind", "act_number", "act_date", "act_signatory", "scan", "unrestricted", "shows_scan")


class DecisionForm(forms.Form):
    """A note of what to change, and the signed act where there is one."""

    note = TidyField(
        label=_("Note for the editor"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Needed only to return something: what should be changed."),
    )
    act_kind = TidyField(label=_("Kind of act"), required=False, max_length=100,
                         help_text=_("Decision, order, resolution."))  # fmt: skip
    act_number = TidyField(label=_("Number"), required=False, max_length=60)
    act_date = DayField(label=_("Date"), required=False)
    act_signatory = TidyField(label=_("Signed by (post)"), required=False, max_length=200)

    scan = forms.FileField(
        label=_("Scan of the act"),
        required=False,
        help_text=_("PDF or JPG. It is kept with the edition for the city's people."),
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg"}),
    )
    unrestricted = UnrestrictedField()
    shows_scan = forms.BooleanField(label=_("Show the scan to everybody"), required=False)

    @property
    def act(self) -> list[forms.BoundField]:
        return [self[name] for name in ACT]

    @property
    def names_an_act(self) -> bool:
        """Whether an act on paper is meant; its day is then that of the edition, never today's."""
        return any(self.cleaned_data[name] for name in ("act_kind", "act_number", "scan"))

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        check_unrestricted(self, "scan")
        return said
