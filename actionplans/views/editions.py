"""Editions of a plan: as each was adopted, and what changed between two of them."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from actionplans import papers, verbs
from actionplans.comparison import as_everybody_sees, differences, hidden_in, hidden_parts
from actionplans.editions import content_with
from actionplans.exports.sheets import workbook_of
from actionplans.models import ActionPlan, Edition
from actionplans.outline import plan_url
from actionplans.papers import Source
from actionplans.patches import Values
from actionplans.permissions import require_decision
from actionplans.reading import plans_in_force, public_plans_of, worded
from actionplans.trail import crumbs_of
from actionplans.views.city import inside
from actionplans.views.documents import file_of
from coalition.files import send_file
from coalition.http import SignedInRequest, whole, workspace

DRAFTS = "drafts"


def public_plan(slug: str, *, joint: bool, ended: str = "") -> ActionPlan:
    """The plan of a city, or a joint one, that everybody sees; 404 while there is none.

    `ended` names a plan of the city before the one in force.
    """
    plans = plans_in_force().filter(city=None, slug=slug) if joint else public_plans_of(slug)
    found = worded(plans.filter(slug=ended) if ended else plans).first()
    if found is None:
        raise Http404
    return found


def public_edition(
    slug: str, number: int, *, joint: bool, ended: str = ""
) -> tuple[ActionPlan, Edition]:
    """An edition the city shows; 404 for one it has taken back."""
    plan = public_plan(slug, joint=joint, ended=ended)
    return plan, get_object_or_404(plan.editions.public().select_related("scan"), number=number)


def page_of(plan: ActionPlan, last: str) -> dict[str, object]:
    """What every public page of editions tells."""
    return {
        "plan": plan,
        "city": plan.city,
        "plan_url": plan_url(plan),
        "crumbs": crumbs_of(plan, last=last, under=plan_url(plan)),
        "demo_page": plan.is_example,
        "section": "plans",
    }


@require_safe
def plan_editions(
    request: HttpRequest, slug: str, *, joint: bool = False, ended: str = ""
) -> HttpResponse:
    """All editions of a plan by number; one that was taken back keeps its line and fingerprint."""
    plan = public_plan(slug, joint=joint, ended=ended)
    editions = list(plan.editions.defer("content").order_by("-number"))
    shown = [one for one in editions if one.is_shown]
    context = {**page_of(plan, _("Editions")), "editions": editions, "shown": shown}
    return render(request, "actionplans/editions.html", context)


@require_safe
def plan_edition(
    request: HttpRequest, slug: str, number: int, *, joint: bool = False, ended: str = ""
) -> HttpResponse:
    """One edition as it was adopted, ready to be printed."""
    plan, edition = public_edition(slug, number, joint=joint, ended=ended)
    content = as_everybody_sees(edition, hidden_in(plan), hidden_parts(plan))
    paper = papers.plan_paper(Source(plan, content=content, edition=edition))
    before = plan.editions.public().filter(number__lt=number).order_by("-number")
    name = _("Edition %(number)s") % {"number": number}
    context = {
        **page_of(plan, name),
        "edition": edition,
        "paper": paper,
        "left_out": len(edition.content["measures"]) - len(content["measures"]),
        "before": before.values_list("number", flat=True).first(),
    }
    return render(request, "actionplans/edition.html", context)


@require_safe
def edition_export(  # noqa: PLR0913 -- which plan, which edition, as what
    request: HttpRequest, slug: str, number: int, kind: str, *, joint: bool = False, ended: str = ""
) -> HttpResponse:
    """An edition as Word or Excel, from what was frozen."""
    if kind not in {"docx", "xlsx"}:
        raise Http404
    plan, edition = public_edition(slug, number, joint=joint, ended=ended)
    if plan.city is not None and not plan.city.in_open_data:
        raise Http404
    content = as_everybody_sees(edition, hidden_in(plan), hidden_parts(plan))
    source = Source(plan, content=content, edition=edition)
    made = (papers.plan_paper(source).content() if kind == "docx" else
            workbook_of(papers.plan_sheet(source), source.title, source.about()))  # fmt: skip
    return file_of(made, plan, f"edition-{number}", kind)


@require_safe
def edition_act(
    request: HttpRequest, slug: str, number: int, *, joint: bool = False, ended: str = ""
) -> HttpResponseBase:
    """The scan of the act, where the city shows it."""
    _plan, edition = public_edition(slug, number, joint=joint, ended=ended)
    if not edition.shows_scan or edition.scan is None or edition.scan.withdrawn_at:
        raise Http404
    return send_file(edition.scan)


@require_safe
def plan_changes(
    request: HttpRequest, slug: str, *, joint: bool = False, ended: str = ""
) -> HttpResponse:
    """What changed between two editions that everybody sees."""
    plan = public_plan(slug, joint=joint, ended=ended)
    editions = {one.number: one for one in plan.editions.public()}
    was, became = chosen(request, sorted(editions))
    hidden = hidden_in(plan), hidden_parts(plan)
    found = differences(*(as_everybody_sees(editions[one], *hidden) for one in (was, became)))
    context = {
        **page_of(plan, _("What changed")),
        "found": found, "was": was, "became": became, "numbers": sorted(editions),
    }  # fmt: skip
    return render(request, "actionplans/changes.html", context)


def chosen(request: HttpRequest, numbers: list[int]) -> tuple[int, int]:
    """The two numbers of the address; the last two where nothing else is asked."""
    if not numbers:
        raise Http404
    became = whole(request.GET.get("became", "")) or numbers[-1]
    earlier = [one for one in numbers if one < became]
    was = whole(request.GET.get("was", "")) or (earlier[-1] if earlier else became)
    if was not in numbers or became not in numbers:
        raise Http404
    return was, became


@require_safe
@workspace
def work_editions(request: SignedInRequest, slug: str) -> HttpResponse:
    """The editions for the city's own people, and what everybody sees of them."""
    here = inside(request, slug, "documents")
    plan = here.own_plan
    editions = plan.editions.defer("content").select_related("scan", "by").order_by("-number")
    context = {**here.context, "editions": editions, "drafts": plan.drafts.open().count()}
    return render(request, "actionplans/work_editions.html", context)


@require_safe
@workspace
def work_changes(request: SignedInRequest, slug: str) -> HttpResponse:
    """What changed between two editions, or what the waiting drafts change in the last one."""
    here = inside(request, slug, "documents")
    plan = here.own_plan
    editions = {one.number: one for one in plan.editions.all()}
    numbers = sorted(editions)
    before: Values
    became: int | str
    if request.GET.get("became") == DRAFTS:
        was = whole(request.GET.get("was", "")) or (numbers[-1] if numbers else 0)
        if was not in editions:
            raise Http404
        waiting = plan.drafts.open().select_related("measure")
        before, after, became = editions[was].content, content_with(plan, waiting), DRAFTS
    else:
        was, number = chosen(request, numbers)
        before, after, became = editions[was].content, editions[number].content, number
    context = {
        **here.context, "found": differences(before, after), "was": was, "became": became,
        "numbers": numbers, "drafts": plan.drafts.open().exists(),
    }  # fmt: skip
    return render(request, "actionplans/work_changes.html", context)


@require_POST
@workspace
def plan_visibility(request: SignedInRequest, slug: str) -> HttpResponse:
    """Take the whole plan back from public view, or show it again."""
    here = inside(request, slug, "documents")
    require_decision(request.user, here.city)
    deed = verbs.reinstate_plan if request.POST.get("show") else verbs.withdraw_plan
    try:
        plan = deed(here.own_plan, by=request.user, reason=request.POST.get("reason", ""))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("Everybody sees the plan.") if plan.is_public else
                         _("Only the city's people see the plan now."))  # fmt: skip
    return redirect("work_editions", slug=slug)


@require_POST
@workspace
def edition_visibility(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """What everybody sees of one edition: the edition itself, and the scan of its act."""
    here = inside(request, slug, "documents")
    require_decision(request.user, here.city)
    editions = here.own_plan.editions.select_related("plan__place", "plan__city")
    verbs.show_edition(
        get_object_or_404(editions, number=number),
        by=request.user,
        is_shown="is_shown" in request.POST,
        shows_scan="shows_scan" in request.POST,
        reason=request.POST.get("reason", ""),
    )
    messages.success(request, _("Saved."))
    return redirect(reverse("work_editions", args=[slug]))
