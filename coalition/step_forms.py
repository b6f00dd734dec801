"""Forms of the second step, where ours allow what allauth's own do not."""

from __future__ import annotations

from typing import Any

from allauth.mfa.recovery_codes.forms import GenerateRecoveryCodesForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _


class PasskeyForm(AddWebAuthnForm):
    """A passkey and what its person calls it; every one of ours signs in without a password."""

    passwordless = None
    name = forms.CharField(
        label=_("What to call it"),
        required=False,
        max_length=60,
        help_text=_("For example: telephone, work computer."),
    )


class PrintedCodesForm(GenerateRecoveryCodesForm):
    """Printed codes are a second step of their own, for whoever has no telephone."""

    def clean(self) -> dict[str, Any]:
        return forms.Form.clean(self) or {}
