"""The door: allauth with our letters, our screens and no sign-up."""

from __future__ import annotations

import time
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context as allauth_context
from allauth.core.exceptions import ImmediateHttpResponse, ReauthenticationRequired
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation

from coalition.errors import screen
from coalition.letters import post_letter
from coalition.models import User
from coalition.text import coalition_name

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

    def is_reauthentication_required(self, *, app: str, **_more: Any) -> bool:
        """Not for who has just signed in or taken up an invitation."""
        return not is_fresh(allauth_context.request)

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """The page a person lands on says enough."""

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return reverse("work")

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        return reverse("home")


def is_fresh(request: HttpRequest) -> bool:
    """Whether the person of this session has shown who they are within the last ten minutes."""
    records = get_authentication_records(request, request.user)  # type: ignore[arg-type]
    last = max((record["at"] for record in records), default=0)
    return time.time() - last < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


def require_fresh(request: HttpRequest) -> None:
    """Ask again who it is before a deed that gives or takes much; then it goes on by itself.

    Not with accounts to try the platform: everybody knows their password.
    """
    user = request.user
    assert isinstance(user, User)  # noqa: S101 -- asked inside
    if user.is_demo or is_fresh(request):
        return
    if Adapter().get_reauthentication_methods(user):  # else a code by mail is all there is
        raise ReauthenticationRequired


class StepAdapter(DefaultMFAAdapter):
    """The second step: by app, by passkey, or by printed codes alone."""

    def is_mfa_enabled(self, user: AbstractBaseUser, types: Any = None) -> bool:
        """Printed codes count where allauth asks whether there is any step at all."""
        if types is not None and len(types) > 1:
            types = [*types, Authenticator.Type.RECOVERY_CODES]
        return super().is_mfa_enabled(user, types)

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Passkeys belong to the site of SITE_URL; on this machine alone to `localhost`."""
        host = urlsplit(settings.SITE_URL).hostname or ""
        return {
            "id": "localhost" if host in settings.LOOPBACK else host,
            "name": coalition_name(),
        }
