"""The door: allauth with our letters and without sign-up."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest
from django.utils import translation

from coalition.letters import post_letter
from coalition.models import User

LETTERS = {
    "account/email/login_code": "login_code",
    "account/email/password_reset_key": "password_reset",
    "account/email/unknown_account": "unknown_account",
}


class Adapter(DefaultAccountAdapter):
    """Accounts begin with an invitation; letters leave by the outbox, in the person's language."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        user = User.objects.filter(email__iexact=email).first()
        language = user.language if user else translation.get_language() or "ru"
        wanted = {
            name: context[name] for name in ("code", "password_reset_url") if name in context
        }
        post_letter(email, LETTERS.get(template_prefix, "notice"), language=language, **wanted)

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """The page a person lands on says enough."""

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return settings.LOGIN_REDIRECT_URL
