"""Files that come up piece by piece: begin one, ask how far it is, send the next piece.

    POST   threads/<id>/uploads/        {"name": …, "size": …}          201 {"id", "offset", "size"}
    GET    threads/<id>/uploads/<id>/                                   200 the same
    POST   threads/<id>/uploads/<id>/   Upload-Offset: N, then bytes    200, or 409 with the offset
    DELETE threads/<id>/uploads/<id>/                                   204

A piece comes with POST since the proxies of some offices let PATCH not through.
"""

from __future__ import annotations

import uuid

from django.core.exceptions import ValidationError
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from coalition.http import SignedInRequest, whole
from coalition.models import ApiToken
from workinggroups.api import api, body_of, readable, refusal, text_of
from workinggroups.models import Upload
from workinggroups.models.uploads import PIECE
from workinggroups.verbs import ThreadClosed, WrongOffset, add_piece, begin_upload, drop_upload


def told(upload: Upload, status: int = 200) -> HttpResponse:
    """How far a file has come."""
    answer = {"id": str(upload.pk), "offset": upload.received, "size": upload.size, "piece": PIECE}
    return JsonResponse(answer, status=status)


def not_taken(wrong: ValidationError) -> HttpResponse:
    return refusal(422, "invalid", " ".join(wrong.messages))


@require_POST
@api(ApiToken.Scope.WRITE)
def uploads(request: SignedInRequest, pk: int) -> HttpResponse:
    """Begin to send a file up for a post."""
    thread = readable(request, pk)
    try:
        data = body_of(request)
        size = whole(data.get("size")) or 0
        upload = begin_upload(thread, by=request.user, name=text_of(data, "name"), size=size)
    except ThreadClosed:
        return refusal(423, "closed", _("The thread is closed. Your text stays as a draft."))
    except ValidationError as wrong:
        return not_taken(wrong)
    return told(upload, status=201)


@require_http_methods(["GET", "HEAD", "POST", "DELETE"])
@api(ApiToken.Scope.WRITE)
def upload(request: SignedInRequest, pk: int, key: uuid.UUID) -> HttpResponse:
    """A file on its way up: how far it is, its next piece, or its end."""
    mine = Upload.objects.visible_to(request.user).select_related("thread__group__place")
    found = get_object_or_404(mine, thread__pk=pk, pk=key)
    if request.method == "POST":
        return next_piece(request, found)
    if request.method == "DELETE":
        drop_upload(found, by=request.user)
        return HttpResponse(status=204)
    return told(found)


def next_piece(request: SignedInRequest, found: Upload) -> HttpResponse:
    offset = whole(request.headers.get("Upload-Offset", ""))
    length = whole(request.headers.get("Content-Length", "")) or 0
    if offset is None or length > PIECE:
        sentence = _("A piece needs its offset and has at most %(count)d bytes.") % {"count": PIECE}
        return refusal(422, "invalid", sentence)
    try:
        return told(add_piece(found, by=request.user, offset=offset, content=request.body))
    except WrongOffset as wrong:
        sentence = _("The file goes on from another place.")
        answer = {"error": "offset", "detail": sentence, "offset": wrong.received}
        return JsonResponse(answer, status=409)
    except ValidationError as wrong:
        return not_taken(wrong)
