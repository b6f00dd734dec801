"""The addresses of /api/v1/; a wrong method is refused in the same shape as all else."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _

from actionplans.api.answers import refusal
from actionplans.api.routes import api


def plain(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """HEAD is answered as GET, and 405 in the shape of every refusal."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "HEAD":
            request.method = "GET"
        response = view(request, *args, **kwargs)
        if response.status_code == 405:  # noqa: PLR2004
            allowed = response.headers["Allow"]
            response = refusal(405, _("This address does not answer to this method."))
            response.headers["Allow"] = allowed
        return response

    answered.csrf_exempt = True  # type: ignore[attr-defined]  # asked for by coalition.tokens
    return answered


_patterns, _app, _namespace = api.urls
for _pattern in _patterns:
    if isinstance(_pattern, URLPattern):
        _pattern.callback = plain(_pattern.callback)

urlpatterns = [path("", (_patterns, _app, _namespace))]
