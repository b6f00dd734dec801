"""Joint plans at work, as one of their cities sees them: proposals, cities, measures."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from actionplans import verbs
from actionplans.concord import waiting_in
from actionplans.forms.joint import InviteForm, JointForm, ProposalForm, ReasonForm, WordForm
from actionplans.models import ActionPlan, Contribution, Measure, PartDraft, Participation
from actionplans.permissions import require_decision
from actionplans.views.city import Inside, inside
from cities.models import City
from coalition.http import SignedInRequest, workspace

LIVE = (Participation.State.PROPOSED, Participation.State.AGREED)


class Together(NamedTuple):
    """A joint plan as one of its cities sees it at work."""

    here: Inside
    plan: ActionPlan
    own: Participation

    @property
    def city(self) -> City:
        return self.here.city

    @property
    def takes_part(self) -> bool:
        return self.own.state == Participation.State.AGREED


def together(request: SignedInRequest, slug: str, plan: str) -> Together:
    """A joint plan the city takes part in, took part in or is asked to; 404 for any other."""
    here = inside(request, slug, "joint")
    rows = Participation.objects.select_related("plan__place", "proposed_by_city", "answered_by")
    own = get_object_or_404(rows, plan__slug=plan, city=here.city)
    own.city = here.city
    here.context["demo_page"] = own.plan.is_example
    return Together(here, own.plan, own)


def agreed_only(request: SignedInRequest, slug: str, plan: str) -> Together:
    """The same, where the city has agreed; 404 before and after."""
    found = together(request, slug, plan)
    if not found.takes_part:
        raise Http404
    return found


@require_safe
@workspace
def joint(request: SignedInRequest, slug: str) -> HttpResponse:
    """The city's joint plans: what waits for its word, what waits from others, its measures."""
    here = inside(request, slug, "joint")
    rows = Participation.objects.filter(city=here.city)
    own = list(rows.select_related("plan", "proposed_by_city").order_by("-pk"))
    agreed = [one.plan_id for one in own if one.state == Participation.State.AGREED]
    waiting = waiting_in(agreed) if agreed else []
    silent = Participation.objects.awaiting().filter(plan__in=agreed)
    parts = Contribution.objects.standing().filter(
        city=here.city, measure__plan__in=agreed, measure__state=Measure.State.STANDING
    )
    drafts = PartDraft.objects.waiting().filter(contribution__city=here.city)
    return render(request, "actionplans/work_joint.html", {
        **here.context,
        "proposals": [one for one in own if one.state == Participation.State.PROPOSED],
        "own": [one for one in own if one.state != Participation.State.PROPOSED],
        "drafts": waiting,
        "silent": silent.select_related("plan", "city"),
        "parts": parts.select_related("measure__plan", "city").prefetch_related(
            "measure__coordinations__city").order_by("measure__plan", "measure__position", "pk"),
        "part_drafts": drafts.select_related("contribution__measure__plan", "by"),
    })  # fmt: skip


@workspace
def joint_new(request: SignedInRequest, slug: str) -> HttpResponse:
    """Propose a joint plan to other cities."""
    here = inside(request, slug, "joint")
    require_decision(request.user, here.city)
    form = ProposalForm(request.POST or None, city=here.city)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        cities = City.objects.members().filter(slug__in=said["cities"]).select_related("place")
        try:
            plan = verbs.propose_joint_plan(
                here.city, by=request.user, title=said["title"], cities=list(cities),
                period=(said["period_start"], said["period_end"]), proposal=said["proposal"],
            )  # fmt: skip
        except ValidationError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The proposal is sent. Each city says its own word."))
            return redirect("joint_work", slug=slug, plan=plan.slug)
    return render(request, "actionplans/work_joint_new.html", {**here.context, "form": form})


@workspace
def joint_work(request: SignedInRequest, slug: str, plan: str) -> HttpResponse:
    """A joint plan at work: the cities and their words, the measures, what collects agreements."""
    found = together(request, slug, plan)
    forms: dict[str, JointForm] = {}
    if request.method == "POST":
        require_decision(request.user, found.city)
        what = request.POST.get("what", "")
        deed = DEEDS.get(what)
        if deed is None:
            messages.info(request, _("Nothing has been changed yet."))
            return redirect("joint_work", slug=slug, plan=plan)
        form = deed.form(request, found)
        if form.is_valid():
            try:
                messages.success(request, deed.do(request, found, form))
            except ValidationError as refusal:
                form.refuse(refusal)
            else:
                return redirect("joint_work", slug=slug, plan=plan)
        forms[deed.shown] = form
    joint_plan = found.plan
    cities = joint_plan.participations.select_related("city", "answered_by", "proposed_by_city")  # type: ignore[attr-defined]
    parts = Contribution.objects.filter(
        measure__plan=joint_plan, measure__state=Measure.State.STANDING, city=found.city
    )
    measures = joint_plan.measures.standing().order_by("position", "pk")
    own = {part.measure_id: part for part in parts}
    rows = [(one, own.get(one.pk)) for one in measures.prefetch_related("coordinations__city")]
    return render(request, "actionplans/work_joint_plan.html", {
        **found.here.context,
        "joint": joint_plan, "own": found.own, "takes_part": found.takes_part,
        "cities": cities, "rows": rows,
        "drafts": waiting_in([joint_plan.pk]) if found.takes_part else [],
        "word": forms.get("word") or WordForm(),
        "ask": forms.get("ask") or InviteForm(cities=_others(found)),
        "leave": forms.get("leave") or ReasonForm(prefix="leave"),
        "wrong": set(forms),
    })  # fmt: skip


def _others(found: Together) -> list[City]:
    """Cities that could be asked."""
    asked = Participation.objects.filter(plan=found.plan, state__in=LIVE)
    return list(City.objects.members().exclude(pk__in=asked.values("city")).select_related("place"))


def _answer(request: SignedInRequest, found: Together, form: JointForm) -> str:
    agrees = request.POST["what"] == "agree"
    verbs.answer_proposal(found.own, by=request.user, agrees=agrees, **form.cleaned_data)
    if agrees:
        return _("Your city takes part in the joint plan.")
    return _("Your city's word is written down. The plan goes on without it.")


def _ask(request: SignedInRequest, found: Together, form: JointForm) -> str:
    said = form.cleaned_data
    other = City.objects.select_related("place").get(slug=said["city"])
    verbs.invite_city(found.plan, other, city=found.city, by=request.user,
                      proposal=said["proposal"])  # fmt: skip
    return _("The proposal is sent. Each city says its own word.")


def _leave(request: SignedInRequest, found: Together, form: JointForm) -> str:
    verbs.leave_plan(found.plan, found.city, by=request.user, **form.cleaned_data)
    return _("Your city has left the joint plan; what it did stays as history.")


class Deed(NamedTuple):
    """A deed of the page: which form it takes, and the verb with the sentence afterwards."""

    shown: str
    form: Callable[[SignedInRequest, Together], JointForm]
    do: Callable[[SignedInRequest, Together, JointForm], str]


DEEDS = {
    "agree": Deed("word", lambda request, _found: WordForm(request.POST), _answer),
    "decline": Deed("word", lambda request, _found: WordForm(request.POST), _answer),
    "ask": Deed("ask", lambda request, found: InviteForm(request.POST, cities=_others(found)),
                _ask),
    "leave": Deed("leave", lambda request, _found: ReasonForm(request.POST, prefix="leave"),
                  _leave),
}  # fmt: skip
