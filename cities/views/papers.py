"""The files of an application and what it becomes on paper: the letter, the whole of it."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cities import verbs
from cities.forms.application import PaperForm
from cities.models import Applicant, Application
from cities.papers import letter_paper, whole_paper
from cities.tasks import TASKS
from cities.views.applying import chosen_names
from cities.views.link import by_link, page
from coalition.documents import WORD, Paper
from coalition.files import send_file
from coalition.models import Attachment


@by_link
def apply_papers(request: HttpRequest, application: Application, *, by: Applicant) -> HttpResponse:
    """All files of the application, and a form to add one."""
    form = PaperForm(request.POST or None, request.FILES or None, application=application)
    if request.method == "POST" and application.is_editable and form.is_valid():
        said = form.cleaned_data
        try:
            verbs.add_papers(
                application, by=by, kind=said["kind"], files=said["papers"], signs=said["signs"]
            )
        except ValidationError as refusal:
            form.add_error("papers", refusal.messages)
        else:
            messages.success(request, _("Saved."))
            return redirect("apply_papers", token=by.token)
    papers = application.papers.select_related("attachment", "signs__attachment")
    return page(request, "apply_papers", application, by, form=form, papers=papers,
                chosen=chosen_names(request))  # fmt: skip


@require_POST
@by_link
def apply_paper_remove(
    request: HttpRequest, application: Application, *, by: Applicant, pk: int
) -> HttpResponse:
    """Take one file away; back to where the button was pressed."""
    paper = get_object_or_404(application.papers.select_related("attachment"), pk=pk)
    try:
        verbs.remove_paper(paper, by=by)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("The file “%(name)s” is taken away.") % {"name": paper})
    task = request.POST.get("task", "")
    if task in TASKS:
        return redirect("apply_task", token=by.token, key=task)
    return redirect("apply_papers", token=by.token)


@require_safe
@by_link
def apply_file(
    request: HttpRequest, application: Application, *, by: Applicant, pk: int
) -> FileResponse:
    """A file of one's own application."""
    file = get_object_or_404(Attachment, pk=pk, withdrawn_at=None)
    get_object_or_404(application.papers, attachment=file)
    return send_file(file)


def as_word(paper: Paper, name: str) -> HttpResponse:
    """A paper as a Word file."""
    response = HttpResponse(paper.content(), content_type=WORD)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.docx"'
    return response


@require_safe
@by_link
def apply_letter(request: HttpRequest, application: Application, *, by: Applicant) -> HttpResponse:
    """The letter of joining filled in from the answers, to print and sign."""
    missing = [*TASKS["city"].missing(application), *TASKS["people"].missing(application)]
    back = (reverse("apply_task", args=[by.token, "letter"]) if application.is_editable
            else reverse("apply", args=[by.token]))  # fmt: skip
    return page(request, "apply_letter", application, by, paper=letter_paper(application),
                missing=missing, back=back)  # fmt: skip


@require_safe
@by_link
def apply_letter_word(
    request: HttpRequest, application: Application, *, by: Applicant
) -> HttpResponse:
    """The same letter for Word."""
    return as_word(letter_paper(application), "letter-of-joining")


@require_safe
@by_link
def apply_print(request: HttpRequest, application: Application, *, by: Applicant) -> HttpResponse:
    """The whole application to print."""
    return page(request, "apply_paper", application, by, paper=whole_paper(application),
                back=reverse("apply", args=[by.token]))  # fmt: skip


@require_safe
@by_link
def apply_word(request: HttpRequest, application: Application, *, by: Applicant) -> HttpResponse:
    """The whole application for Word."""
    return as_word(whole_paper(application), f"application-{application.pk}")
