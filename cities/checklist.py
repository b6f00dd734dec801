"""What helps the secretariat look at an application: what is there, and what resembles it."""

from __future__ import annotations

from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt

from django.utils.translation import gettext as _

from cities.likeness import sounds
from cities.models import Application, City, CompletenessMark
from cities.tasks import TASKS, words_for

Key = CompletenessMark.Point
NEAR_KM = 5
EARTH_KM = 6371


@dataclass(frozen=True)
class Point:
    """One of the eight points of completeness: what the answers hold, and what a person found."""

    key: str
    words: str
    is_there: bool
    missing: tuple[str, ...] = ()
    mark: CompletenessMark | None = None
    changed_since: bool = False


NEEDED = {
    Key.NAMES: ("name_ru", "name_national", "country"),
    Key.AUTHORITY: ("authority_type", "authority_name"),
    Key.POPULATION: ("population", "population_year"),
    Key.SIGNATORY: ("head_name", "head_post"),
    Key.FOCAL: ("focal_name", "focal_post", "focal_email", "focal_phone"),
    Key.HAZARDS: ("hazards", "drr_plan", "climate_plan", "early_warning", "mcr2030_stage"),
    Key.REASONS: ("motivation",),
    Key.LETTER: ("letter", "accepts_declaration", "agrees_to_publish", "agrees_to_data",
                 "holds_no_secrets"),
}  # fmt: skip


def points(application: Application) -> list[Point]:
    """Eight points of completeness with a computed hint; people decide, not this list."""
    marks = {mark.point: mark for mark in application.marks.select_related("marked_by")}
    found = []
    for key, names in NEEDED.items():
        lacking = tuple(words_for(name) for name in names if not getattr(application, name))
        mark, saved = marks.get(key), application.saved_at
        found.append(
            Point(str(key.value), str(key.label)[:1].upper() + str(key.label)[1:], not lacking,
                  lacking, mark, bool(mark and saved and mark.marked_at < saved))
        )  # fmt: skip
    return found


def subjects() -> list[tuple[str, str]]:
    """What a question can be about: the tasks of the application, the points of completeness."""
    tasks = [(f"task:{task.key}", str(task.title)) for task in TASKS.values()]
    marks = [(f"point:{key}", str(name)) for key, name in CompletenessMark.Point.choices]
    return [*tasks, *marks]


def likenesses(application: Application) -> list[str]:
    """Sentences about members and other applications that may be the same city."""
    others: list[City | Application] = [*City.objects.all()]
    others += (
        Application.objects.filter(submitted_at__isnull=False, city=None)
        .exclude(pk=application.pk)
        .exclude(state=Application.State.WITHDRAWN)
    )
    found = []
    for other in others:
        if isinstance(other, City) and other.pk == application.city_id:
            continue
        if same_name(application, other):
            found.append(_("%(other)s has the same name and country.") % {"other": other})
        if same_authority(application, other):
            found.append(_("%(other)s names the same authority.") % {"other": other})
        if distance_km(application, other) <= NEAR_KM:
            found.append(_("%(other)s lies within 5 km.") % {"other": other})
    return found


def same_name(one: Application, other: City | Application) -> bool:
    """Whether any name in any language and script sounds the same, in one country."""
    mine = {sounds(name) for name in one.names.values()}
    return one.country == other.country and bool(mine & {sounds(n) for n in other.names.values()})


def same_authority(one: Application, other: City | Application) -> bool:
    """Whether the full names of the authorities sound the same in any language and script."""
    theirs = [other.authority_name] if isinstance(other, Application) else other.authority.values()
    mine = sounds(one.authority_name)
    return bool(mine) and mine in {sounds(name) for name in theirs}


def distance_km(one: City | Application, other: City | Application) -> float:
    """How far apart two cities are, by the great circle; endless when one has not told."""
    if None in (one.latitude, one.longitude, other.latitude, other.longitude):
        return float("inf")
    south, north = radians(one.latitude or 0), radians(other.latitude or 0)
    turn = radians((other.longitude or 0) - (one.longitude or 0))
    half = sin((north - south) / 2) ** 2 + cos(south) * cos(north) * sin(turn / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(half))
