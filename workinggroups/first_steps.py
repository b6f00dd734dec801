"""A city's groups among its first steps, in what is held of it and in what it takes along."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from cities import holdings, welcome
from cities.welcome import Condition
from workinggroups.models import Post, Seat


def _speaks(today: date) -> Condition:
    """Whether the city's representative in the council is named."""
    seats = Seat.objects.in_force(today).filter(city=OuterRef("pk"), group__slug="council")
    return Exists(seats)


def register_first_steps() -> None:
    """Say them when the platform starts."""
    welcome.register("council", _("Name who speaks for the city in the council of members."),
                     _("Name them"), "team", _speaks, position=40)  # fmt: skip
    holdings.register(
        _("Posts of the city's team"),
        lambda city: Post.objects.filter(thread__group__slug=f"team-{city.slug}").count(),
    )
    holdings.register(_("Posts of the city's people in other groups"),
                      lambda city: Post.objects.filter(city=city).exclude(
                          thread__group__slug=f"team-{city.slug}").count())  # fmt: skip
