"""Dates of the region, kept by the secretariat: added with a source, corrected, taken off."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from coalition.http import SignedInRequest, workspace
from coalition.steps import sent
from workinggroups import verbs
from workinggroups.models import Occasion
from workinggroups.occasion_forms import OccasionForm
from workinggroups.permissions import is_secretariat
from workinggroups.views.steps import form_page


def only_secretariat(request: SignedInRequest) -> None:
    """Nobody else finds these pages."""
    if not is_secretariat(request.user):
        raise Http404


def way_to(here: str = "") -> list[tuple[str, str | None]]:
    """Where the reader is."""
    name = _("Calendar of events")
    up: list[tuple[str, str | None]] = [(_("My day"), reverse("work"))]
    return [*up, (name, reverse("occasions")), (here, None)] if here else [*up, (name, None)]


@require_safe
@workspace
def occasions(request: SignedInRequest) -> HttpResponse:
    """Every date with its source; those taken off stand at the end."""
    only_secretariat(request)
    rows = list(Occasion.objects.order_by("-starts_on", "-pk"))
    context = {
        "shown": [one for one in rows if one.taken_off_at is None],
        "gone": [one for one in rows if one.taken_off_at],
        "crumbs": way_to(),
    }
    return render(request, "workinggroups/occasions.html", context)


@workspace
def new_occasion(request: SignedInRequest) -> HttpResponse:
    """Put a date into the calendar."""
    only_secretariat(request)
    form = OccasionForm(request.POST or None)
    key = f"noted-{uuid.uuid4().hex[:12]}"
    if sent(request, form, lambda: verbs.note_occasion(key, by=request.user, **form.said()),
            _("The event stands in the calendar.")):  # fmt: skip
        return redirect("occasions")
    return form_page(request, "occasion", form, {"crumbs": way_to(_("New event"))})


@workspace
def occasion(request: SignedInRequest, pk: int) -> HttpResponse:
    """Correct a date, its words or its source."""
    only_secretariat(request)
    found = get_object_or_404(Occasion, pk=pk)
    form = OccasionForm(request.POST or None, occasion=found)
    if sent(request, form, lambda: verbs.correct_occasion(
        found, by=request.user, version=form.cleaned_data["version"] or 0, **form.said()
    ), _("Saved.")):  # fmt: skip
        return redirect("occasions")
    context = {"occasion": found, "crumbs": way_to(found.name)}
    return form_page(request, "occasion", form, context)


@require_POST
@workspace
def occasion_off(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take a date off the calendar, or put it back."""
    only_secretariat(request)
    found = get_object_or_404(Occasion, pk=pk)
    if request.POST.get("back"):
        verbs.put_back_occasion(found, by=request.user)
        messages.success(request, _("The event stands in the calendar."))
    else:
        verbs.take_off_occasion(found, by=request.user)
        messages.success(request, _("The event is off the calendar. It can be put back below."))
    return redirect("occasions")
