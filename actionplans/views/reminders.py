"""Choosing which reminders come by letter: in the settings, and by the link in the letter."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from actionplans import verbs
from actionplans.digests import person_of
from coalition.http import SignedInRequest, workspace


@require_POST
@workspace
def choose(request: SignedInRequest) -> HttpResponse:
    """Save the person's choice; its form stands among the settings."""
    said = {name: request.POST.get(name, "") for name in ("level", "pace")}
    try:
        verbs.choose_reminders(request.user, by=request.user, **said)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("Saved."))
    return redirect("settings")


@csrf_exempt  # mail programs press this button, and they have no token; the link is the right
@never_cache
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """End the reminders without signing in. Opening the link changes nothing, the button does."""
    person = person_of(token)
    if person is None:
        raise Http404
    done = request.method == "POST"
    if done:
        verbs.end_letters_of_the_morning(person, by=person)
    return render(request, "actionplans/stop_reminders.html", {"done": done})
