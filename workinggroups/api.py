"""The thread protocol over HTTP: what follows a number, which heads moved, posting."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.request import RawPostDataException
from django.shortcuts import get_object_or_404
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from coalition.http import SignedInRequest
from coalition.models import ApiToken
from coalition.notifications import unread_counts
from coalition.permissions import may
from coalition.tokens import CallerRefused, caller
from workinggroups import events as log
from workinggroups.models import Post, Thread
from workinggroups.reading import number
from workinggroups.verbs import KeyReused, ThreadClosed, TooFast, post_reply

MOST_THREADS = 50
CODES = {401: "unauthorized", 403: "forbidden"}


def refusal(status: int, error: str, detail: str, **fields: Any) -> JsonResponse:
    """An error as every part of the API tells it."""
    return JsonResponse({"error": error, "detail": detail, "fields": fields}, status=status)


def api(scope: str) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """A view of the API: knows the person by key or session, answers errors in JSON."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            try:
                request.user = caller(request, scope)
                response = view(request, *args, **kwargs)
            except CallerRefused as refused:
                code = refused.code or CODES[refused.status]
                response = refusal(refused.status, code, refused.detail)
            except Http404:
                response = refusal(404, "not_found", _("There is nothing here."))
            except PermissionDenied:
                response = refusal(403, "forbidden", _("You may read here, but not write."))
            except OperationalError:  # the database is busy; the same key may be sent again
                response = refusal(503, "unavailable", _("Try again in a few seconds."))
                response.headers["Retry-After"] = "5"
            patch_vary_headers(response, ["Cookie", "Authorization"])
            response.headers.setdefault("Cache-Control", "private, no-cache")
            return response

        wrapped = csrf_exempt(answer)
        wrapped.audience = "signed-in"  # type: ignore[attr-defined]
        return wrapped

    return decorate


def readable(request: HttpRequest, pk: int) -> Thread:
    """A thread this person may read; otherwise there is none."""
    visible = Thread.objects.visible_to(request.user)
    return get_object_or_404(visible.select_related("group__place"), pk=pk)


@require_safe
@api(ApiToken.Scope.READ)
def events(request: HttpRequest, pk: int) -> HttpResponse:
    """What happened in a thread after a number."""
    thread = readable(request, pk)
    head, epoch = thread.head, thread.group.acl_epoch
    after = number(request.GET.get("after"))
    limit = min(number(request.GET.get("limit")) or log.PAGE, log.PAGE)
    if after > head or head - after > log.FARTHEST:
        return JsonResponse({"reset": True, "head": head}, status=410)
    etag = f'"{pk}-{head}-{epoch}"'
    if request.headers.get("If-None-Match") == etag:
        return marked(HttpResponse(status=304), etag)
    found = [log.event_data(event) for event in log.rows_after(pk, after, limit)]
    last = found[-1]["seq"] if found else after
    answer = {
        "thread": pk, "head": max(head, last), "acl": epoch, "from": after + 1, "to": last,
        "events": found, "more": last < head,
    }  # fmt: skip
    return marked(JsonResponse(answer, json_dumps_params={"ensure_ascii": False}), etag)


@require_safe
@api(ApiToken.Scope.READ)
def heads(request: SignedInRequest) -> HttpResponse:
    """Which of the threads a reader has open have moved, and how many lines are unread."""
    asked: dict[int, int] = {}
    for pair in request.GET.get("t", "").split(",")[:MOST_THREADS]:
        thread, _colon, seen = pair.partition(":")
        if number(thread):
            asked[number(thread)] = number(seen)
    now: dict[int, int] = {}
    if asked:  # most pages ask only how much is unread
        visible = Thread.objects.visible_to(request.user).filter(pk__in=asked)
        now = dict(visible.values_list("pk", "head"))
    moved = {pk: head for pk, head in now.items() if head != asked[pk]}
    gone = sorted(set(asked) - set(now))
    unread = unread_counts([request.user.pk]).get(request.user.pk, 0)
    answer = {"heads": moved, "gone": gone, "notif": unread}
    etag = f'"{hashlib.sha256(json.dumps(answer).encode()).hexdigest()[:16]}"'
    if request.headers.get("If-None-Match") == etag:
        return marked(HttpResponse(status=304), etag)
    return marked(JsonResponse(answer), etag)


def marked(response: HttpResponse, etag: str) -> HttpResponse:
    response.headers["ETag"] = etag
    return response


@require_POST
@api(ApiToken.Scope.WRITE)
def posts(request: SignedInRequest, pk: int) -> HttpResponse:
    """Write in a thread; the same key with the same words is the same post."""
    thread = readable(request, pk)
    if not may(request.user, "post", thread):
        raise PermissionDenied
    try:
        data = body_of(request)
        post, new = post_reply(
            thread,
            by=request.user,
            body=text_of(data, "body"),
            key=key_of(request, data),
            lang=text_of(data, "lang"),
            reply_to=answered_of(data),
            files=request.FILES.getlist("attached"),
            uploads=uploads_of(data),
        )
    except UnicodeDecodeError:
        return refusal(400, "bad_request", _("The request could not be read."))
    except ValidationError as wrong:
        fields = wrong.message_dict if hasattr(wrong, "error_dict") else {}
        return refusal(422, "invalid", " ".join(wrong.messages), **fields)
    except KeyReused as reused:
        return refusal(
            409, "key_reused", _("Under this key other words stand already."),
            number=[str(reused.post.number)],
        )  # fmt: skip
    except ThreadClosed:
        return refusal(423, "closed", _("The thread is closed. Your text stays as a draft."))
    except TooFast as fast:
        response = refusal(429, "too_many", _("Too many posts in one minute. Wait a little."))
        response.headers["Retry-After"] = str(fast.seconds)
        return response
    return JsonResponse(
        told(post, new=new),
        status=201 if new else 200,
        json_dumps_params={"ensure_ascii": False},
    )


def told(post: Post, *, new: bool) -> dict[str, Any]:
    """What the author's page hears of a post that stands."""
    shown = Post.objects.to_show().with_files().get(pk=post.pk) if not new else post
    return {
        "id": post.pk, "seq": post.seq_created, "number": post.number, "dup": not new,
        "post": log.post_data(shown),
    }  # fmt: skip


def body_of(request: HttpRequest) -> dict[str, Any]:
    """The fields of the request, from JSON or from a form."""
    if request.content_type != "application/json":
        return request.POST.dict()
    try:
        data = json.loads(request.body)
    except (ValueError, RecursionError, RawPostDataException):
        raise ValidationError(_("The request is no valid JSON.")) from None
    if not isinstance(data, dict):
        raise ValidationError(_("The request must be a JSON object."))
    return data


def text_of(data: dict[str, Any], name: str) -> str:
    value = data.get(name) or ""
    if not isinstance(value, str):
        raise ValidationError({name: _("This must be text.")})
    return value


def key_of(request: HttpRequest, data: dict[str, Any]) -> uuid.UUID:
    """The key a page gave this post before it was first sent."""
    value = request.headers.get("Idempotency-Key") or text_of(data, "key")
    try:
        return uuid.UUID(value)
    except ValueError:
        raise ValidationError({"key": _("Each post needs a UUID as its key.")}) from None


def answered_of(data: dict[str, Any]) -> int | None:
    """The number of the post that is answered."""
    value = data.get("reply_to")
    if value in (None, ""):
        return None
    if not number(value):
        raise ValidationError({"reply_to": _("There is no such post in this thread.")})
    return number(value)


def uploads_of(data: dict[str, Any]) -> list[uuid.UUID]:
    """The ids of files that came up before the post."""
    ids = data.get("uploads") or []
    try:
        return [uuid.UUID(one) for one in ids]
    except (ValueError, TypeError, AttributeError):
        raise ValidationError({"files": _("A file is here no longer. Choose it anew.")}) from None
