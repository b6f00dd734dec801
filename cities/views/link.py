"""The door to an application: whoever holds one of its links."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from cities.models import Applicant, Application
from coalition import clock


def by_link(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A view for whoever holds a link. A wrong, an ended and an old link look the same.

    The secret is in the address, so nothing keeps the page and no other site learns the address.
    """

    @wraps(view)
    def guarded(request: HttpRequest, token: str, **kwargs: Any) -> HttpResponseBase:
        application = Application.objects.of_secret(token, clock.now())
        if application is None:
            response: HttpResponseBase = render(request, "cities/link_over.html", status=410)
        else:
            response = view(request, application, by=Applicant(application, token), **kwargs)
        # not "no-referrer": browsers then send forms with `Origin: null`, which is refused
        response.headers["Referrer-Policy"] = "same-origin"
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    wrapped = never_cache(guarded)
    wrapped.audience = "link"  # type: ignore[attr-defined]
    return wrapped


def page(
    request: HttpRequest, name: str, application: Application, by: Applicant, **more: Any
) -> HttpResponse:
    """A page behind a link. Its addresses are made of the link it was opened by, not of another."""
    common = {"application": application, "by": by, "token": by.token,
              "demo_page": application.is_demo}  # fmt: skip
    return render(request, f"cities/{name}.html", {**common, **more})
