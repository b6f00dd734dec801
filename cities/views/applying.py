"""How a city applies: the public page, the door, and everything behind its secret link."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cities import verbs
from cities.forms.application import FORMS, StartForm, TaskForm
from cities.models import Applicant, Application
from cities.steps import track
from cities.tasks import TASKS, Progress, Task, answers, label_of, shown, unready
from coalition import clock
from coalition.attachments import owner_key
from coalition.errors import Conflict, conflict, screen
from coalition.files import send_file
from coalition.models import Attachment
from coalition.models.terms import in_language, terms

STARTS_PER_HOUR = 30  # of one address; a whole office may stand behind one


def by_link(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A view for whoever holds a link. A wrong and an old link look the same.

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


@require_safe
def join(request: HttpRequest) -> HttpResponse:
    """What joining means, who may join and what to prepare."""
    return render(request, "cities/join.html", {"section": "join", "tasks": TASKS.values()})


@never_cache
def start(request: HttpRequest) -> HttpResponse:
    """Ask for the link; the answer is the same whoever asks."""
    form = StartForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        key = f"join-start:{request.META.get('REMOTE_ADDR')}"
        cache.add(key, 0, 3600)
        if cache.incr(key) > STARTS_PER_HOUR:
            return screen(request, 429, minutes=60)
        verbs.start_application(
            form.cleaned_data["email"], language=translation.get_language() or "ru"
        )
        return render(
            request,
            "cities/join_sent.html",
            {"email": form.cleaned_data["email"], "has_mail": bool(settings.EMAIL_URL)},
        )
    return render(request, "cities/join_start.html", {"form": form})


@by_link
def apply(request: HttpRequest, application: Application, *, by: Applicant) -> HttpResponse:
    """The six tasks and how far each is; once sent, where the application is on its way."""
    return render(
        request,
        "cities/apply.html",
        {
            "application": application,
            "tasks": [(task, task.progress(application)) for task in TASKS.values()],
            "is_ready": not unready(application),
            "track": track(application),
            "demo_page": application.is_demo,
        },
    )


@by_link
def apply_task(
    request: HttpRequest, application: Application, *, by: Applicant, key: str
) -> HttpResponse:
    """One task: its questions, saved whole or not."""
    task = TASKS.get(key)
    if task is None:
        raise Http404
    if not application.is_editable:
        messages.warning(request, _("The application has been sent: its answers are only read."))
        return redirect("apply", token=application.secret)
    form = FORMS[key](
        request.POST or None,
        request.FILES or None,
        instance=application,
        initial={"version": application.versions.get(key, 0)},
    )
    if request.method == "POST" and form.is_valid():
        # the form has put its answers on the row in hand; the verb works on the stored one
        stored = Application.objects.get(pk=application.pk)
        try:
            verbs.save_task(
                stored,
                by=by,
                task=key,
                version=form.cleaned_data["version"],
                values=form.answers(),
                files=form.files_given(),
            )
        except Conflict as found:
            return both_texts(request, stored, task, form, found)
        except ValidationError as refusal:
            show_refusal(form, refusal)
        else:
            return redirect_after(request, stored, task)
    return show_task(request, application, task, form)


def show_task(
    request: HttpRequest, application: Application, task: Task, form: TaskForm
) -> HttpResponse:
    """The page of a task, with what is still missing once it has been saved."""
    stored = Application.objects.select_related("letter", "plans_file").get(pk=application.pk)
    number = list(TASKS).index(task.key) + 1
    return render(
        request,
        "cities/apply_task.html",
        {
            "application": stored,
            "task": task,
            "number": number,
            "count": len(TASKS),
            "form": form,
            "missing": task.missing(stored) if stored.versions.get(task.key) else [],
            "files": [answer for answer in answers(stored, task) if answer.file],
            "demo_page": stored.is_demo,
        },
    )


def redirect_after(request: HttpRequest, application: Application, task: Task) -> HttpResponse:
    """Back to the list, saying whether the task is ready now."""
    stored = Application.objects.get(pk=application.pk)
    if task.progress(stored) == Progress.DONE:
        messages.success(request, _("Saved. “%(task)s” is ready.") % {"task": task.title})
    else:
        messages.success(
            request, _("Saved. You can finish “%(task)s” later.") % {"task": task.title}
        )
    return redirect("apply", token=stored.secret)


def show_refusal(form: Any, refusal: ValidationError) -> None:
    """Each sentence of a refusal at its field, or above the form."""
    if not hasattr(refusal, "error_dict"):
        form.add_error(None, refusal.messages)
        return
    for name, sentences in refusal.message_dict.items():
        form.add_error(name if name in form.fields else None, sentences)


def both_texts(
    request: HttpRequest, application: Application, task: Task, form: TaskForm, found: Conflict
) -> HttpResponse:
    """Two windows saved one task: both texts, and the choice."""
    theirs = Application.objects.get(pk=application.pk)
    mine = Application(**found.mine)  # type: ignore[arg-type]
    rows = [
        (label_of(name), shown(theirs, name), shown(mine, name))
        for name in form.answers()
        if getattr(theirs, name) != getattr(mine, name)
    ]
    who = _("another window with the same link")
    keep: dict[str, object] = {"version": theirs.versions.get(task.key, 0)}
    return conflict(request, Conflict(who, found.at, rows, keep))


@by_link
def apply_check(request: HttpRequest, application: Application, *, by: Applicant) -> HttpResponse:
    """All answers on one page, for a last look, for printing, and for sending."""
    refusals: list[str] = []
    if request.method == "POST":
        try:
            verbs.submit_application(application, by=by)
        except ValidationError as refusal:
            refusals = refusal.messages
            application.refresh_from_db()
        else:
            return redirect("apply", token=application.secret)
    return render(
        request,
        "cities/apply_check.html",
        {
            "application": application,
            "sections": [(task, list(answers(application, task))) for task in TASKS.values()],
            "unready": unready(application),
            "refusals": refusals,
            "demo_page": application.is_demo,
        },
    )


@by_link
def apply_letter(request: HttpRequest, application: Application, *, by: Applicant) -> HttpResponse:
    """The letter of intent filled in from the answers, to print and sign."""
    country = terms("countries").get(application.country)
    return render(
        request,
        "cities/apply_letter.html",
        {
            "application": application,
            "country_ru": in_language(country.names, "ru") if country else "",
            "missing": [*TASKS["city"].missing(application), *TASKS["people"].missing(application)],
            "demo_page": application.is_demo,
        },
    )


@by_link
def apply_withdraw(
    request: HttpRequest, application: Application, *, by: Applicant
) -> HttpResponse:
    """Take the application back, after one question."""
    if request.method == "POST":
        try:
            verbs.withdraw_application(application, by=by)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        return redirect("apply", token=application.secret)
    return render(request, "cities/apply_withdraw.html", {"application": application})


@by_link
def apply_file(
    request: HttpRequest, application: Application, *, by: Applicant, pk: int
) -> FileResponse:
    """A file of one's own application."""
    mine = Attachment.objects.filter(owner=owner_key(application), withdrawn_at=None)
    own = (application.letter_id, application.plans_file_id)
    return send_file(get_object_or_404(mine.filter(pk__in=[one for one in own if one]), pk=pk))
