"""What decisions await of a person: the word of their city, and what whoever leads has to do."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from coalition import clock
from coalition.models import User
from coalition.permissions import Person, places_with
from workinggroups.models import Decision, Seat, Stance
from workinggroups.zones import for_reader

State, Result = Decision.State, Decision.Result
MOST = 30


@dataclass(frozen=True)
class Asked:
    """A question on which a person's city has not spoken yet."""

    decision: Decision
    seat: Seat
    until: str


@dataclass(frozen=True)
class Waiting:
    """What awaits one person."""

    asked: list[Asked]
    silences: list[Asked]  # a city need not do anything, but may object
    to_review: list[Decision]
    to_state: list[Decision]  # closed, their outcome or announcement is awaited

    def __bool__(self) -> bool:
        return bool(self.asked or self.silences or self.to_review or self.to_state)


def decisions_for(user: Person) -> Waiting:
    """What awaits a person today; three queries."""
    if not isinstance(user, User):
        return Waiting([], [], [], [])
    today = clock.today()
    led = Decision.objects.filter(
        thread__group__place__in=places_with(user, "moderate"), thread__group__archived=False
    )
    unsaid = led.filter(state=State.CLOSED).exclude(result__in=(Result.WITHDRAWN, Result.BROKEN))
    rows = (led.to_review(today) | unsaid).select_related("thread__group").order_by("pk")
    found = list(rows[:MOST])
    asked = _asked_of(user)
    return Waiting(
        [one for one in asked if one.decision.mode != Decision.Mode.SILENCE],
        [one for one in asked if one.decision.mode == Decision.Mode.SILENCE],
        [one for one in found if one.is_stated],
        [one for one in found if not one.is_stated],
    )


def _asked_of(user: User) -> list[Asked]:
    """Open questions, by their deadline, to which the person speaks and the city has not."""
    going = Decision.objects.filter(state=State.OPEN, closes_at__gt=clock.now())
    seats = Seat.objects.in_force(clock.today()).filter(user=user).select_related("city")
    seats = seats.filter(Exists(going.filter(thread__group=OuterRef("group"))))
    by_group = {seat.group_id: seat for seat in seats.order_by("-is_alternate", "-pk")}
    if not by_group:
        return []
    said = Stance.objects.standing().filter(decision=OuterRef("pk"), round=OuterRef("round"))
    mine = Q()
    for group, seat in by_group.items():
        mine |= Q(~Exists(said.filter(city=seat.city_id)), thread__group=group)
    found = (
        going.filter(mine)
        .select_related("thread__group", "clock_city")
        .order_by("closes_at")[:MOST]
    )
    return [
        Asked(one, seat, for_reader(one.closes_at, one.clock_city, seat.city))
        for one in found
        if (seat := by_group[one.thread.group_id])
    ]
