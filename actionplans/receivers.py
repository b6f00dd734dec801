"""What follows for plans when something happens below."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from actionplans.figures import keep
from actionplans.verbs import ensure_plan, receive_proposals
from cities.models import City
from cities.signals import city_admitted
from coalition.models import User
from workinggroups.models import Decision
from workinggroups.signals import decision_offered


@receiver(city_admitted)
def give_the_city_a_plan(sender: type, *, city: City, by: User, **_more: Any) -> None:
    """A city of the Coalition has a current plan from its first day: an empty draft."""
    ensure_plan(city, by=by)
    keep(city)


@receiver(decision_offered)
def lay_into_the_inboxes(sender: type, *, decision: Decision, by: User, **more: Any) -> None:
    """A recommendation that a group sends comes into the inbox of each of its cities."""
    more.pop("signal", None)
    receive_proposals(decision, by=by, **more)
