"""What a city may ask for in which standing, and where it leads: the whole table."""

from __future__ import annotations

from cities.models import City, Standing

Status, Kind = City.Status, Standing.Kind

STEPS = {
    (Status.MEMBER, Kind.PAUSE): Status.SUSPENDED,
    (Status.MEMBER, Kind.LEAVE): Status.LEFT,
    (Status.SUSPENDED, Kind.RESUME): Status.MEMBER,
    (Status.SUSPENDED, Kind.LEAVE): Status.LEFT,
}


def steps_of(city: City) -> list[Standing.Kind]:
    """What the city may ask for now."""
    return [kind for (status, kind) in STEPS if status == city.status]
