"""Errors are designed screens: a sentence that says what happened and what to do next."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.shortcuts import render
from django.utils.translation import gettext as _

log = logging.getLogger("coalition.errors")

CODES = {400: "bad_request", 403: "forbidden", 404: "not_found", 409: "conflict",
         413: "too_large", 429: "too_many", 500: "server_error", 503: "unavailable"}  # fmt: skip
Rows = Iterable[tuple[str, str, str]]
Fields = list[tuple[str, str]]

# shown when even the template of the 500 screen fails; it needs nothing but this string
LAST_WORDS = """<!doctype html>
<html lang="ru"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Сайт не смог ответить</title></head>
<body><main><h1>Сайт не смог ответить</h1>
<p>Ошибка на нашей стороне. Попробуйте ещё раз через минуту. Номер ошибки: {number}</p>
<p lang="en">The site could not answer. The fault is ours. Error number: {number}</p>
<p><a href="/">На главную</a></p></main></body></html>
"""


class Conflict(Exception):
    """Somebody saved the same record meanwhile; carries both texts for the 409 screen.

    `rows` are (label, theirs, mine); `keep` are the fields that change on "save mine anyway",
    such as the version the form was opened with; `mine` is what was typed, for views that build
    the rows themselves. A @workspace view may let it rise.
    """

    def __init__(
        self,
        who: str = "",
        at: datetime | None = None,
        rows: Rows = (),
        keep: dict[str, object] | None = None,
        mine: object = None,
    ) -> None:
        super().__init__(who)
        self.who, self.at, self.rows, self.keep = who, at, list(rows), keep or {}
        self.mine = mine


def screen(request: HttpRequest, status: int, **context: object) -> HttpResponse:
    """The designed page of one kind of error, or JSON for a program that asked for it."""
    if request.path_info.startswith("/api/"):
        detail = str(context.get("detail") or _("The request could not be answered."))
        return JsonResponse({"error": CODES[status], "detail": detail, "fields": {}}, status=status)
    response = render(request, f"errors/{status}.html", context, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: what came could not be read."""
    if isinstance(exception, RequestDataTooBig):
        return screen(request, 413)
    return screen(request, 400)


def forbidden(request: HttpRequest, exception: PermissionDenied) -> HttpResponse:
    """403: the page exists and this person may not use it."""
    return screen(request, 403, detail=str(exception))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: no such page, or one whose existence is not told."""
    return screen(request, 404)


def too_many(request: HttpRequest) -> HttpResponse:
    """429: more requests in a minute than a person makes."""
    return screen(request, 429, minutes=1)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our fault; the number lets the person and the log speak of the same event.

    Asks nothing of the database or the session: they may be what has failed.
    """
    number = uuid.uuid4().hex[:8]
    log.exception(  # noqa: LOG004 -- Django calls this while it handles the exception
        "error %s: %s %s", number, request.method, request.path
    )
    try:
        response = screen(request, 500, number=number)
    except Exception:  # the screen itself must not fail
        log.exception("error %s: its screen failed too", number)
        response = HttpResponse(LAST_WORDS.format(number=number), status=500)
    response._has_been_logged = True  # type: ignore[attr-defined]  # once, and with the number
    return response


def conflict(request: HttpRequest, found: Conflict) -> HttpResponse:
    """409: both texts side by side; mine can be saved over theirs."""
    hidden = [pair for pair in typed(request) if pair[0] not in found.keep]
    hidden += [(name, str(value)) for name, value in found.keep.items()]
    return screen(request, 409, who=found.who, at=found.at, rows=found.rows, hidden=hidden)


def typed(request: HttpRequest) -> Fields:
    """What a person typed into a form, without passwords and files; nothing is stored."""
    try:
        return [
            (name, value)
            for name in request.POST
            for value in request.POST.getlist(name)
            if name != "csrfmiddlewaretoken" and "password" not in name
        ]
    except (SuspiciousOperation, UnreadablePostError):
        return []


def is_words(value: str) -> bool:
    """Whether a person wrote this, and not the form itself: keys and numbers are no words."""
    return any(char.isspace() or ord(char) > 127 for char in value)  # noqa: PLR2004 -- ASCII


def resume(request: HttpRequest, *, signed_out: bool, second_step: bool = False) -> HttpResponse:
    """403 that loses nothing: the typed text is shown and can be sent again from here.

    For a form whose person is no longer signed in, and for one whose security token is old.
    """
    if request.path_info.startswith("/api/"):
        return screen(request, 403, detail=_("Sign in first, or renew the security token."))
    resend = typed(request)
    response = render(
        request,
        "account/resume.html",
        {
            "signed_out": signed_out,
            "second_step": second_step,
            "resend": resend,
            "words": [value for _name, value in resend if is_words(value)],
            "had_files": bool(request.FILES),
        },
        status=403,
    )
    response.headers["Cache-Control"] = "no-store"
    return response


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form whose security token is old; what was typed can be sent again from here."""
    return resume(request, signed_out=False)
