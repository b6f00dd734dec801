"""The page of a city's people: who has a role, who is invited, who leaves."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cities.forms.city import InviteForm
from cities.views.city import city_inside
from coalition import clock
from coalition.http import SignedInRequest, say_invited, workspace
from coalition.models import Invitation, Membership
from coalition.permissions import may, require
from coalition.verbs import invite
from coalition.verbs import release as release_person


@workspace
def team(request: SignedInRequest, slug: str) -> HttpResponse:
    """The city's people and invitations; an administrator invites and releases."""
    city = city_inside(request, slug)
    form = InviteForm(request.POST or None)
    if request.method == "POST":
        require(request.user, "administer", city)
        if form.is_valid():
            _one, secret = invite(by=request.user, place=city.place, **form.cleaned_data)
            say_invited(request, secret)
            return redirect("team", slug=slug)
    people = Membership.objects.filter(place=city.place).in_force(clock.today())
    waiting = Invitation.objects.filter(place=city.place, used_at=None, revoked_at=None)
    return render(
        request,
        "cities/team.html",
        {
            "city": city,
            "people": people.select_related("user").order_by("role", "pk"),
            "invitations": waiting.filter(expires_at__gt=clock.now()).order_by("-pk"),
            "form": form,
            "may_administer": may(request.user, "administer", city),
        },
    )


@require_POST
@workspace
def release(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """End a person's role in the city."""
    city = city_inside(request, slug)
    membership = get_object_or_404(Membership, pk=pk, place=city.place)
    try:
        release_person(membership, by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("The role has ended."))
    return redirect("team", slug=slug)
