"""Requests of people who are signed in, and what every workspace view does first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from typing import Any, cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from coalition.errors import Conflict, conflict, resume
from coalition.models import User

MARK_DIGITS = 18  # more do not fit into the database


class SignedInRequest(HttpRequest):
    """A request whose person is known."""

    user: User  # type: ignore[assignment]


def workspace(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A view for signed-in people: asks to sign in, is never kept by a cache, and is marked so.

    A form sent after the session has lapsed is shown back, not lost; two people who saved one
    record see both texts. The mark is what the matrix of rights reads: every address is either
    this or declared public.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            if request.method in ("GET", "HEAD"):
                return redirect_to_login(request.get_full_path())
            return resume(request, signed_out=True)
        try:
            return view(cast("SignedInRequest", request), *args, **kwargs)
        except Conflict as found:
            return conflict(request, found)

    wrapped = never_cache(guarded)
    wrapped.audience = "signed-in"  # type: ignore[attr-defined]
    return wrapped


def page_mark(request: HttpRequest, name: str = "before") -> int | None:
    """The row a page of a long list begins behind; None at the beginning or for nonsense."""
    return whole(request.GET.get(name, ""))


def whole(text: object) -> int | None:
    """The number somebody put into an address or a form; None for what no row can have."""
    digits = str(text)
    fits = digits.isascii() and digits.isdecimal() and len(digits) <= MARK_DIGITS
    return int(digits) if fits else None


def moment(text: str) -> datetime | None:
    """A moment from an address; None for nonsense and for what no database can compare."""
    try:
        found = parse_datetime(text)
        return found.astimezone(UTC) if found is not None and found.tzinfo is not None else None
    except (ValueError, OverflowError):
        return None


def say_once(request: HttpRequest, words: str) -> None:
    """Tell of a success, unless the same words still wait to be read: the form was sent again."""
    waiting = messages.get_messages(request)
    told = {str(one) for one in waiting}
    waiting.used = False  # type: ignore[union-attr]  # looked at here, not shown
    if words not in told:
        messages.success(request, words)


def say_invited(request: HttpRequest, secret: str) -> None:
    """Tell whoever invited that the letter is on its way; without mail, hand over the link."""
    if settings.EMAIL_URL:
        messages.success(request, _("The invitation is on its way."))
        return
    link = f"{settings.SITE_URL}{reverse('invitation', args=[secret])}"
    sentence = _("Mail is not set up on this server. Pass this link on yourself: %(link)s")
    messages.success(request, sentence % {"link": link})
