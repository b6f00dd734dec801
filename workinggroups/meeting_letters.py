"""Letters of a meeting: to its group as each has chosen, to a city that is invited in any case."""

from __future__ import annotations

from typing import Any

from cities.models import City
from coalition.letters import Addressed, post_letters
from coalition.models import User
from workinggroups.letters import send
from workinggroups.models import Meeting
from workinggroups.people import members_among
from workinggroups.volumes import at_once


def write_to(
    meeting: Meeting,
    template: str,
    readers: list[User],
    *,
    by: User,
    cities: dict[int, City],
    **about: Any,
) -> None:
    """Write to those who are told of a meeting, each on the clock of their own city.

    An invited city is asked for its answer: whoever answers for it without being of the group has
    no choice of letters there and gets the letter, as the city would on paper.
    """
    inside = members_among(meeting.group, readers)
    members = [one for one in readers if one.pk in inside]
    outside = [one for one in readers if one.pk not in inside and one.pk != by.pk]
    subject = f"meeting:{meeting.pk}"
    for tz, people in _by_clock(at_once(meeting.thread, members, by=by, voices=True), cities):
        send(meeting.thread, template, people, kind="meeting", subject=subject, meeting=meeting,
             tz=tz, **about)  # fmt: skip
    for tz, people in _by_clock(outside, cities):
        readers_there = [Addressed(one.email, one.language) for one in people]
        post_letters(readers_there, template, meeting=meeting, tz=tz, **about)


def _by_clock(readers: list[User], cities: dict[int, City]) -> list[tuple[str, list[User]]]:
    """Readers whose clocks show the same, together."""
    found: dict[str, list[User]] = {}
    for reader in readers:
        city = cities.get(reader.pk)
        found.setdefault(city.timezone if city else "", []).append(reader)
    return list(found.items())
