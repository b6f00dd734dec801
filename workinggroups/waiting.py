"""What decisions await of a person: the word of their city, and what whoever leads has to do."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, FilteredRelation, OuterRef, Q, QuerySet

from coalition import clock
from coalition.models import User
from coalition.permissions import Person, places_with
from workinggroups.models import Decision, Seat, Stance
from workinggroups.zones import for_reader

State, Result = Decision.State, Decision.Result
MOST = 60
SEATS = "thread__group__seats"


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
    """What awaits a person today; one query."""
    if not isinstance(user, User):
        return Waiting([], [], [], [])
    led: dict[int, Decision] = {}
    asked: dict[int, Decision] = {}
    for one in _rows(user):
        (asked if one.is_open else led).setdefault(one.pk, one)
    questions = [
        Asked(one, seat, for_reader(one.closes_at, one.clock_city, seat.city))
        for one in sorted(asked.values(), key=lambda one: one.closes_at)
        if not one.has_spoken and (seat := one.voice)  # type: ignore[attr-defined]
    ]
    to_do = sorted(led.values(), key=lambda one: one.pk)
    return Waiting(
        [one for one in questions if one.decision.mode != Decision.Mode.SILENCE],
        [one for one in questions if one.decision.mode == Decision.Mode.SILENCE],
        [one for one in to_do if one.is_stated],
        [one for one in to_do if not one.is_stated],
    )


def _rows(user: User) -> QuerySet[Decision]:
    """Open questions with the seat by which the person speaks, and what waits where they lead.

    Whoever speaks for two cities has a row for each, the one they speak for first before.
    """
    today = clock.today()
    own = Seat.objects.in_force(today).filter(user=user)
    voice = Q(voice__in=own, state=State.OPEN, closes_at__gt=clock.now())
    leads = Q(thread__group__place__in=places_with(user, "moderate"), thread__group__archived=False)
    to_review = Q(state=State.STATED, review_on__lte=today)
    to_state = Q(state=State.CLOSED) & ~Q(result__in=(Result.WITHDRAWN, Result.BROKEN))
    said = Stance.objects.standing().filter(
        decision=OuterRef("pk"), round=OuterRef("round"), city=OuterRef("voice__city")
    )
    return (
        Decision.objects.annotate(
            voice=FilteredRelation(SEATS, condition=Q(**{f"{SEATS}__user": user}))
        )
        .annotate(has_spoken=Exists(said))
        .filter(voice | leads & (to_review | to_state))
        .select_related("thread__group", "clock_city", "voice__city")  # type: ignore[misc]
        .order_by("closes_at", "pk", "voice__is_alternate", "voice__pk")[:MOST]
    )
