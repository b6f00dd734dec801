"""Consultations between cities, for the named people of the named cities only."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cities.models import Application, City, party_cities
from cities.views.city import city_inside
from coalition.http import SignedInRequest, workspace
from coalition.permissions import may, require
from workinggroups import verbs
from workinggroups.consultation_forms import ConsultationForm, NoteForm
from workinggroups.models import Consultation, WorkingGroup
from workinggroups.permissions import may_consult
from workinggroups.views.groups import group_inside


def consultation_inside(request: SignedInRequest, slug: str) -> Consultation:
    """The consultation of a room this person may read; otherwise there is none."""
    group = group_inside(request, slug)
    rows = Consultation.objects.select_related("group__place")
    return get_object_or_404(rows, group=group)


@workspace
def consultations(request: SignedInRequest, slug: str) -> HttpResponse:
    """The city's consultations, and a form to open one."""
    city = city_inside(request, slug)
    if not may_consult(request.user, city):
        raise PermissionDenied
    form = ConsultationForm(request.POST or None, city=city)
    if request.method == "POST" and form.is_valid():
        opened = verbs.open_consultation(city, by=request.user, **form.cleaned_data)
        messages.success(request, _("The named cities have been told; nobody else knows of it."))
        return redirect("work_group", slug=opened.group.slug)
    rooms = WorkingGroup.objects.visible_to(request.user).filter(cities=city)
    found = Consultation.objects.filter(group__in=rooms).select_related("group")
    return render(request, "workinggroups/consultations.html", {
        "city": city, "tab": "consultations", "section": "city", "form": form,
        "consultations": found.prefetch_related("group__cities"),
        "may_administer": may(request.user, "administer", city),
    }, status=422 if form.errors else 200)  # fmt: skip


@require_POST
@workspace
def invite_secretariat(request: SignedInRequest, slug: str) -> HttpResponse:
    """One's city's word that the secretariat may read."""
    found = consultation_inside(request, slug)
    require(request.user, "post", found)
    asked = City.objects.filter(slug=request.POST.get("city", ""), working_groups=found.group)
    city = asked.select_related("place").first()
    if city is None or not may_consult(request.user, city):
        messages.error(request, _("Choose from the list."))
        return redirect("work_group", slug=slug)
    try:
        complete = verbs.invite_secretariat(found, by=request.user, city=city)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(
            request,
            _("All cities have said so: the secretariat reads along now.")
            if complete
            else _("Written down. The secretariat is let in when all named cities say so."),
        )
    return redirect("work_group", slug=slug)


@require_POST
@workspace
def join_consultation(request: SignedInRequest, pk: int) -> HttpResponse:
    """One's city comes into the consultation about an application."""
    application = get_object_or_404(Application.objects.visible_to(request.user), pk=pk)
    parties = party_cities(request.user)
    if not parties.exists():
        raise PermissionDenied
    rows = Consultation.objects.select_related("group__place", "application")
    found = get_object_or_404(rows, application=application)
    city = parties.filter(slug=request.POST.get("city", "")).first()
    if city is None:
        messages.error(request, _("Choose from the list."))
        return redirect("application", pk=pk)
    try:
        verbs.join_consultation(found, by=request.user, city=city)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect("application", pk=pk)
    messages.success(request, _("Your city takes part in the consultation."))
    return redirect("work_group", slug=found.group.slug)


@require_POST
@workspace
def end_consultation(request: SignedInRequest, slug: str) -> HttpResponse:
    """Note what came of a consultation."""
    found = consultation_inside(request, slug)
    require(request.user, "post", found)
    form = NoteForm(request.POST)
    if form.is_valid():
        try:
            verbs.end_consultation(found, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        else:
            messages.success(request, _("The consultation has ended; its note stays here."))
    else:
        messages.error(request, _("Note in a few sentences what came of it."))
    return redirect("work_group", slug=slug)
