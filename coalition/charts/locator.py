"""Where the cities are: a sketch of the region with a dot and a name for each.

It is a sketch, not a map of states: inner borders are off unless asked for, and the same list of
cities stands under it, so the dots are never the only way.
"""

import json
from collections.abc import Callable, Iterable
from functools import lru_cache
from math import cos, hypot, radians, sin, sqrt
from pathlib import Path
from typing import Any, NamedTuple

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from .labels import Label, place_labels

_OUTLINES = json.loads(Path(__file__).with_name("map_outlines.json").read_text("utf-8"))
WIDTH: int = _OUTLINES["width"]
HEIGHT: int = _OUTLINES["height"]
_LARGEST_HIT = 30


class Dot(NamedTuple):
    """A city as the sketch needs it."""

    key: str
    name: str
    lat: float
    lon: float
    url: str | None = None


def project(lat: float, lon: float) -> tuple[float, float]:
    """A place on earth to a point of the sketch (Albers equal-area conic)."""
    shape = _OUTLINES["projection"]
    first, second = (radians(parallel) for parallel in shape["parallels"])
    n = (sin(first) + sin(second)) / 2
    c = 1 + sin(first) * (2 * n - sin(first))
    r = shape["scale"] * sqrt(c - 2 * n * sin(radians(lat))) / n
    turn = n * radians(lon - shape["central_meridian"])
    dx, dy = shape["translate"]
    return r * sin(turn) + dx, r * cos(turn) + dy


def locator_map(
    cities: Iterable[Any],
    here: str | None = None,
    link: Callable[[Any], str] | None = None,
    *,
    inner_borders: bool = False,
) -> SafeString:
    """The cities on the outline of the region, each a link; `here` marks the page's own city.

    A city is anything with key, name, lat, lon and url (or `link` says the address). One beyond
    the outline is left to the list under the figure.
    """
    dots = [_dot(city, link) for city in cities]
    spots = {dot.key: project(float(dot.lat), float(dot.lon)) for dot in dots}
    dots = [dot for dot in dots if _inside(*spots[dot.key])]
    points = [spots[dot.key] for dot in dots]
    labels = place_labels([dot.name for dot in dots], points, WIDTH, HEIGHT)
    drawn = (
        (_city(dot, point, label, _reach(point, points), here=dot.key == here),)
        for dot, point, label in zip(dots, points, labels, strict=True)
    )
    names = ", ".join(str(dot.name) for dot in dots)
    return format_html(
        '<svg class="map" viewBox="0 0 {} {}" role="group" aria-label="{}">{}{}</svg>',
        WIDTH,
        HEIGHT,
        _("Cities of the Coalition on an outline of Central Asia: %(names)s") % {"names": names},
        _land(inner_borders),
        format_html_join("", "{}", drawn),
    )


def _dot(city: Any, link: Callable[[Any], str] | None) -> Dot:
    if isinstance(city, dict):
        city = Dot(**city)
    url = link(city) if link else getattr(city, "url", None)
    return Dot(city.key, city.name, city.lat, city.lon, url)


def _inside(x: float, y: float) -> bool:
    return 0 <= x <= WIDTH and 0 <= y <= HEIGHT


def _reach(point: tuple[float, float], points: list[tuple[float, float]]) -> float:
    """Half the way to the nearest neighbour, so that no two targets overlap."""
    near = min(
        (hypot(point[0] - x, point[1] - y) for x, y in points if (x, y) != point), default=99
    )
    return max(min(near / 2, _LARGEST_HIT), 7)


def _city(
    dot: Dot, point: tuple[float, float], label: Label | None, reach: float, *, here: bool
) -> SafeString:
    x, y = (f"{n:.1f}" for n in point)
    body = format_html(
        '<circle class="hit" cx="{0}" cy="{1}" r="{2}"/>'
        '<circle class="dot" cx="{0}" cy="{1}" r="{3}"/>',
        x,
        y,
        f"{reach:.0f}",
        8 if here else 7,
    )
    if label:
        text = '<text x="{}" y="{}" text-anchor="{}">{}</text>'
        body += format_html(text, f"{label.x:.1f}", f"{label.y:.1f}", label.anchor, dot.name)
    else:
        body += format_html("<title>{}</title>", dot.name)
    mark = mark_safe(' class="here" aria-current="true"') if here else ""
    if dot.url:
        return format_html('<a href="{}"{}>{}</a>', dot.url, mark, body)
    return format_html("<g{}>{}</g>", mark, body)


@lru_cache(maxsize=2)
def _land(inner_borders: bool) -> SafeString:  # noqa: FBT001 -- the cache's key
    paths = [country["path"] for country in _OUTLINES["countries"]]
    if inner_borders:
        drawn = "".join(f'<path d="{path}"/>' for path in paths)
        return mark_safe(f'<g class="land inner" aria-hidden="true">{drawn}</g>')  # noqa: S308
    return mark_safe(f'<path class="land" aria-hidden="true" d="{"".join(paths)}"/>')  # noqa: S308
