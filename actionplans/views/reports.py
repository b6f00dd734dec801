"""The reviewers' side of reports: the list, one report measure by measure, opening a round."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from actionplans import verbs
from actionplans.forms.rounds import (
    DeedForm,
    NoteForm,
    ProposalForm,
    RecuseForm,
    RoundForm,
    SendForm,
)
from actionplans.freezing import content_of
from actionplans.lines import lay, lines_of, since_taken_back
from actionplans.models import CityReport, Contribution, Remark, ReportingRound
from actionplans.review import shows_examples
from actionplans.steps import Who, has_recused, is_one_of
from actionplans.views.deeds import Deed, Done, act, forms_for, frozen_file, versions
from actionplans.views.review import cities_of, crumb_of_desk
from coalition.http import SignedInRequest, whole, workspace

SHOWN = 6  # rounds on one page


def propose(request: SignedInRequest, report: CityReport, form: DeedForm) -> object:
    said = form.cleaned_data
    part = Contribution.objects.filter(pk=said["part"] or 0, city=report.city).first()
    if part is None:
        raise ValidationError(_("This measure is not in the report."))
    version = whole(request.POST.get("remark_version", "0")) or 0
    return verbs.propose(report, by=request.user, part=part, text=said["text"], version=version)


def send_proposals(request: SignedInRequest, report: CityReport, form: DeedForm) -> object:
    said = form.cleaned_data
    return verbs.send_proposals(
        report, by=request.user, version=said["version"], answer_by=said["answer_by"],
        versions=versions(request, "shown"),
    )  # fmt: skip


def close(request: SignedInRequest, report: CityReport, form: DeedForm) -> object:
    return verbs.close_report(report, by=request.user, version=form.cleaned_data["version"])


def note(request: SignedInRequest, report: CityReport, form: DeedForm) -> object:
    return verbs.write_review_note(report, by=request.user, text=form.cleaned_data["text"])


def recuse(request: SignedInRequest, report: CityReport, form: DeedForm) -> object:
    return verbs.recuse(report, by=request.user, reason=form.cleaned_data["reason"])


DEEDS = {
    "propose": Deed(ProposalForm, propose, gettext_lazy("Kept. The city does not see it yet.")),
    "send_proposals": Deed(
        SendForm, send_proposals, gettext_lazy("The proposals are with the city.")
    ),
    "close": Deed(DeedForm, close, gettext_lazy("The overview is completed: no remarks.")),
    "note": Deed(NoteForm, note, gettext_lazy("Noted.")),
    "recuse": Deed(RecuseForm, recuse, gettext_lazy("You have stepped back from this report.")),
}


@require_safe
@workspace
def review_reports(request: SignedInRequest) -> HttpResponse:
    """The reports of consenting cities, round by round, cities side by side."""
    cities = cities_of(request)
    own = ReportingRound.objects.filter(reports__city__in=cities).distinct()
    rounds = list(own)
    chosen = whole(request.GET.get("round", ""))
    shown = [one for one in rounds if one.pk == chosen] or rounds[:SHOWN]
    reports = CityReport.objects.filter(round__in=shown, city__in=cities)
    reports = reports.select_related("round", "city").prefetch_related("recusals")
    return render(
        request,
        "actionplans/review_reports.html",
        {
            "rounds": rounds,
            "chosen": chosen,
            "demo_page": shows_examples(cities),
            "groups": [(one, list(rows)) for one, rows in groupby(reports, lambda it: it.round)],
            "crumbs": [crumb_of_desk(), (_("Reports of cities"), None)],
            "section": "review",
        },
    )


@workspace
def review_round_new(request: SignedInRequest) -> HttpResponse:
    """Ask the cities one reviews for their reports of a period."""
    cities = cities_of(request)
    if not cities:
        raise Http404
    form = RoundForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        kind, starts_on = form.chosen()
        try:
            opened = verbs.open_round(
                kind, starts_on, by=request.user, submit_by=form.cleaned_data["submit_by"]
            )
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("The round is open: %(name)s.") % {"name": opened})
            return redirect(f"{reverse('review_reports')}?round={opened.pk}")
    return render(
        request,
        "actionplans/review_round_new.html",
        {
            "form": form,
            "cities": cities,
            "crumbs": [crumb_of_desk(), crumb_of_reports(), (_("Open a round"), None)],
            "section": "review",
        },
    )


def crumb_of_reports() -> tuple[str, str]:
    """The way back to the list of reports."""
    return _("Reports of cities"), reverse("review_reports")


@workspace
def review_report(request: SignedInRequest, pk: int) -> HttpResponse:
    """One report that was sent: measure by measure, what is proposed and what was answered."""
    report = sent_report(request, pk)
    done = None
    if request.method == "POST":
        done = act(request, report, DEEDS)
        if done.is_done:
            part = whole(request.POST.get("part", ""))
            return redirect(request.path + (f"#m{part}" if part is not None else ""))
        report = sent_report(request, pk)
    return render(
        request, "actionplans/review_report.html", review_context(request, report, done),
        status=done.status if done else 200,
    )  # fmt: skip


def sent_report(request: SignedInRequest, pk: int) -> CityReport:
    """A report a consenting city has sent; 404 while the city prepares it."""
    cities = {city.pk: city for city in cities_of(request)}
    rows = CityReport.objects.visible_to(request.user).exclude(state=CityReport.State.OPEN)
    rows = rows.select_related("round", "submitted_by", "closed_by", "frozen")
    report = get_object_or_404(rows, pk=pk, city__in=cities)
    report.city = cities[report.city_id]
    return report


def review_context(
    request: SignedInRequest, report: CityReport, done: Done | None
) -> dict[str, Any]:
    """What a reviewer's page of a report shows; notes and proposals only to who acts on it."""
    content = content_of(report)
    lines = lines_of(content)
    acts = is_one_of(Who.REVIEWER, request.user, report)
    drafts = report.remarks.filter(state=Remark.State.DRAFT).select_related("by") if acts else []
    corrections = list(report.corrections.select_related("by"))
    lay(lines, draft=drafts, corrections=[one for one in corrections if one.code])
    refused = done.form if done and isinstance(done.form, ProposalForm) else None
    return {
        "report": report,
        "city": report.city,
        "content": content,
        "gone": since_taken_back(content) if report.closed_at else (),
        "lines": [line for line in lines if not line.is_silent],
        "silent": [line for line in lines if line.is_silent],
        "corrections": [one for one in corrections if not one.code],
        "drafts": [line.draft for line in lines if line.draft],
        "notes": report.review_notes.select_related("by") if acts else [],
        "acts": acts,
        "has_recused": has_recused(request.user, report),
        "forms": forms_for(request, report, DEEDS, done),
        "refused": refused,
        "refused_part": whole(refused.data.get("part", "")) if refused else None,
        "failed": done.form if done else None,
        "demo_page": content["example"],
        "crumbs": [crumb_of_desk(), crumb_of_reports(), (str(report), None)],
        "section": "review",
    }


@require_safe
@workspace
def review_report_file(request: SignedInRequest, pk: int) -> HttpResponse:
    """The frozen document of a completed report."""
    report = sent_report(request, pk)
    if not report.closed_at:
        raise Http404
    return frozen_file(report)
