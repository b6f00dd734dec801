"""Around every answer: what a browser may load, which language is spoken, who is signed in."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import add_never_cache_headers

from coalition.errors import screen

Answer = Callable[[HttpRequest], HttpResponse]

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "manifest-src 'self'; worker-src 'self'; frame-ancestors 'self'; object-src 'none'"
)
# Wagtail's editor writes styles and scripts into its pages and shows previews in a frame
CMS_CSP = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; frame-src 'self'; form-action 'self'; "
    "base-uri 'self'; frame-ancestors 'self'; object-src 'none'"
)


NEEDED_ON_304 = {"ETag", "Cache-Control", "Vary", "Expires", "Last-Modified", "Content-Location"}


def is_cms(request: HttpRequest) -> bool:
    """Whether an address belongs to the page editor."""
    return request.path_info.startswith("/cms/")


class Headers:
    """What a browser may do with a page; nothing is ever loaded from another host."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == HTTPStatus.NOT_MODIFIED:  # the kept answer has its own headers
            for name in set(response.headers) - NEEDED_ON_304:
                del response.headers[name]
            return response
        if "Cookie" in response.headers.get("Vary", "") and "Cache-Control" not in response.headers:
            add_never_cache_headers(response)  # made for one person: nothing keeps it
        if response.status_code == HTTPStatus.OK and request.method in {"GET", "HEAD"}:
            # what a city takes back is gone at once: whoever keeps a page asks before showing it
            response.headers.setdefault("Cache-Control", "public, no-cache")
        response.headers.setdefault("Content-Security-Policy", CMS_CSP if is_cms(request) else CSP)
        response.headers["Permissions-Policy"] = (
            "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
        )
        response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
        return response


UNPREFIXED = ("/api/", "/cms/", "/ws/", "/healthz", "/readyz", "/events.ics", "/media/")


class Language:
    """The language of an address: its prefix, Russian without one.

    Addresses outside the languages (the API, the page editor) follow the person or the browser.
    No cookie, no redirect, no `Vary`, so that every public page can be kept by a cache.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = self.language_of(request)
        translation.activate(language)
        request.LANGUAGE_CODE = language
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", translation.get_language() or language)
        return response

    def language_of(self, request: HttpRequest) -> str:
        if request.path_info.startswith(UNPREFIXED):
            asked = translation.get_language_from_request(request)
            return asked if asked in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        return translation.get_language_from_path(request.path_info) or settings.LANGUAGE_CODE


class BodyCap:
    """Refuses a request that is larger than any of our forms needs, before reading it."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            size = int(request.META.get("CONTENT_LENGTH") or 0)
        except ValueError:
            return screen(request, 400)
        if size > settings.BODY_LIMIT:
            return screen(
                request,
                413,
                megabytes=round(size / 1_000_000),
                limit=settings.UPLOAD_LIMIT // 1_000_000,
            )
        return self.get_response(request)
