"""One page from which a city takes its plan out: Word, Excel, print, calendar."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import override
from django.views.decorators.http import require_safe

from actionplans import papers
from actionplans.desk import plan_aside
from actionplans.editions import content_of, content_with, due_within
from actionplans.exports.calendar import calendar
from actionplans.exports.files import KINDS as FILES
from actionplans.exports.sheets import workbook_of
from actionplans.forms.papers import DRAFTS, KINDS, TODAY, PapersForm
from actionplans.models import ActionPlan, Edition
from actionplans.papers import Source
from actionplans.views.city import inside
from coalition import clock
from coalition.documents import WORD, Paper
from coalition.http import SignedInRequest, workspace


@require_safe
@workspace
def documents(request: SignedInRequest, slug: str) -> HttpResponse:
    """Choose what to take out and how; the same address with the choice is the file."""
    here = inside(request, slug, "documents")
    plan, context = here.plan, here.context
    if plan is None:
        return render(request, "actionplans/work_documents.html", context)
    editions = list(plan.editions.order_by("-number"))
    drafts = plan.drafts.open().count()
    kind = request.GET.get("as", "")
    asked = request.GET if kind in KINDS else None
    form = PapersForm(asked, plan=plan, editions=editions, drafts=drafts)
    if form.is_valid():
        with override(form.cleaned_data["lang"]):
            return _taken(request, plan, form, editions, kind)
    hidden = plan.measures.standing().exclude(visibility="public").count()
    more = {"form": form, "editions": editions, "drafts": drafts, "hidden": hidden,
            "aside": plan_aside(here.city)}  # fmt: skip
    return render(request, "actionplans/work_documents.html", {**context, **more})


def _taken(
    request: HttpRequest, plan: ActionPlan, form: PapersForm, editions: list[Edition], kind: str
) -> HttpResponse:
    """The file or the page to be printed."""
    said = form.cleaned_data
    what = said["what"]
    source = source_of(plan, editions, form)
    if kind == "ics":
        return file_of(calendar(source.title, source.rows()), plan, "due", "ics")
    if kind == "xlsx":
        sheet = (papers.plan_sheet(source) if what == "plan"
                 else papers.progress_sheet(source, brief=False))  # fmt: skip
        return file_of(workbook_of(sheet, source.title, source.about()), plan, what, "xlsx")
    paper = paper_of(what, source, said["to"].splitlines(), said["number"])
    if kind == "print":
        return printed_page(request, paper, reverse("documents", args=[plan.city.slug]))  # type: ignore[union-attr]
    return file_of(paper.content(), plan, what, "docx")


def source_of(plan: ActionPlan, editions: list[Edition], form: PapersForm) -> Source:
    """The state of the plan that was chosen, with the period and the day."""
    said = form.cleaned_data
    source = Source(plan, period=form.chosen_period, on=said["on"] or clock.today())
    if said["what"] in {"progress", "letter"}:
        return source
    if said["state"] == DRAFTS:
        waiting = plan.drafts.open().select_related("measure")
        source.content, source.is_draft = content_with(plan, waiting), True
    elif said["state"] != TODAY:
        number = int(said["state"])
        source.edition = next(one for one in editions if one.number == number)
        source.content = source.edition.content
    elif said["what"] == "agreement":
        source.content = content_of(plan)
        source.is_draft = not plan.edition
    if source.content and source.period:
        source.content = due_within(source.content, source.period)
    return source


def paper_of(what: str, source: Source, to: list[str], number: str) -> Paper:
    """The document that was chosen."""
    if what == "plan":
        return papers.plan_paper(source)
    if what == "progress":
        return papers.progress_paper(source)
    if what == "agreement":
        return papers.agreement_paper(source)
    return papers.letter_paper(source, about_report=what == "letter", to=to, number=number)


def printed_page(request: HttpRequest, paper: Paper, back: str) -> HttpResponse:
    """The document as a page that prints on A4."""
    return render(request, "actionplans/paper.html", {"paper": paper, "back": back})


def file_of(content: bytes, plan: ActionPlan, what: str, kind: str) -> HttpResponse:
    """A file under an ASCII name that says whose it is and of which day."""
    content_type = WORD if kind == "docx" else FILES[kind][1]
    whose = plan.city.slug if plan.city else plan.slug
    day = date_format(clock.today(), "Y-m-d")
    response = HttpResponse(content, content_type=content_type)
    name = f"{whose}-{what}-{day}.{kind}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
