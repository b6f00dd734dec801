"""Who speaks for a city in a group: named by the city, or written down from its letter."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cities.models import City
from coalition import clock
from coalition.http import SignedInRequest, workspace
from coalition.models import User
from coalition.permissions import may
from workinggroups.forms import SeatForm
from workinggroups.models import Seat, WorkingGroup
from workinggroups.people import people_of_city
from workinggroups.verbs import seat_delegate, unseat_delegate

KNOWN = (WorkingGroup.Visibility.PUBLIC, WorkingGroup.Visibility.COALITION)


def seat_to_fill(request: SignedInRequest, slug: str, city: str) -> tuple[WorkingGroup, City]:
    """A group and a city with a seat in it, for its administrator or whoever leads the group.

    403 for the other people of the two, 404 for everybody else; of a group that is not known the
    other people of the city learn nothing here either.
    """
    group = get_object_or_404(WorkingGroup.objects.select_related("place"), slug=slug)
    seat = get_object_or_404(group.cities.select_related("place"), slug=city)
    user = request.user
    if not (may(user, "administer", seat) or may(user, "moderate", group)):
        of_the_city = group.visibility in KNOWN and may(user, "see_inside", seat)
        if may(user, "see_inside", group) or of_the_city:
            raise PermissionDenied
        raise Http404
    return group, seat


@workspace
def city_seat(request: SignedInRequest, slug: str, city: str) -> HttpResponse:
    """The city's representative and alternates in a group, and a form to name another."""
    group, seat = seat_to_fill(request, slug, city)
    own = may(request.user, "administer", seat)
    people = User.objects.filter(pk__in=people_of_city(seat).values("user")).order_by("post", "pk")
    form = SeatForm(request.POST or None, people=people, by_letter=not own)
    if request.method == "POST" and form.is_valid():
        try:
            seat_delegate(group, by=request.user, city=seat, **form.term())
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            messages.success(request, _("Written down: who speaks for the city."))
            return redirect("city_seat", slug=slug, city=city)
    held = Seat.objects.open().filter(group=group, city=seat).select_related("user")
    context = {
        "group": group,
        "city": seat,
        "held": held,
        "today": clock.today(),
        "form": form,
        "own": own,
        "sees_inside": may(request.user, "see_inside", group),
        "demo_page": group.is_example,
    }
    status = 422 if form.errors else 200
    return render(request, "workinggroups/city_seat.html", context, status=status)


@require_POST
@workspace
def end_seat(request: SignedInRequest, slug: str, city: str, pk: int) -> HttpResponse:
    """End a person's word for the city in the group."""
    group, seat = seat_to_fill(request, slug, city)
    held = get_object_or_404(Seat.objects.select_related("city", "group"), pk=pk, group=group,
                             city=seat)  # fmt: skip
    unseat_delegate(held, by=request.user)
    messages.success(request, _("The seat is free again."))
    return redirect("city_seat", slug=slug, city=city)
