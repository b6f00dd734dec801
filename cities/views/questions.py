"""What passes between the secretariat and a city under its link: questions, answers, files."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from cities import verbs
from cities.forms.review import AnswerForm
from cities.models import Applicant, Application, Question
from cities.steps import Who, is_one_of
from cities.views.applications import visible_or_404
from cities.views.link import by_link, page
from coalition.forms import refuse
from coalition.http import SignedInRequest, workspace


@by_link
def apply_question(
    request: HttpRequest, application: Application, *, by: Applicant, pk: int
) -> HttpResponse:
    """One question of the secretariat: everything answered so far, and a field to answer."""
    question = get_object_or_404(application.questions, pk=pk)
    last = question.answers.first()
    form = AnswerForm(request.POST or None, initial={"text": last.text if last else ""})
    if request.method == "POST" and form.is_valid():
        try:
            verbs.answer_question(question, by=by, **form.cleaned_data)
        except ValidationError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("Sent. The secretariat has your answer."))
            return redirect("apply", token=by.token)
    response = page(request, "apply_question", application, by, question=question, form=form)
    response.status_code = 422 if form.errors else 200
    return response


def apply_take_back_post(
    request: HttpRequest, application: Application, *, by: Applicant
) -> HttpResponse:
    """The city takes the files of its withdrawn application back."""
    try:
        number = verbs.take_back_files(application, by=by)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        words = ngettext("%(n)d file is taken back.", "%(n)d files are taken back.", number)
        messages.success(request, words % {"n": number})
    return redirect("apply", token=by.token)


apply_take_back = require_POST(by_link(apply_take_back_post))


@require_POST
@workspace
def close_question(request: SignedInRequest, pk: int) -> HttpResponse:
    """The secretariat has what it asked for."""
    question = get_object_or_404(Question.objects.select_related("application"), pk=pk)
    found = visible_or_404(request, question.application_id)
    if not is_one_of(Who.SECRETARIAT, request.user, found):
        raise PermissionDenied
    try:
        verbs.close_question(question, by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("The question is closed."))
    return redirect("application", pk=found.pk)
