"""Choosing which letters come: of a thread, of a group, of all one's groups; and ending them."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from coalition.http import SignedInRequest, workspace
from workinggroups import verbs
from workinggroups.letters import person_and_thread
from workinggroups.models import Volume, WorkingGroup
from workinggroups.views.groups import group_inside
from workinggroups.views.threads import thread_inside


@require_POST
@workspace
def follow(request: SignedInRequest, pk: int) -> HttpResponse:
    """Choose which letters come of one thread."""
    found = thread_inside(request, pk)
    try:
        verbs.follow_thread(found, by=request.user, volume=request.POST.get("volume", ""))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("Saved."))
    return redirect("thread", pk=pk)


@require_POST
@workspace
def choose(request: SignedInRequest, slug: str) -> HttpResponse:
    """Choose which letters come of a group."""
    group = group_inside(request, slug)
    try:
        verbs.choose_volume(group, by=request.user, level=request.POST.get("level", ""))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("Saved."))
    return redirect("work_group", slug=slug)


@require_POST
@workspace
def choose_all(request: SignedInRequest) -> HttpResponse:
    """Choose which letters come of each group; the form stands among the settings."""
    try:
        for group in WorkingGroup.objects.visible_to(request.user):
            if level := request.POST.get(f"group-{group.pk}"):
                verbs.choose_volume(group, by=request.user, level=level)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("Saved."))
    return redirect("settings")


@csrf_exempt  # mail programs press this button, and they have no token; the link is the right
@never_cache
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """End the letters of a thread, or of its group, without signing in.

    Opening the link changes nothing, the button does. Who left the group gets no letters anyway.
    """
    found = person_and_thread(token)
    if found is None:
        raise Http404
    person, thread = found
    done = request.method == "POST"
    if done:
        try:
            if "group" in request.POST:
                verbs.choose_volume(thread.group, by=person, level=Volume.Level.QUIET)
            verbs.follow_thread(thread, by=person, volume=Volume.Level.QUIET)
        except PermissionDenied:
            pass
    return render(request, "workinggroups/stop_letters.html", {"done": done})
