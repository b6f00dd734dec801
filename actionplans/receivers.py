"""What follows for plans when something happens below."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from actionplans.figures import keep
from actionplans.verbs import ensure_plan
from cities.models import City
from cities.signals import city_admitted
from coalition.models import User


@receiver(city_admitted)
def give_the_city_a_plan(sender: type, *, city: City, by: User, **_more: Any) -> None:
    """A city of the Coalition has a current plan from its first day: an empty draft."""
    ensure_plan(city, by=by)
    keep(city)
