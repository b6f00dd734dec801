"""The report on the project for a period: words kept by the reviewers, and its files."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from actionplans import verbs
from actionplans.exports.files import KINDS as FILES
from actionplans.models.project import Section
from actionplans.project.lines import about, beside, proofs, rates_words, status_words
from actionplans.project.paper import report_paper
from actionplans.project.report import Report
from actionplans.project.spans import span_of
from actionplans.project.workbook import report_workbook
from actionplans.views.project import around, crumb_of_project, the_project
from actionplans.views.review import cities_of, crumb_of_desk
from coalition import clock
from coalition.documents import WORD
from coalition.documents.pdf import PDF, can_draw_pdf, pdf_of
from coalition.http import SignedInRequest, whole, workspace

LANGUAGES = ("en", "ru")
TYPES = {"docx": WORD, "xlsx": FILES["xlsx"][1], "pdf": PDF, "html": "text/html"}


def language_of(said: str) -> str:
    """The language of the report: as asked for, else English, which the donor reads."""
    return said if said in LANGUAGES else "en"


def put_together(request: SignedInRequest) -> Report:
    """The report of the period and in the language of the address."""
    cities = cities_of(request)
    lang = language_of(request.GET.get("lang", get_language() or ""))
    return Report.of(the_project(), span_of(request.GET.get("period", "")), cities, lang)


@workspace
def review_project_report(request: SignedInRequest) -> HttpResponse:
    """All sections of a period's report; reviewers write the words of each."""
    report = put_together(request)
    refused: dict[str, str] = {}
    if request.method == "POST":
        refused = _write(request, report)
        if not refused:
            return redirect(f"{request.get_full_path()}#{request.POST.get('section', '')}")
    return render(request, "actionplans/review_project_report.html", {
        **around(request, report.project, report.span),
        "report": report,
        "languages": [("en", "English"), ("ru", "Русский")],
        "sections": {one.value: _section(report, one, refused) for one in Section},
        "outputs": [
            (output, [(line, proofs(report, line)) for line in lines])
            for output, lines in report.outputs
        ],
        "cited": [
            (part, status_words(part), beside(part.measure),
             [(update, beside(update)) for update in part.updates])
            for part in report.parts
        ],
        "obstacles": [(part, beside(part.last, "obstacles")) for part in report.obstacles],
        "next_steps": [(part, beside(part.last, "next_steps")) for part in report.next_steps],
        "rates_words": rates_words(report),
        "about": about(report),
        "draws_pdf": can_draw_pdf(),
        "demo_page": report.is_example,
        "crumbs": [crumb_of_desk(), crumb_of_project(report.span), (_("Report"), None)],
    })  # fmt: skip


def _section(report: Report, section: Section, refused: dict[str, str]) -> dict[str, Any]:
    """What a section's form shows: the words there are, or what was typed and refused."""
    known = report.texts.get(section)
    mine = refused.get("section") == section
    return {
        "key": section.value,
        "label": section.label,
        "text": refused["text"] if mine else report.text(section),
        "version": known.version if known else 0,
        "known": known,
        "error": refused["error"] if mine else "",
    }


def _write(request: SignedInRequest, report: Report) -> dict[str, str]:
    """Keep the words of one section; what was typed and why not where they were refused."""
    section, text = request.POST.get("section", ""), request.POST.get("text", "")
    if section not in Section.values:
        messages.info(request, _("Nothing has been changed yet."))
        return {}
    try:
        verbs.keep_project_text(
            report.project, by=request.user, span=report.span, section=section,
            lang=report.lang, text=text, version=whole(request.POST.get("version", "")) or 0,
        )  # fmt: skip
    except ValidationError as refusal:
        return {"section": section, "text": text, "error": " ".join(refusal.messages)}
    messages.success(request, _("The words are kept."))
    return {}


@require_safe
@workspace
def review_project_file(request: SignedInRequest, kind: str) -> HttpResponse:
    """The report as Word, Excel, PDF or a page to be printed."""
    if kind not in TYPES:
        raise Http404
    report = put_together(request)
    back = f"{reverse('review_project_report')}?period={report.span.key}&lang={report.lang}"
    if kind == "pdf" and not can_draw_pdf():
        messages.info(request, _("PDF cannot be drawn on this server: print the page instead."))
        return redirect(back)
    if kind == "html":
        paper = report_paper(report)
        return render(request, "actionplans/paper.html", {"paper": paper, "back": back})
    if kind == "xlsx":
        content = report_workbook(report)
    else:
        paper = report_paper(report)
        content = paper.content() if kind == "docx" else pdf_of(paper)
    response = HttpResponse(content, content_type=TYPES[kind])
    span, day = report.span, date_format(clock.today(), "Y-m-d")
    name = f"{report.project.slug}-{span.kind}-{span.starts_on}-{report.lang}-{day}.{kind}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
