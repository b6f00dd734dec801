"""The door: allauth with our letters, our screens and no sign-up."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as allauth_context
from allauth.core.exceptions import ImmediateHttpResponse
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation

from coalition.errors import screen
from coalition.letters import post_letter
from coalition.models import User

LETTERS = {
    "account/email/login_code": "login_code",
    "account/email/password_reset_key": "password_reset",
    "account/email/unknown_account": "unknown_account",
}
TOO_MANY = {"too_many_login_attempts": 5, "rate_limited": 1}  # how many minutes to wait


class Adapter(DefaultAccountAdapter):
    """Accounts begin with an invitation; letters leave by the outbox, in the person's language."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def validation_error(self, code: str, *args: Any) -> ValidationError:
        """Too many failures are one designed screen, the same for known and unknown addresses."""
        if code in TOO_MANY:
            request = allauth_context.request
            raise ImmediateHttpResponse(screen(request, 429, minutes=TOO_MANY[code]))
        return super().validation_error(code, *args)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        user = User.objects.filter(email__iexact=email).first()
        language = user.language if user else translation.get_language() or "ru"
        post_letter(
            email,
            LETTERS[template_prefix],
            language=language,
            code=context.get("code", ""),
            path=self.reset_path(context, language),
        )

    def reset_path(self, context: dict[str, Any], language: str) -> str:
        """Where a new password is chosen; the host comes from SITE_URL, never from the request."""
        if "key" not in context:
            return ""
        with translation.override(language):
            return reverse(
                "account_reset_password_from_key",
                kwargs={"uidb36": context["uid"], "key": context["key"]},
            )

    def send_notification_mail(
        self, template_prefix: str, user: AbstractBaseUser, *_args: Any, **_kwargs: Any
    ) -> None:
        """A letter about each change of a password or of the second factor."""
        assert isinstance(user, User)  # noqa: S101 -- there is no other kind of person here
        what = template_prefix.rsplit("/", 1)[1]
        post_letter(user.email, "notice", language=user.language, what=what)

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """The page a person lands on says enough."""

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return reverse("work")

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        return reverse("home")
