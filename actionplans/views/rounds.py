"""A city's reports of rounds: prepared, sent, answered, corrected."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from actionplans import verbs
from actionplans.forms.rounds import (
    AnswersForm,
    CorrectionForm,
    DeedForm,
    PositionForm,
    SubmitForm,
)
from actionplans.freezing import content_of
from actionplans.lines import lay, lines_of, since_taken_back
from actionplans.models import CityReport, Measure, Remark
from actionplans.permissions import may_decide, require_decision
from actionplans.reporting import proposed_updates, waiting_in
from actionplans.views.city import inside
from actionplans.views.deeds import Deed, Done, act, forms_for, frozen_file, versions
from actionplans.wording import report_changes
from cities.models import City
from cities.views.city import city_inside
from coalition.http import SignedInRequest, workspace
from coalition.permissions import may


def submit(request: SignedInRequest, report: CityReport, form: DeedForm) -> object:
    return verbs.submit_report(
        report,
        by=request.user,
        version=form.cleaned_data["version"],
        covering=form.cleaned_data["covering"],
        approve=versions(request, "approve"),
    )


def take_back(request: SignedInRequest, report: CityReport, form: DeedForm) -> object:
    return verbs.take_report_back(report, by=request.user, version=form.cleaned_data["version"])


def answer(request: SignedInRequest, report: CityReport, form: AnswersForm) -> object:
    return verbs.answer_proposals(report, by=request.user, **form.said())


def send_answers(request: SignedInRequest, report: CityReport, form: AnswersForm) -> object:
    return verbs.send_answers(
        report,
        by=request.user,
        version=form.cleaned_data["version"],
        approve=versions(request, "approve"),
        **form.said(),
    )


def state_position(request: SignedInRequest, report: CityReport, form: DeedForm) -> object:
    said = form.cleaned_data
    return verbs.state_position(
        report, by=request.user, position=said["position"], version=said["version"]
    )


def correct(request: SignedInRequest, report: CityReport, form: DeedForm) -> object:
    code = form.cleaned_data["code"]
    own = Measure.objects.filter(contributions__city=report.city, code=code)
    return verbs.add_correction(
        report, by=request.user, text=form.cleaned_data["text"],
        measure=own.order_by("pk").first() if code else None,
    )  # fmt: skip


DEEDS = {
    "submit": Deed(SubmitForm, submit, gettext_lazy("The report is sent.")),
    "take_back": Deed(DeedForm, take_back, gettext_lazy("The report is back with the city.")),
    "answer": Deed(AnswersForm, answer, gettext_lazy("Kept. The approver sends the answers.")),
    "send_answers": Deed(AnswersForm, send_answers, gettext_lazy("The answers are sent.")),
    "state_position": Deed(
        PositionForm, state_position,
        gettext_lazy("The overview is completed with the city's position."),
    ),
    "correct": Deed(CorrectionForm, correct, gettext_lazy("The correction stands beside.")),
}  # fmt: skip


@require_safe
@workspace
def rounds(request: SignedInRequest, slug: str) -> HttpResponse:
    """The city's reports, the newest period first."""
    here = inside(request, slug, "rounds")
    reports = CityReport.objects.filter(city=here.city).select_related("round")
    return render(request, "actionplans/work_rounds.html", {**here.context, "reports": reports})


@workspace
def city_report(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """One report of the city: what it holds, and what comes next."""
    here = inside(request, slug, "rounds")
    city = here.city
    report = report_of(city, pk)
    done = None
    if request.method == "POST":
        if not may(request.user, "edit", city):
            require_decision(request.user, city)
        report.lines = lines_of(content_of(report))  # type: ignore[attr-defined]
        done = act(request, report, DEEDS)
        if done.is_done:
            return redirect("city_report", slug=slug, pk=pk)
        report = report_of(city, pk)
    context = report_context(request, report, done)
    return render(
        request, "actionplans/work_round.html", {**here.context, **context},
        status=done.status if done else 200,
    )  # fmt: skip


def report_of(city: City, pk: int) -> CityReport:
    """A report of this city; 404 for another's."""
    rows = CityReport.objects.select_related("round", "submitted_by", "closed_by", "frozen")
    report = get_object_or_404(rows, pk=pk, city=city)
    report.city = city
    return report


def report_context(
    request: SignedInRequest, report: CityReport, done: Done | None
) -> dict[str, object]:
    """What the city's page of a report shows."""
    content = content_of(report)
    lines = lines_of(content)
    report.lines = lines  # type: ignore[attr-defined]  # the form of a correction names them
    corrections = list(report.corrections.select_related("by"))
    waiting = waiting_of(report)
    lay(lines, corrections=[one for one in corrections if one.code], waiting=waiting)
    if report.state == CityReport.State.CLARIFICATION:
        asked = report.remarks.filter(state=Remark.State.SENT)
        lay(lines, coming=proposed_updates(report, list(asked)))
    ticked = set(request.POST.getlist("approve")) if done else None
    forms = forms_for(request, report, DEEDS, done)
    if done and isinstance(done.form, AnswersForm):  # one form, two buttons
        forms |= {name: done.form for name in ("answer", "send_answers") if name in forms}
    return {
        "report": report,
        "content": content,
        "gone": since_taken_back(content) if report.closed_at else (),
        "lines": [line for line in lines if not line.is_silent],
        "silent": [line for line in lines if line.is_silent],
        "corrections": [one for one in corrections if not one.code],
        "waits": [(one, report_changes(one), ticked is None or f"{one.pk}:{one.version}" in ticked)
                  for one in waiting],
        "forms": forms,
        "failed": done.form if done else None,
        "may_decide": may_decide(request.user, report.city),
    }  # fmt: skip


def waiting_of(report: CityReport) -> list:
    """The updates the approver can approve together with sending."""
    if report.state == CityReport.State.OPEN:
        return list(waiting_in(report))
    if report.state == CityReport.State.CLARIFICATION:
        asked = report.remarks.filter(state=Remark.State.SENT)
        return list(waiting_in(report, set(asked.values_list("contribution", flat=True))))
    return []


@require_safe
@workspace
def city_report_file(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """The frozen document of a completed report, for the city itself."""
    report = report_of(city_inside(request, slug), pk)
    if not report.closed_at:
        raise Http404
    return frozen_file(report)
