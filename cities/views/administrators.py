"""The secretariat's page of those who administer the cities: the first one, and a lost step."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from cities.models import City
from coalition import clock, verbs
from coalition.accounts import require_fresh
from coalition.http import SignedInRequest, say_invited, workspace
from coalition.models import Invitation, Membership, Place
from coalition.permissions import require


class FirstForm(forms.Form):
    """The address of a city's administrator to be."""

    city = forms.ModelChoiceField(
        City.objects.none(),
        label=gettext_lazy("City"),
        to_field_name="slug",
        empty_label=gettext_lazy("Choose a city"),
    )
    email = forms.EmailField(label=gettext_lazy("E-mail"), max_length=254)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["city"].queryset = without_administrator()  # type: ignore[attr-defined]


def without_administrator():  # type: ignore[no-untyped-def]  # noqa: ANN201 -- a query of cities
    """Member cities that nobody administers: not yet, or not any more, since a term ran out."""
    held = Membership.objects.filter(role="administrator").in_force(clock.today())
    return City.objects.members().exclude(place__in=held.values("place"))


@workspace
def administrators(request: SignedInRequest) -> HttpResponse:
    """Who administers each city; where nobody does, the secretariat invites the first one."""
    require(request.user, "administer", Place.coalition())
    form = FirstForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        require_fresh(request)
        place = form.cleaned_data["city"].place
        _one, secret = verbs.invite(
            form.cleaned_data["email"], by=request.user, place=place, role="administrator"
        )
        say_invited(request, secret)
        return redirect("administrators")
    held = Membership.objects.filter(role="administrator", place__kind=Place.Kind.CITY)
    people = list(held.in_force(clock.today()).select_related("user", "place__city"))
    stepped = set(
        Authenticator.objects.filter(user__in=[one.user_id for one in people])
        .values_list("user_id", flat=True)
    )  # fmt: skip
    waiting = Invitation.objects.open(clock.now()).filter(role="administrator")
    context = {
        "form": form,
        "people": [(one, one.user_id in stepped) for one in people],
        "missing": list(without_administrator()),
        "invitations": waiting.select_related("place__city").order_by("-pk"),
    }
    return render(request, "cities/administrators.html", context)


@require_POST
@workspace
def reset_administrators_step(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take away the lost second step of a city's administrator."""
    require(request.user, "administer", Place.coalition())
    held = get_object_or_404(
        Membership.objects.filter(role="administrator").in_force(clock.today()), pk=pk
    )
    require_fresh(request)
    try:
        verbs.reset_second_step(held.user, by=request.user, place=held.place)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("The second step is taken away; the person gets a letter."))
    return redirect("administrators")
