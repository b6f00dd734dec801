"""Pages of the second step that are not allauth's own: what there is, passkeys."""

from __future__ import annotations

from typing import Any

from allauth.mfa.base.views import IndexView
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.internal import auth
from allauth.mfa.webauthn.views import AddWebAuthnView, LoginWebAuthnView
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.generic.edit import FormView

from coalition.http import workspace
from coalition.second_step import count_as_taken, is_asked, was_taken


class Steps(IndexView):
    """Which second steps a person has, and which they may add."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        asked = is_asked(user)
        return super().get_context_data(**kwargs) | {
            "asked": asked,
            "owed": asked and not was_taken(self.request.session, user),
        }


class AddPasskey(AddWebAuthnView):
    """A passkey that signs in by itself, since the device asks for a finger, a face or a PIN."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = FormView.get_context_data(self, **kwargs)
        context["js_data"] = {"creation_options": auth.begin_registration(self.request.user, True)}
        return context

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        count_as_taken(self.request, Authenticator.Type.WEBAUTHN)
        return response


class ActivateApp(ActivateTOTPView):
    """An app on the telephone; whoever has entered its digits has shown the step."""

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        count_as_taken(self.request, Authenticator.Type.TOTP)
        return response


class EnterByPasskey(LoginWebAuthnView):
    """Sign-in by passkey alone."""

    def form_invalid(self, form: Any) -> HttpResponse:
        messages.error(self.request, _("This passkey does not open an account here."))
        return redirect("account_login")


index = workspace(Steps.as_view())
activate_app = workspace(ActivateApp.as_view())
add_passkey = workspace(AddPasskey.as_view())
enter_by_passkey = EnterByPasskey.as_view()
enter_by_passkey.audience = "signed-in"  # type: ignore[attr-defined]  # without a passkey: the door
