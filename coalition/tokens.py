"""Who is calling /api/v1/: a person's program with its key, or the person's own browser."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.utils.translation import gettext as _

from coalition.models import ApiToken, User
from coalition.second_step import is_asked

ENOUGH = {  # which keys open what
    ApiToken.Scope.READ: (ApiToken.Scope.READ, ApiToken.Scope.WRITE),
    ApiToken.Scope.WRITE: (ApiToken.Scope.WRITE,),
}


class CallerRefused(Exception):
    """The caller cannot be let in: 401 when nobody is known, 403 when the key opens less."""

    def __init__(self, status: int, detail: str, code: str = "") -> None:
        super().__init__(detail)
        self.status, self.detail, self.code = status, detail, code


def token_of(request: HttpRequest) -> ApiToken | None:
    """The key that came with the request, when it is in force."""
    kind, _space, secret = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "bearer" or not secret.strip():
        return None
    tokens = ApiToken.objects.filter(revoked_at=None, user__is_active=True)
    digest = ApiToken.digest_of(secret.strip())
    return tokens.filter(digest=digest).select_related("user").first()


def program(request: HttpRequest, scope: str) -> User | None:
    """The person whose program calls; None when no key was sent.

    A key that does not work is refused, never overlooked: the program must learn of it.
    """
    if "Authorization" not in request.headers:
        return None
    token = token_of(request)
    if token is None:
        raise CallerRefused(401, _("This key is not valid. Make a new one in your settings."))
    if token.scope not in ENOUGH[ApiToken.Scope(scope)]:
        raise CallerRefused(403, _("This key may only read. Make one that may report progress."))
    if not token.with_second_step and is_asked(token.user):
        sentence = _("Your role needs a second step of sign-in. Make a new key after showing it.")
        raise CallerRefused(403, sentence)
    return token.user


def caller(request: HttpRequest, scope: str) -> User:
    """The person behind a request: by key, else by session with the security token of a form."""
    user = program(request, scope)
    if user is not None:
        return user
    if not request.user.is_authenticated:
        raise CallerRefused(401, _("Sign in, or send a key: Authorization: Bearer …"))
    if _is_forged(request):
        sentence = _("The security token is missing or old. Load the page anew.")
        raise CallerRefused(403, sentence, "csrf")
    return request.user


class _NoForgery(CsrfViewMiddleware):
    """Says whether it would refuse, and writes no log line of its own."""

    def _reject(self, request: HttpRequest, reason: str) -> HttpResponse:
        return HttpResponse(reason, status=403)


def _no_view() -> HttpResponse:
    return HttpResponse()


def _is_forged(request: HttpRequest) -> bool:
    """Whether a request that relies on the session lacks the security token of our own pages."""
    guard = _NoForgery(lambda _request: HttpResponse())
    request.csrf_processing_done = False  # type: ignore[attr-defined]
    guard.process_request(request)
    return guard.process_view(request, _no_view, (), {}) is not None
