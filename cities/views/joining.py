"""What everybody reads of joining: what the Declaration says, who joins now, and drafts to take."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cities.models import Application
from cities.papers import DRAFTS, LANGUAGES, draft_paper
from cities.tasks import TASKS
from cities.way import STEP, step_of
from coalition.documents import WORD

LISTED = 200


@require_safe
def join(request: HttpRequest) -> HttpResponse:
    """What a city signs, what it costs and obliges to, who joins now, and how it goes."""
    shown = Application.objects.shown_publicly()[:LISTED]
    return render(
        request,
        "cities/join.html",
        {
            "section": "join",
            "tasks": TASKS.values(),
            "needed": sum(len(task.needed) for task in TASKS.values()),
            "joining": [(one, STEP[step_of(one)]) for one in shown],
            "drafts": DRAFTS.items(),
            "languages": [pair for pair in settings.LANGUAGES if pair[0] in LANGUAGES],
        },
    )


@require_safe
def join_paper(request: HttpRequest, name: str) -> HttpResponse:
    """One paper of the set: act-ru.docx, letter-kk.docx."""
    kind, _dash, language = name.partition("-")
    if kind not in DRAFTS or language not in LANGUAGES:
        raise Http404
    response = HttpResponse(draft_paper(kind, language).content(), content_type=WORD)
    response.headers["Content-Disposition"] = f'attachment; filename="joining-{name}.docx"'
    response.headers["X-Robots-Tag"] = "noindex"
    return response
