"""Giving a private file to whoever may open what it belongs to."""

from __future__ import annotations

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404

from coalition.attachments import may_open
from coalition.http import SignedInRequest, workspace
from coalition.models import Attachment


def send_file(attachment: Attachment) -> FileResponse:
    """The file as a download; the browser does not guess what it is and runs nothing of it."""
    try:
        content = attachment.file.open("rb")
    except OSError:
        raise Http404 from None
    response = FileResponse(
        content,
        as_attachment=True,
        filename=attachment.name,
        content_type=attachment.content_type,
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["Cache-Control"] = "private, no-store"
    return response


@workspace
def open_attachment(request: SignedInRequest, pk: int) -> FileResponse:
    """A private file, for whoever may see what it belongs to; for others there is none."""
    attachment = get_object_or_404(Attachment, pk=pk)
    if not may_open(request.user, attachment):
        raise Http404
    return send_file(attachment)
