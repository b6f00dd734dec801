"""The pages of a city's people: who has a role, who is invited, who stands in, who leaves."""

from __future__ import annotations

from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cities.forms.team import (
    AppointForm,
    DeputyForm,
    EndForm,
    InviteForm,
    SucceedForm,
    TermForm,
)
from cities.models import City
from cities.views.city import city_inside
from coalition import clock, verbs
from coalition.accounts import require_fresh
from coalition.forms import refuse
from coalition.handover import held_in
from coalition.http import SignedInRequest, say_invited, workspace
from coalition.models import ApiToken, Invitation, Membership
from coalition.permissions import may, require
from coalition.steps import done, sent


def team_page(request: SignedInRequest, city: City, **forms_shown: forms.Form) -> HttpResponse:
    """The city's people, those invited, and the forms of an administrator."""
    held = Membership.objects.filter(place=city.place).not_over(clock.today())
    held = held.select_related("user", "stands_in_for")
    waiting = Invitation.objects.filter(place=city.place, used_at=None, revoked_at=None)
    may_administer = may(request.user, "administer", city)
    context: dict[str, Any] = {
        "city": city,
        "people": held.order_by("role", "since", "pk"),
        "today": clock.today(),
        "now": clock.now(),
        "invitations": waiting.order_by("-pk") if may_administer else (),
        "may_administer": may_administer,
    }
    if may_administer:
        context |= {"form": InviteForm(), "appoint_form": AppointForm(place=city.place, prefix="a")}
    return render(request, "cities/team.html", context | forms_shown)


@workspace
def team(request: SignedInRequest, slug: str) -> HttpResponse:
    """The city's people and invitations; an administrator invites and releases."""
    city = city_inside(request, slug)
    if request.method != "POST":
        return team_page(request, city)
    require(request.user, "administer", city)
    form = InviteForm(request.POST)
    if not form.is_valid():
        return team_page(request, city, form=form)
    if form.cleaned_data["role"] == "administrator":
        require_fresh(request)
    try:
        _one, secret = verbs.invite(by=request.user, place=city.place, **form.cleaned_data)
    except ValidationError as refusal:
        refuse(form, refusal)
        return team_page(request, city, form=form)
    say_invited(request, secret)
    return redirect("team", slug=slug)


@require_POST
@workspace
def appoint(request: SignedInRequest, slug: str) -> HttpResponse:
    """Give a further role to somebody of the team."""
    city = city_inside(request, slug)
    require(request.user, "administer", city)
    form = AppointForm(request.POST, place=city.place, prefix="a")
    if form.is_valid():
        if form.cleaned_data["role"] == "administrator":
            require_fresh(request)
        try:
            verbs.appoint_colleague(by=request.user, place=city.place, **form.cleaned_data)
        except ValidationError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("The role is given."))
            return redirect("team", slug=slug)
    return team_page(request, city, appoint_form=form)


def role_here(request: SignedInRequest, slug: str, pk: int) -> tuple[City, Membership]:
    """A role of this city's own people that is not over, for its administrator."""
    city = city_inside(request, slug)
    roles = Membership.objects.filter(place=city.place).exclude(role="reviewer")
    held = get_object_or_404(
        roles.select_related("user", "place", "stands_in_for", "successor"), pk=pk
    )
    require(request.user, "administer", city)
    return city, held


def role_page(
    request: SignedInRequest, city: City, held: Membership, **forms_shown: forms.Form
) -> HttpResponse:
    """One role of one person: its term, the deputy, what the person has, the end."""
    others = Membership.objects.of_the_team(city.place, clock.today())
    deputies = Membership.objects.filter(
        place=city.place, role=held.role, stands_in_for=held.user
    ).not_over(clock.today())
    keeps_role = others.filter(user=held.user).exclude(pk=held.pk).exists()
    context = {
        "city": city,
        "held": held,
        "is_over": bool(held.released_at or (held.until and held.until < clock.today())),
        "term_form": TermForm(held=held, initial={"until": held.until}, prefix="term"),
        "deputy_form": DeputyForm(held=held, prefix="deputy"),
        "end_form": EndForm(held=held, prefix="end"),
        "succeed_form": SucceedForm(held=held, prefix="next"),
        "deputies": deputies.select_related("user"),
        "belongings": [] if keeps_role else held_in(city.place, held.user),
        "keeps_role": keeps_role,
        "keys": ApiToken.objects.filter(user=held.user, revoked_at=None).count(),
        "second_step": is_mfa_enabled(held.user),
        "may_reset": verbs.may_reset_second_step(request.user, held.user, city.place),
        "may_administer": True,
    }
    shown = [form for form in forms_shown.values() if form.errors]
    context["form"] = shown[0] if shown else None
    return render(request, "cities/team_role.html", context | forms_shown)


@require_safe
@workspace
def team_role(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """One role of one person, for the administrator."""
    return role_page(request, *role_here(request, slug, pk))


@require_POST
@workspace
def term(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Change the last day of a role."""
    city, held = role_here(request, slug, pk)
    form = TermForm(request.POST, held=held, prefix="term")

    def deed() -> Membership:
        return verbs.set_term(held, by=request.user, **form.cleaned_data)

    if sent(request, form, deed, _("The term is changed.")):
        return redirect("team", slug=slug)
    return role_page(request, city, held, term_form=form)


@require_POST
@workspace
def deputy(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Name who stands in during an absence."""
    city, held = role_here(request, slug, pk)
    form = DeputyForm(request.POST, held=held, prefix="deputy")

    def deed() -> Membership:
        return verbs.name_deputy(held, by=request.user, **form.cleaned_data)

    if sent(request, form, deed, _("The deputy is named.")):
        return redirect("team", slug=slug)
    return role_page(request, city, held, deputy_form=form)


@require_POST
@workspace
def release(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """End a person's role in the city; somebody of the team may take over."""
    city, held = role_here(request, slug, pk)
    form = EndForm(request.POST, held=held, prefix="end")

    def deed() -> Membership:
        require_fresh(request)
        return verbs.release(held, by=request.user, **form.cleaned_data)

    if sent(request, form, deed, _("The role has ended.")):
        return redirect("team", slug=slug)
    return role_page(request, city, held, end_form=form)


@require_POST
@workspace
def succeed(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Give a role to another person from a day on."""
    city, held = role_here(request, slug, pk)
    form = SucceedForm(request.POST, held=held, prefix="next")

    def deed() -> Membership:
        require_fresh(request)
        return verbs.succeed(held, by=request.user, **form.cleaned_data)

    if sent(request, form, deed, _("The change is noted; it comes by itself.")):
        return redirect("team", slug=slug)
    return role_page(request, city, held, succeed_form=form)


@require_POST
@workspace
def reset_step(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Take away a second step that was lost."""
    city, held = role_here(request, slug, pk)
    require_fresh(request)

    def deed() -> None:
        verbs.reset_second_step(held.user, by=request.user, place=city.place)

    said = _("The second step is taken away; the person gets a letter.")
    if done(request, deed, said):
        return redirect("team", slug=slug)
    return redirect("team_role", slug=slug, pk=pk)


def invitation_here(request: SignedInRequest, slug: str, pk: int) -> Invitation:
    """An invitation of this city that was not taken up, for its administrator."""
    city = city_inside(request, slug)
    waiting = Invitation.objects.filter(place=city.place, used_at=None, revoked_at=None)
    found = get_object_or_404(waiting.select_related("place"), pk=pk)
    require(request.user, "administer", city)
    return found


@require_POST
@workspace
def invite_again(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Send a new link in place of the former one."""
    found = invitation_here(request, slug, pk)
    if found.role == "administrator":
        require_fresh(request)
    try:
        _one, secret = verbs.invite(
            found.email, by=request.user, place=found.place, role=found.role, until=found.until
        )
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        say_invited(request, secret)
    return redirect("team", slug=slug)


@require_POST
@workspace
def revoke_invitation(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Make the link of an invitation worthless."""
    found = invitation_here(request, slug, pk)

    def deed() -> None:
        verbs.revoke_invitation(found, by=request.user)

    done(request, deed, _("The invitation is revoked."))
    return redirect("team", slug=slug)
