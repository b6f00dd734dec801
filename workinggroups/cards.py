"""A decision as one person sees it: what each city has said, and what they may do themselves."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from cities.models import City
from coalition import clock
from coalition.models import User
from coalition.permissions import Person, may
from workinggroups.decision_telling import seats_of
from workinggroups.decision_words import MEANINGS
from workinggroups.judging import CHOICES
from workinggroups.models import (
    Decision,
    DecisionReview,
    DecisionRound,
    Seat,
    Stance,
    Statement,
    Thread,
    WorkingGroup,
)
from workinggroups.zones import for_reader, in_utc


@dataclass(frozen=True)
class Voice:
    """One city in a round: what it said, what it said before, and whether anybody speaks for it."""

    city: City
    stance: Stance | None
    earlier: list[Stance]
    has_seat: bool


@dataclass(frozen=True)
class Card:
    """Everything that is shown of one decision."""

    decision: Decision
    voices: list[Voice]
    mine: Seat | None  # the seat with which the reader speaks
    own: Stance | None  # what the reader's city has said
    bound: bool  # the reader is an alternate, and the principal has spoken
    until: str
    until_utc: str
    meaning: str
    choices: list[tuple[str, str]]
    rounds: list[tuple[DecisionRound, list[Voice]]] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    reviews: list[DecisionReview] = field(default_factory=list)

    @property
    def spoken(self) -> int:
        return sum(1 for voice in self.voices if voice.stance)

    @property
    def breaking(self) -> Stance | None:
        """What was said against a text under silence."""
        against = self.decision.broken_by_id
        return next((one.stance for one in self.voices if one.city.pk == against), None)

    @property
    def silent(self) -> list[City]:
        """Cities that somebody speaks for and that have said nothing yet."""
        return [one.city for one in self.voices if one.has_seat and not one.stance]

    @property
    def is_over(self) -> bool:
        """Whether the deadline has come; the result may be a moment away."""
        return clock.now() >= self.decision.closes_at

    @property
    def may_speak(self) -> bool:
        asked = self.decision.is_open and not self.is_over
        return self.mine is not None and asked and not self.bound


def cards_of(group: WorkingGroup, decisions: Iterable[Decision], user: Person) -> list[Card]:
    """Cards of decisions of one group; three queries however many there are, none for none."""
    decisions = list(decisions)
    if not decisions:
        return []
    cities = sorted(group.cities.all(), key=lambda city: (city.position, city.slug))
    seats = seats_of(group)
    said = list(
        Stance.objects.filter(decision__in=decisions).select_related("user").order_by("-pk")
    )
    mine = next((seat for seat in seats if seat.user_id == user.pk), None)
    reads_in = mine.city if mine else group.home_of(user) if isinstance(user, User) else None

    def card(one: Decision) -> Card:
        now = [x for x in said if (x.decision_id, x.round) == (one.pk, one.round)]
        voices = _voices(cities, seats, now)
        own = next((v.stance for v in voices if mine and v.city == mine.city), None)
        return Card(
            decision=one,
            voices=voices,
            mine=mine,
            own=own,
            bound=own is not None and _is_bound(mine, own, seats),
            until=for_reader(one.closes_at, one.clock_city, reads_in),
            until_utc=in_utc(one.closes_at),
            meaning=str(MEANINGS[Decision.Mode(one.mode)]),
            choices=[(choice.value, str(choice.label)) for choice in CHOICES[one.mode]],
        )

    return [card(one) for one in decisions]


def _is_bound(mine: Seat | None, own: Stance, seats: list[Seat]) -> bool:
    """Whether an alternate finds the word of the principal, who still is one."""
    principals = {(seat.city_id, seat.user_id) for seat in seats if not seat.is_alternate}
    return mine is not None and mine.is_alternate and (own.city_id, own.user_id) in principals


def _voices(cities: list[City], seats: list[Seat], said: list[Stance]) -> list[Voice]:
    seated = {seat.city_id for seat in seats}
    return [
        Voice(
            city,
            next((one for one in said if one.city_id == city.pk and one.is_current), None),
            [one for one in said if one.city_id == city.pk and not one.is_current],
            city.pk in seated,
        )
        for city in cities
    ]


def in_full(card: Card) -> Card:
    """The card with its earlier rounds, what was said in each, and what came after it."""
    decision, cities = card.decision, [voice.city for voice in card.voices]
    said = list(decision.stances.select_related("user").order_by("-pk"))
    for one in decision.rounds.select_related("ended_by").order_by("-number"):
        card.rounds.append((one, _voices(cities, [], [x for x in said if x.round == one.number])))
    card.statements.extend(decision.statements.select_related("city", "by", "withdrawn_by"))
    card.reviews.extend(decision.reviews.select_related("by", "replaced_by"))
    return card


def decisions_of(thread: Thread) -> list[Decision]:
    """The decisions of a thread, the latest first; read once for a page."""
    known: list[Decision] | None = getattr(thread, "_decisions", None)
    if known is None:
        rows = Decision.objects.filter(thread=thread).select_related("clock_city", "broken_by")
        known = list(rows.order_by("-pk"))
        for one in known:
            one.thread = thread
        thread._decisions = known  # type: ignore[attr-defined]
    return known


def forget_decisions(thread: Thread) -> None:
    """Read the decisions of a thread anew at the next question."""
    thread._decisions = None  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Beside:
    """The decisions of a thread, beside its posts."""

    going: list[Card]
    over: list[Card]
    drafts: list[Decision]

    @property
    def in_brief(self) -> bool:
        """A list, so that the posts are not far below: unless one question waits for the reader."""
        return len(self.going) > 1 or not any(one.may_speak and not one.own for one in self.going)


def cards_beside(thread: Thread, user: Person) -> Beside:
    """What a thread's readers see beside the posts: open ones by their deadline, then the rest."""
    found = decisions_of(thread)
    drafts = [one for one in found if one.is_draft] if may(user, "moderate", thread) else []
    cards = cards_of(thread.group, [one for one in found if not one.is_draft], user)
    going = [card for card in cards if card.decision.is_open]
    going.sort(key=lambda card: card.decision.closes_at)
    return Beside(going, [card for card in cards if not card.decision.is_open], drafts)
