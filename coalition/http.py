"""Requests of people who are signed in, and what every workspace view does first."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from coalition.models import User


class SignedInRequest(HttpRequest):
    """A request whose person is known."""

    user: User  # type: ignore[assignment]


def workspace(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view for signed-in people: asks to sign in, is never kept by a cache, and is marked so.

    The mark is what the matrix of rights reads: every address is either this or declared public.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return view(cast("SignedInRequest", request), *args, **kwargs)

    wrapped = never_cache(login_required(guarded))
    wrapped.audience = "signed-in"  # type: ignore[attr-defined]
    return wrapped
