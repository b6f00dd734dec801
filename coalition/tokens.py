"""Who is calling /api/v1/: a person's program with its key, or the person's own browser."""

from __future__ import annotations

from django.http import HttpRequest
from django.middleware.csrf import CsrfViewMiddleware
from django.utils.translation import gettext as _

from coalition.models import ApiToken, User

SCOPES = {"read": ("read", "write"), "write": ("write",)}  # which keys open what


class CallerRefused(Exception):
    """The caller cannot be let in: 401 when nobody is known, 403 when the key opens less."""

    def __init__(self, status: int, detail: str) -> None:
        super().__init__(detail)
        self.status, self.detail = status, detail


def user_of_token(request: HttpRequest, scope: str) -> User | None:
    """The person whose key came with the request; None when there is none to look at.

    A key that is unknown, revoked or of somebody who has left is refused, never overlooked:
    a program must learn that its key no longer works.
    """
    given = request.headers.get("Authorization")
    if given is None:
        return None
    kind, _space, secret = given.partition(" ")
    token = None
    if kind.lower() == "bearer" and secret.strip():
        token = (
            ApiToken.objects.select_related("user")
            .filter(
                digest=ApiToken.digest_of(secret.strip()), revoked_at=None, user__is_active=True
            )
            .first()
        )
    if token is None:
        raise CallerRefused(401, _("This key is not valid. Make a new one in your settings."))
    if token.scope not in SCOPES[scope]:
        raise CallerRefused(403, _("This key may only read. Make one that may report progress."))
    return token.user


def caller(request: HttpRequest, scope: str) -> User:
    """The person behind a request: by key, else by session with the security token of a form."""
    user = user_of_token(request, scope)
    if user is not None:
        return user
    if not request.user.is_authenticated:
        raise CallerRefused(401, _("Sign in, or send a key: Authorization: Bearer …"))
    if _is_forged(request):
        raise CallerRefused(403, _("The security token is missing or old. Reload the page."))
    return request.user


def _is_forged(request: HttpRequest) -> bool:
    """Whether a request that relies on the session lacks the security token of our own pages."""
    check = CsrfViewMiddleware(lambda _request: None)  # type: ignore[arg-type, return-value]
    request.csrf_processing_done = False  # type: ignore[attr-defined]
    check.process_request(request)
    return check.process_view(request, lambda: None, (), {}) is not None
