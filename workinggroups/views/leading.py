"""The tools of the chair, the secretary and the secretariat."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from coalition.http import SignedInRequest, workspace
from coalition.models import Membership
from coalition.permissions import may, require
from workinggroups import verbs
from workinggroups.forms import FinishForm, GroupWordsForm, LaterForm
from workinggroups.models import WorkingGroup
from workinggroups.unfinished import unfinished_in
from workinggroups.views.people import group_to_lead
from workinggroups.views.threads import thread_inside


def group_to_form(request: SignedInRequest, slug: str) -> WorkingGroup:
    """A group whose form this person may change; a city's team keeps its own."""
    group = group_to_lead(request, slug)
    if not group.is_between_cities:
        raise PermissionDenied
    return group


@workspace
def group_settings(request: SignedInRequest, slug: str) -> HttpResponse:
    """Name, mandate, who may know of the group; finishing it and taking it up again."""
    group = group_to_form(request, slug)
    form = GroupWordsForm(request.POST or None, group=group)
    if request.method == "POST" and form.is_valid():
        try:
            verbs.describe_group(
                group,
                by=request.user,
                names=form.words("name"),
                mandate=form.words("mandate"),
                visibility=form.cleaned_data["visibility"],
            )
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            messages.success(request, _("Saved."))
            return redirect("group_settings", slug=slug)
    return show_settings(request, group, form=form)


def show_settings(
    request: SignedInRequest, group: WorkingGroup, *, form: GroupWordsForm | None = None,
    finish: FinishForm | None = None,
) -> HttpResponse:  # fmt: skip
    """The page of a group's settings."""
    bad = any(one is not None and one.errors for one in (form, finish))
    unfinished = unfinished_in(group)
    context: dict[str, Any] = {
        "group": group,
        "form": form or GroupWordsForm(group=group),
        "finish": finish or FinishForm(unfinished=unfinished),
        "unfinished": unfinished,
        "sees_inside": may(request.user, "see_inside", group),
        "demo_page": group.is_example,
    }
    return render(request, "workinggroups/group_settings.html", context, status=422 if bad else 200)


@require_POST
@workspace
def finish_group(request: SignedInRequest, slug: str) -> HttpResponse:
    """End the group's work with closing words, or take it up again."""
    group = group_to_form(request, slug)
    if "resume" in request.POST:
        verbs.resume_group(group, by=request.user)
        messages.success(request, _("The group works again."))
        return redirect("group_settings", slug=slug)
    finish = FinishForm(request.POST, unfinished=unfinished_in(group))
    if finish.is_valid():
        try:
            verbs.finish_group(group, by=request.user, closing=finish.words())
        except ValidationError as refusal:
            finish.add_error(None, refusal.messages)
        else:
            messages.success(request, _("The group has finished its work."))
            return redirect("group_settings", slug=slug)
    return show_settings(request, group, finish=finish)


@require_POST
@workspace
def prolong_guest(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Let a guest stay until a later day."""
    group = group_to_lead(request, slug)
    guest = get_object_or_404(Membership.objects.select_related("place"), pk=pk, place=group.place)
    form = LaterForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Name the new last day: 16.10.2026."))
        return redirect("group_people", slug=slug)
    try:
        verbs.prolong_guest(guest, by=request.user, until=form.cleaned_data["until"])
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("The guest stays longer."))
    return redirect("group_people", slug=slug)


@require_POST
@workspace
def hand_over(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """The secretariat names a member the chair; who led the group before stays a member."""
    group = group_to_lead(request, slug)
    member = get_object_or_404(Membership.objects.select_related("user"), pk=pk, place=group.place)
    try:
        verbs.hand_over_chair(group, by=request.user, user=member.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("The group has a new chair."))
    return redirect("group_people", slug=slug)


@require_POST
@workspace
def show_thread(request: SignedInRequest, pk: int) -> HttpResponse:
    """Put a thread's question or its result on the public page, or take it off."""
    found = thread_inside(request, pk)
    require(request.user, "moderate", found)
    try:
        if "off" in request.POST:
            verbs.hide_thread(found, by=request.user)
            messages.success(request, _("Nothing of this thread is public now."))
        else:
            verbs.show_thread(found, by=request.user, result="result" in request.POST)
            messages.success(request, _("It stands on the group's public page."))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect("thread", pk=pk)
