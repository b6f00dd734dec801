"""What the platform holds of a city, in counts; apps above add theirs with `register`."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cities.models import City
from coalition import clock
from coalition.models import Attachment, JournalEntry, Membership, Place

Count = Callable[[City], int]


class Holding(NamedTuple):
    """A kind of data and how much of it there is."""

    words: str | Promise
    amount: int


_kinds: list[tuple[str | Promise, Count]] = []


def register(words: str | Promise, count: Count) -> None:
    """Make a kind of data known; apps do so when the platform starts."""
    _kinds.append((words, count))


def holdings_of(city: City) -> list[Holding]:
    """How much there is of each kind; one question each."""
    return [Holding(words, count(city)) for words, count in (*OWN, *_kinds)]


def files_of(city: City) -> QuerySet[Attachment]:
    """The files of a city: beside its own work, and in its team."""
    team = Q(place__kind=Place.Kind.GROUP, place__key=f"team-{city.slug}")
    return Attachment.objects.filter(Q(place=city.place_id) | team)


def _people(city: City) -> int:
    held = Membership.objects.filter(place=city.place_id).exclude(role="reviewer")
    return held.in_force(clock.today()).values("user").distinct().count()


OWN: tuple[tuple[str | Promise, Count], ...] = (
    (_("People with a role in the city"), _people),
    (_("Languages of the city's page"), lambda city: city.pages.count()),
    (_("Facts about the city"), lambda city: city.facts.count()),
    (_("Files"), lambda city: files_of(city).filter(withdrawn_at=None).count()),
    (_("Lines of the journal"),
     lambda city: JournalEntry.objects.filter(city=city.slug).count()),
)  # fmt: skip
