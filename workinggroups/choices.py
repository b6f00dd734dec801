"""The times proposed for a meeting, as they are shown: when, and whom they suit."""

from __future__ import annotations

from dataclasses import dataclass

from cities.models import City
from workinggroups.models import Meeting, MeetingTime
from workinggroups.times import Told


@dataclass(frozen=True)
class Proposed:
    """One time, and what the cities say of it."""

    time: MeetingTime
    told: Told
    suits: list[City]
    not_suits: list[City]


def proposed_for(meeting: Meeting) -> list[Proposed]:
    """In their order; two queries."""
    long = meeting.ends_at - meeting.starts_at
    rows = []
    for time in meeting.times.prefetch_related("marks__city"):
        marks = list(time.marks.all())
        told = Told(time.starts_at, time.starts_at + long, meeting.tz, meeting.city.name)
        rows.append(
            Proposed(
                time,
                told,
                [one.city for one in marks if one.suits],
                [one.city for one in marks if not one.suits],
            )
        )
    return rows


def silent_of(cities: list[City], rows: list[Proposed]) -> list[City]:
    """The invited cities that have marked nothing yet."""
    spoken = {city.pk for row in rows for city in (*row.suits, *row.not_suits)}
    return [city for city in cities if city.pk not in spoken]
