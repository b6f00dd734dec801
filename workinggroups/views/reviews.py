"""What comes after an outcome: looking at it again, and statements of cities."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from coalition.http import SignedInRequest, workspace
from coalition.permissions import require
from coalition.steps import sent
from workinggroups import verbs
from workinggroups.models import Decision, DecisionReview, Statement
from workinggroups.outcome_forms import ReviewForm, StatementForm
from workinggroups.views.decisions import around_decision, decision_inside, show
from workinggroups.views.steps import form_page

Finding = DecisionReview.Finding


@workspace
def review_decision(request: SignedInRequest, pk: int) -> HttpResponse:
    """Write down what was found when a recommendation was looked at again."""
    found = decision_inside(request, pk)
    require(request.user, "moderate", found)
    if found.state != Decision.State.STATED:
        messages.error(request, _("This decision is not in force in the group."))
        return redirect("decision", pk=pk)
    form = ReviewForm(request.POST or None, decision=found)
    if sent(request, form, lambda: write_down(request, found, form),
            _("What was found is written down, and the group is told.")):  # fmt: skip
        return redirect("decision", pk=pk)
    return form_page(request, "review_decision", form, around_decision(found))


def write_down(request: SignedInRequest, found: Decision, form: ReviewForm) -> DecisionReview:
    """The deed that answers to what was found."""
    data, by = form.cleaned_data, request.user
    if data["finding"] == Finding.CHANGED:
        return verbs.replace_decision(found, by=by, new=data["new"], words=data["words"])
    if data["finding"] == Finding.ENDED:
        return verbs.end_decision(found, by=by, words=data["words"])
    return verbs.keep_decision(found, by=by, words=data["words"], review_on=data["review_on"])


@require_POST
@workspace
def attach_statement(request: SignedInRequest, pk: int) -> HttpResponse:
    """Attach a statement of one's city to an adopted text."""
    found = decision_inside(request, pk)
    form = StatementForm(request.POST)
    if sent(request, form,
            lambda: verbs.attach_statement(found, by=request.user, **form.cleaned_data),
            _("The statement of your city is attached.")):  # fmt: skip
        return redirect("decision", pk=pk)
    return show(request, found, statement_form=form, status=422)


@require_POST
@workspace
def withdraw_statement(request: SignedInRequest, pk: int, statement: int) -> HttpResponse:
    """Take a statement of one's city back."""
    found = decision_inside(request, pk)
    rows = Statement.objects.select_related("decision__thread__group__place")
    verbs.withdraw_statement(get_object_or_404(rows, pk=statement, decision=found),
                             by=request.user)  # fmt: skip
    messages.success(request, _("The statement is taken back; its words are gone."))
    return redirect("decision", pk=pk)
