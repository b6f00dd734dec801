"""Errors are designed screens: a sentence that says what happened and what to do next."""

from __future__ import annotations

import uuid

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

CODES = {400: "bad_request", 403: "forbidden", 404: "not_found", 409: "conflict",
         413: "too_large", 429: "too_many", 500: "server_error", 503: "unavailable"}  # fmt: skip


class Conflict(Exception):
    """Somebody saved the same record meanwhile; carries both texts for the 409 screen."""

    def __init__(self, who: str = "", at: object = None, mine: object = None) -> None:
        super().__init__(who)
        self.who, self.at, self.mine = who, at, mine


def screen(request: HttpRequest, status: int, **context: object) -> HttpResponse:
    """The designed page of one kind of error, or JSON for a program that asked for it."""
    if request.path_info.startswith("/api/"):
        detail = str(context.get("detail") or _("The request could not be answered."))
        return JsonResponse(
            {"error": CODES[status], "detail": detail, "fields": {}}, status=status
        )
    response = render(request, f"errors/{status}.html", context, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: what came could not be read."""
    return screen(request, 400)


def forbidden(request: HttpRequest, exception: PermissionDenied) -> HttpResponse:
    """403: the page exists and this person may not use it."""
    return screen(request, 403, detail=str(exception))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: no such page, or one whose existence is not told."""
    return screen(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our fault; the number lets the person and the log speak of the same event."""
    return screen(request, 500, number=uuid.uuid4().hex[:8])


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form whose security token is old; what was typed can be sent again from here."""
    resend = [
        (name, value)
        for name in request.POST
        for value in request.POST.getlist(name)
        if name != "csrfmiddlewaretoken" and "password" not in name
    ]
    return screen(request, 403, expired_form=True, resend=resend)
