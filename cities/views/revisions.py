"""What an application said at each sending, for its city and for those who consider it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from cities.models import Applicant, Application, ApplicationRevision
from cities.revisions import answers_of, changes, files_of, readable_revisions
from cities.views.applications import visible_or_404
from cities.views.link import by_link, page
from coalition.http import SignedInRequest, workspace


def told(revision: ApplicationRevision, before: ApplicationRevision | None) -> dict[str, Any]:
    """What a page of a revision shows."""
    return {
        "revision": revision,
        "before": before,
        "changes": changes(before, revision) if before else [],
        "sections": answers_of(revision),
        "files": files_of(revision),
    }


@require_safe
@by_link
def apply_revision(
    request: HttpRequest, application: Application, *, by: Applicant, number: int
) -> HttpResponse:
    """What was sent, for the city that sent it."""
    revision = get_object_or_404(application.revisions, number=number)
    before = application.revisions.filter(number=number - 1).first()
    return page(request, "apply_revision", application, by, **told(revision, before))


@require_safe
@workspace
def application_revision(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    """What was sent, for those who consider the application."""
    found = visible_or_404(request, pk)
    readable = readable_revisions(found, request.user)
    revision = get_object_or_404(readable, number=number)
    before = readable.filter(number=number - 1).first()
    return render(
        request,
        "cities/application_revision.html",
        {"section": "applications", "application": found, "demo_page": found.is_demo,
         **told(revision, before)},
    )  # fmt: skip
