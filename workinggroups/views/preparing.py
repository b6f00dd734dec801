"""Putting a question of a thread to the cities, at once or from a draft."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from coalition.http import SignedInRequest, workspace
from coalition.permissions import require
from coalition.steps import done, sent
from workinggroups import verbs
from workinggroups.decision_forms import DecisionForm
from workinggroups.decision_telling import seats_of
from workinggroups.models import Decision, RulesOfProcedure, Thread, WorkingGroup
from workinggroups.views.decisions import decision_inside
from workinggroups.views.steps import form_page
from workinggroups.views.threads import thread_inside


def own_clock(request: SignedInRequest, group: WorkingGroup) -> str:
    """The city whose clock a form begins with: the person's own, else the first of the group."""
    city = group.city_of(request.user) or group.cities.order_by("position").first()
    return city.slug if city else ""


@workspace
def open_decision(request: SignedInRequest, pk: int) -> HttpResponse:
    """Put a question of a thread to the cities, or lay it by as a draft."""
    found = thread_inside(request, pk)
    require(request.user, "moderate", found)
    group = found.group
    initial = {
        "mode": Decision.Mode.CONSENT, "question": found.title, "lang": found.lang,
        "clock_city": own_clock(request, group), "quorum": len(voices_of(group)) // 2 + 1,
    }  # fmt: skip
    return asking(request, found, None, initial)


@workspace
def edit_draft(request: SignedInRequest, pk: int) -> HttpResponse:
    """Write a draft anew, or put it to the cities."""
    found = decision_inside(request, pk)
    require(request.user, "moderate", found)
    if not found.is_draft:
        messages.error(request, _("The cities have been asked already; this is no draft any more."))
        return redirect("decision", pk=pk)
    closes = timezone.localtime(found.closes_at, ZoneInfo(found.clock_city.timezone))
    initial = {
        "mode": found.mode, "about": found.about, "question": found.question, "text": found.text,
        "lang": found.lang, "clock_city": found.clock_city.slug, "quorum": found.quorum or None,
        "closes_on": closes.date(), "closes_time": f"{closes:%H:%M}", "version": found.version,
        "put_meeting": found.put_meeting_id, "put_words": found.put_words,
    }  # fmt: skip
    return asking(request, found.thread, found, initial)


def asking(
    request: SignedInRequest, thread: Thread, draft: Decision | None, initial: dict[str, Any]
) -> HttpResponse:
    """The form of a question; what is refused comes back with the reason."""
    group = thread.group
    has_rules = RulesOfProcedure.objects.in_force().filter(group=group).exists()
    form = DecisionForm(request.POST or None, group=group, has_rules=has_rules, initial=initial)
    asked = None
    try:
        asked = sent(request, form, lambda: answered(request, thread, draft, form))
    except verbs.ThreadClosed:
        form.add_error(None, _("The thread is closed; nothing new begins in it."))
    if asked:
        said = (
            _("The draft is kept. Only the chair and the secretary see it.")
            if asked.is_draft
            else _("The cities have been told. The decision is open.")
        )
        messages.success(request, said)
        return redirect("decision", pk=asked.pk)
    seated = voices_of(group)
    unseated = [city for city in group.cities.order_by("position") if city.pk not in seated]
    context = {"thread": thread, "group": group, "has_rules": has_rules,
               "draft": draft, "unseated": unseated, "nobody": not seated,
               "demo_page": group.is_example}  # fmt: skip
    return form_page(request, "open_decision", form, context)


def answered(
    request: SignedInRequest, thread: Thread, draft: Decision | None, form: DecisionForm
) -> Decision:
    """What the button pressed asks for: a draft, or the cities."""
    if draft is None:
        deed = verbs.prepare_decision if form.is_draft else verbs.open_decision
        return deed(thread, by=request.user, **form.asked)
    change = verbs.change_draft if form.is_draft else verbs.open_draft
    version = form.cleaned_data["version"] or 0
    return change(draft, by=request.user, version=version, **form.asked)


def voices_of(group: WorkingGroup) -> set[int]:
    """The cities for which somebody speaks in the group today."""
    return {seat.city_id for seat in seats_of(group)}


@require_POST
@workspace
def drop_draft(request: SignedInRequest, pk: int) -> HttpResponse:
    """Throw a draft away."""
    found = decision_inside(request, pk)
    require(request.user, "moderate", found)
    words = _("The draft is thrown away.")
    if done(request, lambda: verbs.drop_draft(found, by=request.user), words):
        return redirect("thread", pk=found.thread_id)
    return redirect("decision", pk=pk)
