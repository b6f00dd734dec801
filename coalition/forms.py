"""What people type about themselves, and fields that understand how people of the region type."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from coalition.models import ApiToken, User
from coalition.text import tidy

SPACES = dict.fromkeys(map(ord, " \u00a0\u202f\u2009"))


class NumberField(forms.DecimalField):
    """A number as it is typed or pasted from a table: «12,5», «12 500», «12.5»."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget = forms.TextInput(attrs={"inputmode": "decimal"})

    def to_python(self, value: Any) -> Decimal | None:
        if isinstance(value, str):
            value = value.translate(SPACES).replace(",", ".")
            if value and not all(char in "+-.0123456789" for char in value):
                raise ValidationError(
                    _("Enter a number, for example 12,5 or 12 500."), code="invalid"
                )
        return super().to_python(value)


class TidyField(forms.CharField):
    """Text without control characters, its letters composed."""

    def to_python(self, value: Any) -> Any:
        value = super().to_python(value)
        return tidy(value) if isinstance(value, str) else value


class DayField(forms.DateField):
    """A day as people write it: 16.10.2025; also 2025-10-16."""

    default_error_messages = {  # noqa: RUF012 -- Django's attribute
        "invalid": _("There is no such date. Write the day, month and year: 16.10.2026.")
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.DateInput(attrs={"placeholder": _("dd.mm.yyyy")}))
        super().__init__(**kwargs)


class AcceptForm(forms.Form):
    """A new person chooses a password and says who they are."""

    first_name = TidyField(label=_("First name"), max_length=150)
    last_name = TidyField(label=_("Last name"), max_length=150, required=False)
    post = TidyField(label=_("Post and office"), max_length=200)
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        help_text=_("At least 10 characters; a short sentence is good."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password)
        return password


class ProfileForm(forms.ModelForm):
    """What a person says about themselves and in which language letters come."""

    class Meta:
        model = User
        fields = ("first_name", "last_name", "post", "phone", "shows_contacts", "language")


class TokenForm(forms.ModelForm):
    """A key for a person's own program."""

    class Meta:
        model = ApiToken
        fields = ("name", "scope")
