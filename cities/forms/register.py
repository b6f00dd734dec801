"""What the keeper writes into the register of documents, and what anybody asks of it."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cities.models import RegisteredDocument
from coalition.forms import DayField, NumberField, TidyField, UnrestrictedField, check_unrestricted

Kind = RegisteredDocument.Kind
SHA256 = re.compile(r"[0-9a-f]{64}")


class DocumentForm(forms.Form):
    """An entry of the register; a correction is written with the same form."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices)
    title = TidyField(label=_("Title"), max_length=250)
    number = TidyField(label=_("Number"), max_length=60, required=False)
    dated = DayField(label=_("Date of the document"))
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    original = forms.ModelChoiceField(
        RegisteredDocument.objects.none(),
        label=_("Translation of"),
        required=False,
        empty_label=_("this is not a translation"),
    )
    kept_at = TidyField(label=_("Where the original is kept"), max_length=250, required=False)
    silence_days = NumberField(
        label=_("Days after which silence counts as consent"), required=False, min_value=1,
        max_digits=3, decimal_places=0,
        help_text=_("Only for rules of procedure that say so themselves. Otherwise leave empty."),
    )  # fmt: skip
    scan = forms.FileField(
        label=_("Scan"), required=False, help_text=_("PDF, JPG or PNG, up to 10 MB.")
    )
    text_file = forms.FileField(
        label=_("Text, word for word"), required=False,
        help_text=_("A plain text file in UTF-8. It is shown exactly as it stands there."),
    )  # fmt: skip
    unrestricted = UnrestrictedField()
    shows = forms.ChoiceField(
        label=_("What everybody sees"), choices=RegisteredDocument.Shows.choices,
        widget=forms.RadioSelect,
    )  # fmt: skip

    def __init__(self, *args: Any, document: RegisteredDocument | None = None, **kw: Any) -> None:
        if document is not None:
            names = ("kind", "title", "number", "dated", "language", "original", "kept_at",
                     "silence_days", "shows")  # fmt: skip
            kw.setdefault("initial", {name: getattr(document, name) for name in names})
        super().__init__(*args, **kw)
        originals = RegisteredDocument.objects.standing().exclude(kind=Kind.TRANSLATION)
        self.fields["original"].queryset = originals  # type: ignore[attr-defined]
        if document is not None:
            del self.fields["kind"]
        else:
            self.fields["shows"].initial = RegisteredDocument.Shows.WHOLE

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        check_unrestricted(self, "scan", "text_file")
        return data

    def words(self) -> dict[str, Any]:
        """What the deed takes: everything but the tick."""
        data = {name: value for name, value in self.cleaned_data.items() if name != "unrestricted"}
        days = data["silence_days"]
        return {**data, "silence_days": None if days is None else int(days)}


class WithdrawScanForm(forms.Form):
    why = TidyField(
        label=_("Why"), max_length=300, help_text=_("It stays in the register instead of the scan.")
    )


class CheckForm(forms.Form):
    """A file, or its sum, to be compared with the register; nothing of it is kept."""

    file = forms.FileField(
        label=_("File"), required=False,
        help_text=_("Up to 10 MB. The file is compared and not kept."),
    )  # fmt: skip
    sum = forms.CharField(
        label=_("Or the SHA-256 sum of the file"), required=False, max_length=100,
        help_text=_("64 characters, 0–9 and a–f."),
    )  # fmt: skip

    def clean_sum(self) -> str:
        typed = "".join(str(self.cleaned_data["sum"]).split()).lower()
        if typed and not SHA256.fullmatch(typed):
            raise ValidationError(gettext("A SHA-256 sum is 64 characters, 0–9 and a–f."))
        return typed

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file and file.size > settings.UPLOAD_LIMIT:
            raise ValidationError(gettext("The file is larger than 10 MB."))
        return file

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not data.get("file") and not data.get("sum"):
            raise ValidationError(gettext("Choose a file, or type its sum."))
        return data
