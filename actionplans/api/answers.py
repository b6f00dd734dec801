"""How the API answers: one shape for every refusal, a tag on everything that can be kept."""

from __future__ import annotations

import hashlib
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.exceptions import ValidationError as Invalid
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.renderers import JSONRenderer

from coalition.tokens import CallerRefused

CODES = {400: "bad_request", 401: "unauthorized", 403: "forbidden", 404: "not_found",
         405: "not_allowed", 409: "conflict", 413: "too_large", 422: "invalid",
         429: "too_many"}  # fmt: skip
Fields = dict[str, list[str]]


class Refused(Exception):
    """The request cannot be done; carries what the refusal says."""

    def __init__(
        self,
        status: int,
        detail: str,
        fields: Fields | None = None,
        code: str = "",
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status, self.detail, self.fields, self.code = status, detail, fields or {}, code
        self.headers = headers or {}


def refusal(status: int, detail: str, fields: Fields | None = None, code: str = "") -> HttpResponse:
    """Every refusal of the API: a code for the program, a sentence for the person."""
    response = JsonResponse(
        {"error": code or CODES[status], "detail": detail, "fields": fields or {}},
        status=status,
        json_dumps_params={"ensure_ascii": False},
    )
    response.headers["Cache-Control"] = "no-store"
    if status == 401:  # noqa: PLR2004 -- the one status that names its key
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


class Plain(JSONRenderer):
    """JSON in which Cyrillic stays readable, and half as long."""

    json_dumps_params = {"ensure_ascii": False}


class TaggedAPI(NinjaAPI):
    """Answers to GET carry a tag, so that a program that asks again gets 304 and no body."""

    def create_response(
        self,
        request: HttpRequest,
        data: Any,
        *,
        status: int | None = None,
        temporal_response: HttpResponse | None = None,
    ) -> HttpResponse:
        response = super().create_response(
            request, data, status=status, temporal_response=temporal_response
        )
        if request.method not in ("GET", "HEAD") or response.status_code != 200:  # noqa: PLR2004
            response.headers["Cache-Control"] = "no-store"
            return response
        keyed = "Authorization" in request.headers
        response.headers["Cache-Control"] = "private, no-cache" if keyed else "public, no-cache"
        patch_vary_headers(response, ["Accept-Language", "Authorization"])
        tag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
        response.headers["ETag"] = tag
        return get_conditional_response(request, etag=tag, response=response) or response


# what pydantic says of a wrong value in the query string, in our words
def _sentence(kind: str) -> str:
    if kind.startswith(("int_", "greater", "less")):
        return _("Enter a whole number within the limits.")
    if kind == "missing":
        return _("This is needed.")
    return _("This value cannot be used.")


def register_refusals(api: NinjaAPI) -> None:
    """Every exception that a view or a verb may raise, as a refusal."""

    @api.exception_handler(Refused)
    def refused(_request: HttpRequest, trouble: Refused) -> HttpResponse:
        response = refusal(trouble.status, trouble.detail, trouble.fields, trouble.code)
        for name, value in trouble.headers.items():
            response.headers[name] = value
        return response

    @api.exception_handler(CallerRefused)
    def caller_refused(_request: HttpRequest, trouble: CallerRefused) -> HttpResponse:
        return refusal(trouble.status, trouble.detail, code=trouble.code)

    @api.exception_handler(PermissionDenied)
    def forbidden(_request: HttpRequest, _trouble: PermissionDenied) -> HttpResponse:
        return refusal(403, _("Your role in this city does not include this."))

    @api.exception_handler(Http404)
    def not_found(_request: HttpRequest, _trouble: Http404) -> HttpResponse:
        return refusal(404, _("There is nothing at this address."))

    @api.exception_handler(Invalid)
    def invalid(_request: HttpRequest, trouble: Invalid) -> HttpResponse:
        fields = trouble.message_dict if hasattr(trouble, "error_dict") else {}
        named = {name: list(said) for name, said in fields.items() if name != "__all__"}
        return refusal(422, " ".join(trouble.messages), named)

    @api.exception_handler(ValidationError)
    def unusable(_request: HttpRequest, trouble: ValidationError) -> HttpResponse:
        fields: Fields = {}
        for error in trouble.errors:
            fields.setdefault(str(error["loc"][-1]), []).append(_sentence(error["type"]))
        return refusal(422, _("Some values in the address cannot be used."), fields)

    @api.exception_handler(HttpError)
    def http_error(_request: HttpRequest, trouble: HttpError) -> HttpResponse:
        return refusal(trouble.status_code, _("The request could not be answered."))
