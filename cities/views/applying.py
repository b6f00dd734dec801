"""How a city applies: the door, its tasks, the check, the sending, taking it back."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.cache import cache
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from cities import verbs
from cities.forms.application import FORMS, StartForm, TaskForm
from cities.models import Applicant, Application
from cities.tasks import FILES, TASKS, Progress, Task, answers, label_of, papers_of, shown, unready
from cities.views.link import by_link, page
from cities.way import five_steps
from coalition.attachments import owner_key
from coalition.errors import Conflict, conflict, screen
from coalition.forms import refuse
from coalition.models import JournalEntry

STARTS_PER_HOUR = 30  # of one address; a whole office may stand behind one
SAVES = 10  # lines of who saved what


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
    return page(
        request,
        "apply",
        application,
        by,
        tasks=[(task, task.progress(application)) for task in TASKS.values()],
        is_ready=not unready(application),
        track=five_steps(application),
        companion=application.companions.filter(ended_at=None).first(),
        revisions=application.revisions.all(),
        saves=saves_of(application)[:SAVES],
    )


def saves_of(application: Application) -> QuerySet[JournalEntry]:
    """Who of the two saved what, the latest first."""
    entries = JournalEntry.objects.filter(subject_key=owner_key(application))
    return entries.filter(deed="application.saved").order_by("-pk")


@by_link
def apply_task(
    request: HttpRequest, application: Application, *, by: Applicant, key: str
) -> HttpResponse:
    """One task: its questions, saved whole or not; by itself while somebody writes."""
    task = TASKS.get(key)
    if task is None:
        raise Http404
    by_itself = request.method == "POST" and "autosave" in request.POST
    if not application.is_editable:
        words = _("The answers can only be read now.")
        if by_itself:
            return JsonResponse({"detail": words}, status=409)
        messages.warning(request, words)
        return redirect("apply", token=by.token)
    # a copy of the row: the form puts its answers on it, the verb works on the stored one
    form = FORMS[key](
        request.POST or None,
        request.FILES or None,
        instance=Application.objects.get(pk=application.pk),
        initial={"version": application.versions.get(key, 0)},
    )
    if by_itself:
        return autosave(application, by, task, form)
    if request.method == "POST" and form.is_valid():
        try:
            stored = save(application, by, task, form, form.files_given())
        except Conflict as found:
            return both_texts(request, by, task, form, found)
        except ValidationError as refusal:
            refuse(form, refusal)
        else:
            return redirect_after(request, stored, by, task)
    return show_task(request, application, by, task, form)


def save(
    application: Application, by: Applicant, task: Task, form: TaskForm, files: dict[str, Any]
) -> Application:
    """Keep what can be kept of a form."""
    return verbs.save_task(
        application,
        by=by,
        task=task.key,
        version=form.cleaned_data["version"],
        values=form.answers(),
        files=files,
    )


def autosave(application: Application, by: Applicant, task: Task, form: TaskForm) -> JsonResponse:
    """What is right is kept, what is not is named and waits in its field; files wait too."""
    form.is_valid()
    if "version" in form.errors:
        return JsonResponse({"detail": _("Not saved. Open the page again.")}, status=400)
    waits = [
        f"{form.fields[name].label if name in form.fields else task.title}: {sentences[0]}"
        for name, sentences in form.errors.items()
    ]
    try:
        stored = save(application, by, task, form, {})
    except Conflict:
        words = _("Saved in another window meanwhile. Your text is still here: press the button "
                  "below to see both.")  # fmt: skip
        return JsonResponse({"detail": words}, status=409)
    except ValidationError as refusal:
        return JsonResponse({"detail": " ".join(refusal.messages)}, status=400)
    return JsonResponse({"version": stored.versions[task.key], "waits": waits})


def chosen_names(request: HttpRequest) -> list[str]:
    """The files that came with a form; where it is shown again, they are to be chosen anew."""
    return [str(file.name) for name in request.FILES for file in request.FILES.getlist(name)]


def show_task(
    request: HttpRequest, application: Application, by: Applicant, task: Task, form: TaskForm
) -> HttpResponse:
    """The page of a task, with what is still missing once it has been saved."""
    return page(
        request,
        "apply_task",
        application,
        by,
        task=task,
        number=list(TASKS).index(task.key) + 1,
        count=len(TASKS),
        form=form,
        missing=task.missing(application) if application.versions.get(task.key) else [],
        papers=[
            paper for name in task.fields if name in FILES for paper in papers_of(application, name)
        ],
        chosen=chosen_names(request) if form.errors else [],
    )


def redirect_after(
    request: HttpRequest, stored: Application, by: Applicant, task: Task
) -> HttpResponse:
    """Back to the list, saying whether the task is ready now."""
    if task.progress(stored) == Progress.DONE:
        messages.success(request, _("Saved. “%(task)s” is ready.") % {"task": task.title})
    else:
        messages.success(
            request, _("Saved. You can finish “%(task)s” later.") % {"task": task.title}
        )
    return redirect("apply", token=by.token)


def both_texts(
    request: HttpRequest, by: Applicant, task: Task, form: TaskForm, found: Conflict
) -> HttpResponse:
    """Two windows saved one task: both texts, and the choice."""
    theirs = Application.objects.get(pk=form.instance.pk)
    mine = Application(**found.mine)  # type: ignore[arg-type]
    rows = [
        (label_of(name), shown(theirs, name), shown(mine, name))
        for name in form.answers()
        if getattr(theirs, name) != getattr(mine, name)
    ]
    if chosen := chosen_names(request):
        rows.append((_("Files to choose again"), "", ", ".join(chosen)))
    last = saves_of(theirs).filter(details__task=task.key).first()
    who = _("another window with the same link")
    if last is not None and last.actor != str(by):
        who = last.actor
    keep: dict[str, object] = {"version": theirs.versions.get(task.key, 0)}
    return conflict(request, Conflict(who, found.at, rows, keep))


@by_link
def apply_check(request: HttpRequest, application: Application, *, by: Applicant) -> HttpResponse:
    """All answers on one page, for a last look, for printing, and for sending."""
    refusals: list[str] = []
    if request.method == "POST":
        try:
            sent = verbs.submit_application(application, by=by)
        except ValidationError as refusal:
            refusals = refusal.messages
            application.refresh_from_db()
        else:
            words = _("The application has been sent. Its number is %(number)s.")
            messages.success(request, words % {"number": sent.number})
            return redirect("apply", token=by.token)
    return page(
        request,
        "apply_check",
        application,
        by,
        sections=[
            (task, task.progress(application), list(answers(application, task)))
            for task in TASKS.values()
        ],
        unready=[(task, task.missing(application), task.faults(application).values())
                 for task in unready(application)],
        others=[one for one in application.papers.all() if one.kind not in FILES.values()],
        refusals=refusals,
    )  # fmt: skip


@by_link
def apply_withdraw(
    request: HttpRequest, application: Application, *, by: Applicant
) -> HttpResponse:
    """Take the application back, after one question; who began it does."""
    if not by.is_first:
        raise PermissionDenied
    if request.method == "POST":
        try:
            verbs.withdraw_application(application, by=by)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        return redirect("apply", token=by.token)
    return page(request, "apply_withdraw", application, by)
