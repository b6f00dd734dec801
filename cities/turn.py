"""Whose turn it is with an application: what is awaited, since when and by which day.

The one place where this is said; the list, both pages of an application and my day ask it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import Manager, Prefetch, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from cities.models import Application, City, PartyVoice, Question
from cities.steps import HEARING, Who
from coalition import clock
from coalition.models import Place, User
from coalition.permissions import places_of, rights_of

State, Kind = Application.State, PartyVoice.Kind
FIRST = 500  # applications under way that are looked through for "my turn"


@dataclass(frozen=True)
class Turn:
    """One thing that is awaited of one side."""

    who: Who
    what: str
    todo: str  # the same, said to those who are awaited
    since: datetime | None = None
    by: date | None = None
    cities: tuple[int, ...] = ()  # of the Parties: whose word is awaited; empty for all

    @property
    def side(self) -> str:
        """The side, in words."""
        return {
            Who.APPLICANT: _("the city that applies"),
            Who.SECRETARIAT: _("the secretariat"),
            Who.PARTY: _("the Parties"),
            Who.KEEPER: _("the keeper of the authentic original"),
        }[self.who]

    @property
    def is_late(self) -> bool:
        """Whether the day has passed."""
        return self.by is not None and self.by < clock.today()


def with_turns(rows: QuerySet[Application] | Manager[Application]) -> QuerySet[Application]:
    """Applications with all that `turns` looks at, in a number of queries that never grows."""
    return rows.select_related("act", "city", "notice__rules").prefetch_related(
        Prefetch("voices", PartyVoice.objects.current().order_by("said_at"), "current_voices"),
        Prefetch("questions", Question.objects.exclude(state="closed"), "open_questions"),
        "act__copies",
    )


def turns(application: Application, parties: Collection[City]) -> list[Turn]:
    """Everything that is awaited with an application of `with_turns`, the main thing first.

    `parties` are the member cities. Empty when nothing is awaited any more.
    """
    if application.state in (State.DRAFT, State.RETURNED):
        return _of_city(application)
    if application.state in HEARING:
        return [*_of_parties(application, parties), *_asked(application)]
    if application.state in (State.RECEIVED, State.COMPLETE):
        return _of_secretariat(application)
    return _of_copies(application)


def _of_city(application: Application) -> list[Turn]:
    since = application.state_since
    if application.state == State.RETURNED:
        return [Turn(Who.APPLICANT, _("adds what was asked and sends again"),
                     _("add what was asked and send it again"), since)]  # fmt: skip
    until = timezone.localdate(application.expires_at)
    return [Turn(Who.APPLICANT, _("fills in the application"), _("fill in the application"),
                 since, until)]  # fmt: skip


def _of_secretariat(application: Application) -> list[Turn]:
    """The look at completeness, behind what the city is asked; then the notice to the Parties."""
    since, asked = application.state_since, _asked(application)
    if application.state == State.COMPLETE:
        return [Turn(Who.SECRETARIAT, _("tells the Parties"), _("tell the Parties"), since), *asked]
    by = timezone.localdate(since) + timedelta(days=settings.COMPLETENESS_DAYS)
    looks = Turn(Who.SECRETARIAT, _("looks whether the information is complete"),
                 _("look whether the information is complete"), since, by)  # fmt: skip
    return [*asked, looks] if _waits_for_city(asked) else [looks, *asked]


def _waits_for_city(asked: Iterable[Turn]) -> bool:
    return any(turn.who is Who.APPLICANT for turn in asked)


def _asked(application: Application) -> list[Turn]:
    """Questions that wait for the city, and answers that wait for the secretariat."""
    questions: list[Question] = application.open_questions  # type: ignore[attr-defined]
    open_ones = [one for one in questions if one.state == Question.State.OPEN]
    answered = [one for one in questions if one.state == Question.State.ANSWERED]
    found = []
    if open_ones:
        found.append(Turn(Who.APPLICANT, _("answers the questions of the secretariat"),
                          _("answer the questions of the secretariat"),
                          open_ones[0].asked_at))  # fmt: skip
    if answered:
        found.append(Turn(Who.SECRETARIAT, _("reads the answers of the city"),
                          _("read the answers of the city"),
                          min(one.answered_at for one in answered if one.answered_at)))  # fmt: skip
    return found


def _of_parties(application: Application, parties: Collection[City]) -> list[Turn]:
    """While the Parties speak: their positions, the consultations they want, then the act."""
    voices: list[PartyVoice] = application.current_voices  # type: ignore[attr-defined]
    notice = getattr(application, "notice", None)
    said = {voice.city_id for voice in voices}
    silent = tuple(city.pk for city in parties if city.pk not in said)
    wanted = [voice for voice in voices if voice.kind == Kind.NEEDS_CONSULTATION]
    found = []
    if wanted and application.state == State.NOTIFIED:
        found.append(Turn(Who.SECRETARIAT, _("opens the consultations a Party asks for"),
                          _("open the consultations a Party asks for"),
                          wanted[0].said_at))  # fmt: skip
    elif wanted:
        found.append(Turn(Who.PARTY, _("consult, then state their positions"),
                          _("consult, then state the position of your city"),
                          application.consultations_at,
                          cities=tuple(voice.city_id for voice in wanted)))  # fmt: skip
    if silent and not (notice and notice.counts_silence(clock.today())):
        found.append(Turn(Who.PARTY, _("state their positions"),
                          _("state the position of your city"), application.notified_at,
                          notice.asked_by if notice else None, silent))  # fmt: skip
    return found or [Turn(Who.KEEPER, _("records the act when it is signed"),
                          _("record the act when it is signed"),
                          _heard(voices, application))]  # fmt: skip


def _heard(voices: list[PartyVoice], application: Application) -> datetime | None:
    return voices[-1].said_at if voices else application.notified_at


def _of_copies(application: Application) -> list[Turn]:
    if application.state == State.SIGNED:
        return [Turn(Who.KEEPER, _("sends certified copies to the Parties"),
                     _("send certified copies to the Parties"),
                     application.signed_at)]  # fmt: skip
    act = application.act
    if act and any(copy.received_on is None for copy in act.copies.all()):
        return [Turn(Who.KEEPER, _("notes the receipts of the copies"),
                     _("note the receipts of the copies"),
                     application.copies_sent_at)]  # fmt: skip
    return []


@dataclass(frozen=True)
class Waiting:
    """An application that waits for a person, and what for."""

    application: Application
    turn: Turn


def is_member(place: Place) -> bool:
    """Whether the city of a place is in the Coalition now."""
    return bool(place.city.status == City.Status.MEMBER)


def sides_of(user: User) -> dict[Who, set[int]]:
    """The sides of joining on which a person stands; of the Parties, with the cities they are.

    Read from the person's rights: my day asks it of everybody, and it costs no query more.
    """
    rights, found = rights_of(user), dict[Who, set[int]]()
    for place in places_of(user):
        held = rights.get(place.pk, frozenset())
        if place.kind == Place.Kind.COALITION:
            if "administer" in held:
                found[Who.SECRETARIAT] = set()
            if "keep" in held:
                found[Who.KEEPER] = set()
        if place.kind == Place.Kind.CITY and "approve" in held and is_member(place):
            found.setdefault(Who.PARTY, set()).add(place.city.pk)
    return found


# where each side can be awaited; whoever is on it reads the application then
AWAITED_IN = {
    Who.SECRETARIAT: (State.RECEIVED, State.RETURNED, State.COMPLETE, *HEARING),
    Who.PARTY: HEARING,
    Who.KEEPER: (*HEARING, State.SIGNED, State.COPIES_SENT),
}


def waiting_for(user: User) -> list[Waiting]:
    """The applications under way that wait for this person, the longest waiting first."""
    sides = sides_of(user)
    states = {state for side in sides for state in AWAITED_IN[side]}
    if not states:
        return []
    rows = list(with_turns(Application.objects.filter(state__in=states).order_by("pk"))[:FIRST])
    parties = list(City.objects.members()) if rows else []
    found = [
        Waiting(application, turn)
        for application in rows
        for turn in turns(application, parties)
        if turn.who in sides and (turn.who is not Who.PARTY or sides[Who.PARTY] & set(turn.cities))
    ]
    return sorted(found, key=lambda one: (one.turn.by or date.max, one.application.pk))
