"""A sign-in that ran out while somebody was writing: the text is not lost."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render


def keeps_typed_text(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Show a form that came without a sign-in again, with the way to the door beside it."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "POST" and not request.user.is_authenticated:
            sent = [
                (name, value)
                for name, value in request.POST.items()
                if name not in ("csrfmiddlewaretoken", "body")
            ]
            context = {"sent": sent, "body": request.POST.get("body", "")}
            response = render(request, "workinggroups/lapsed.html", context, status=403)
            response.headers["Cache-Control"] = "no-store"
            return response
        return view(request, *args, **kwargs)

    return guarded
