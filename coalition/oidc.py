"""Sign-in with an identity provider of one's own: it opens an account, it never makes one."""

from __future__ import annotations

from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest
from django.shortcuts import render


class Adapter(DefaultSocialAccountAdapter):
    """Only a person who is here already, by an address that the provider has verified."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def on_authentication_error(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Our own screen, whatever the provider said."""
        raise ImmediateHttpResponse(render(request, "account/provider_failed.html", status=403))
