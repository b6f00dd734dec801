"""The pages on which a city says what it is called, who leads it, and how it belongs."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cities import verbs, welcome
from cities.forms.belonging import HeadForm, RenameForm, StandingForm
from cities.models import City, Standing
from cities.standings import steps_of
from cities.views.city import city_inside
from coalition.forms import refuse
from coalition.http import SignedInRequest, workspace
from coalition.permissions import may, require

DEEDS = {
    Standing.Kind.PAUSE: verbs.pause_membership,
    Standing.Kind.LEAVE: verbs.leave_coalition,
    Standing.Kind.RESUME: verbs.resume_membership,
}


@workspace
def names(request: SignedInRequest, slug: str) -> HttpResponse:
    """What the city and its authority are and were called; a new name, and the head."""
    city = city_inside(request, slug)
    return _page(request, city, RenameForm(city=city), _head_form(city))


@require_POST
@workspace
def rename(request: SignedInRequest, slug: str) -> HttpResponse:
    """Give the city or its authority another name."""
    city = city_inside(request, slug)
    require(request.user, "administer", city)
    form = RenameForm(request.POST, city=city)
    if form.is_valid():
        try:
            verbs.rename_city(city, by=request.user, **form.deed())
        except ValidationError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("The new name is on all pages; the old one is kept."))
            return redirect("city_names", slug=slug)
    return _page(request, city, form, _head_form(city))


@require_POST
@workspace
def head(request: SignedInRequest, slug: str) -> HttpResponse:
    """Enter who signs for the city."""
    city = city_inside(request, slug)
    require(request.user, "administer", city)
    form = HeadForm(request.POST, prefix="head")
    if form.is_valid():
        try:
            verbs.name_head(city, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("city_names", slug=slug)
    return _page(request, city, RenameForm(city=city), form)


def _head_form(city: City) -> HeadForm:
    now = city.heads.filter(until=None).first()
    told = ("post", "name", "since", "is_shown")
    return HeadForm(prefix="head", initial={name: getattr(now, name) for name in told if now})


def _page(
    request: SignedInRequest, city: City, form: forms.Form, head_form: forms.Form
) -> HttpResponse:
    context: dict[str, Any] = {
        "city": city,
        "form": form,
        "head_form": head_form,
        "former": city.former_names.all(),
        "heads": city.heads.all(),
        "may_administer": may(request.user, "administer", city),
    }
    return render(request, "cities/names.html", context)


@workspace
def standing(request: SignedInRequest, slug: str) -> HttpResponse:
    """A pause, leaving, coming back: what each means, and the city's own request."""
    city = city_inside(request, slug)
    speaks = may(request.user, "administer", city) or may(request.user, "approve", city)
    kinds = steps_of(city)
    form = None
    if request.method == "POST":
        if not speaks:
            require(request.user, "administer", city)
        form = StandingForm(request.POST, request.FILES, kinds=kinds)
        if form.is_valid() and _ask(request, city, form):
            return redirect("city_standing", slug=slug)
    elif speaks and kinds:
        form = StandingForm(kinds=kinds)
    context = {
        "city": city,
        "form": form,
        "standings": city.standings.select_related("by", "scan"),
        "may_administer": may(request.user, "administer", city),
    }
    return render(request, "cities/standing.html", context)


def _ask(request: SignedInRequest, city: City, form: StandingForm) -> bool:
    """Do what the city asks for; with a refusal everything typed stays."""
    said = {name: value for name, value in form.cleaned_data.items() if name != "sure"}
    kind = Standing.Kind(said.pop("kind"))
    if kind == Standing.Kind.RESUME:
        said.pop("pages", None)  # a member's pages are open
    deed = DEEDS[kind]
    try:
        deed(city, by=request.user, **said)
    except ValidationError as refusal:
        refuse(form, refusal)
        return False
    messages.success(request, _("Noted. The secretariat and the keeper have letters."))
    return True


@require_POST
@workspace
def dismiss(request: SignedInRequest, slug: str, key: str) -> HttpResponse:
    """Put a line of the first steps aside, and go back to where it stood."""
    city = city_inside(request, slug)
    require(request.user, "administer", city)
    if key not in welcome.known_steps():
        raise Http404
    verbs.dismiss_step(city, by=request.user, key=key)
    back = request.POST.get("next", "")
    here = url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return redirect(back if here and back.startswith("/") else "work")
