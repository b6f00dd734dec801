"""What follows for plans when something happens below."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from actionplans.belongings import held_in_plans
from actionplans.figures import keep
from actionplans.verbs import ensure_plan, receive_proposals
from actionplans.verbs.handing import take_over_in_plans
from cities.models import City
from cities.signals import city_admitted
from coalition.handover import Held
from coalition.models import Place, User
from coalition.signals import handed_over, leaving
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


@receiver(leaving)
def tell_what_is_held(sender: type, *, place: Place, person: User, **_more: Any) -> list[Held]:
    """What a person of a city has in the plan."""
    return held_in_plans(place, person)


@receiver(handed_over)
def take_over(
    sender: type, *, place: Place, leaver: User, successor: User, by: User, **_more: Any
) -> list[Held]:
    """A colleague takes over what a person had in the plan."""
    return take_over_in_plans(place, leaver=leaver, successor=successor, by=by)
