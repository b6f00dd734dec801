"""What people type about themselves, and fields that understand how people of the region type."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from allauth.account.forms import ConfirmLoginCodeForm, RequestLoginCodeForm
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from coalition.models import ApiToken, User
from coalition.text import tidy

FIRST_YEAR, LAST_YEAR = 1000, 2100
SPACES = dict.fromkeys(map(ord, " \u00a0\u202f\u2009"))


def refuse(form: forms.BaseForm, refusal: ValidationError) -> None:
    """Lay what a verb refused beside the fields it is about, else above the form."""
    if not hasattr(refusal, "error_dict"):
        form.add_error(None, refusal.messages)  # type: ignore[arg-type]
        return
    for name, said in refusal.message_dict.items():
        form.add_error(name if name in form.fields else None, said)  # type: ignore[arg-type]


class NumberField(forms.DecimalField):
    """A number as it is typed or pasted from a table: «12,5», «12 500», «12.5»."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget = forms.TextInput(attrs={"inputmode": "decimal"})

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        if isinstance(value, str):
            value = value.translate(SPACES).replace(",", ".")
            if value and not all(char in "+-.0123456789" for char in value):
                raise ValidationError(
                    _("Enter a number, for example 12,5 or 12 500."), code="invalid"
                )
        return super().to_python(value)


class TidyField(forms.CharField):
    """Text without control characters, its letters composed."""

    # Django's own sentence; our catalogue says it kinder, and so for every field
    default_error_messages = {"required": _("This field is required.")}

    def to_python(self, value: Any) -> Any:
        value = super().to_python(value)
        return tidy(value) if isinstance(value, str) else value


class UnrestrictedField(forms.BooleanField):
    """A tick beside a file: whoever uploads says that nobody is forbidden to read it."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("The file holds no information of restricted access"))
        super().__init__(required=False, **kwargs)


def check_unrestricted(form: forms.Form, *files: str, tick: str = "unrestricted") -> None:
    """Ask for the tick where a file was chosen; to be called in `clean`."""
    if any(form.cleaned_data.get(name) for name in files) and not form.cleaned_data.get(tick):
        form.add_error(tick, gettext("Confirm it, or send no file. Then choose the file again."))


class DayField(forms.DateField):
    """A day as people write it: 16.10.2025; also 2025-10-16."""

    default_error_messages = {
        "invalid": _("There is no such date. Write the day, month and year: 16.10.2026.")
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.DateInput(attrs={"placeholder": _("dd.mm.yyyy")}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> date | None:
        """Not a year so far away that no clock shows it, as a slip of the finger makes one."""
        day: date | None = super().to_python(value)
        if day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return day


class ManyFiles(forms.ClearableFileInput):
    """Several photographs or papers at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """What was chosen, as a list; whether each can be taken is for the verb to say."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(data)

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:  # type: ignore[override]
        return [one for one in (data if isinstance(data, list | tuple) else [data]) if one]


class CodeForm(RequestLoginCodeForm):
    """A code by e-mail; the address may come from the form with the password beside it."""

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        if data is not None and "email" not in data and "login" in data:
            data = {**data.dict(), "email": data["login"]}
        super().__init__(data, **kwargs)


class EnteredCodeForm(ConfirmLoginCodeForm):
    """The code that came by mail; an address without an account costs the same question."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.expected_code:
            User.objects.filter(pk=0).first()


class AcceptForm(forms.Form):
    """A new person chooses a password and says who they are."""

    post = TidyField(
        label=_("Post and office"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
    )
    first_name = TidyField(
        label=_("First name"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )
    last_name = TidyField(
        label=_("Last name"),
        max_length=150,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        help_text=_("At least 10 characters; a short sentence is good."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, data: Any = None, *, email: str = "") -> None:
        super().__init__(data)
        self.email = email

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        person = User(email=self.email, first_name=cleaned.get("first_name", ""))
        try:
            validate_password(cleaned.get("password", ""), person)
        except ValidationError as refusal:
            if "password" in cleaned:
                self.add_error("password", refusal)
        return cleaned


class ProfileForm(forms.ModelForm):
    """What a person says about themselves and in which language letters come."""

    class Meta:
        model = User
        fields = ("post", "first_name", "last_name", "phone", "shows_contacts", "language")
        field_classes = dict.fromkeys(("post", "first_name", "last_name", "phone"), TidyField)
        widgets = {
            "post": forms.TextInput(attrs={"autocomplete": "organization-title"}),
            "first_name": forms.TextInput(attrs={"autocomplete": "given-name"}),
            "last_name": forms.TextInput(attrs={"autocomplete": "family-name"}),
            "phone": forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
        }


class TokenForm(forms.ModelForm):
    """A key for a person's own program."""

    class Meta:
        model = ApiToken
        fields = ("name", "scope")
        field_classes = {"name": TidyField}
