"""Which side of its dot a name stands on, so that names never cover each other."""

from collections.abc import Sequence
from typing import NamedTuple

_SIZE = 30  # the type size of a name in the drawing's units, as in site.css
_LETTER = 0.6  # an average letter's share of that size, bold Cyrillic measured
_ROUNDS = 4

# Anchor and shift of the name's middle line, the better readable first.
_SIDES = (
    ("start", 16, 0),
    ("end", -16, 0),
    ("start", 13, 17),
    ("end", -13, -17),
    ("end", -13, 17),
    ("start", 13, -17),
    ("middle", 0, 30),
    ("middle", 0, -30),
)

Point = tuple[float, float]


class Label(NamedTuple):
    """A name's place: the text's anchor and the box it fills."""

    x: float
    y: float
    anchor: str
    left: float
    right: float

    def meets(self, other: "Label") -> bool:
        return self.left < other.right and other.left < self.right and abs(self.y - other.y) < _SIZE

    def covers(self, point: Point) -> bool:
        x, y = point
        return self.left - 8 < x < self.right + 8 and abs(self.y - y) < _SIZE / 2 + 6


def place_labels(
    names: Sequence[str], points: Sequence[Point], width: float, height: float
) -> list[Label | None]:
    """A place for each name, or None where no side is free.

    Everybody takes the best side given the others, a few rounds over; then whoever still
    covers another's name or dot steps back, longest name first. The same cities always give
    the same picture.
    """
    options = [
        _options(name, point, width, height) for name, point in zip(names, points, strict=True)
    ]
    chosen: list[Label | None] = [sides[0] if sides else None for sides in options]
    for _round in range(_ROUNDS):
        for n, sides in enumerate(options):
            if sides:
                chosen[n] = min(sides, key=lambda side: _cost(side, n, chosen, points))
    for n in sorted(range(len(names)), key=lambda n: -len(names[n])):
        label = chosen[n]
        if label and _cost(label, n, chosen, points):
            chosen[n] = None
    return chosen


def _options(name: str, point: Point, width: float, height: float) -> list[Label]:
    labels = []
    length = len(name) * _SIZE * _LETTER
    for anchor, dx, dy in _SIDES:
        x, y = point[0] + dx, point[1] + dy
        left = {"start": x, "end": x - length, "middle": x - length / 2}[anchor]
        if left >= 0 and left + length <= width and _SIZE / 2 <= y <= height - _SIZE / 2:
            labels.append(Label(x, y, anchor, left, left + length))
    return labels


def _cost(label: Label, n: int, chosen: Sequence[Label | None], points: Sequence[Point]) -> int:
    names = sum(1 for m, other in enumerate(chosen) if m != n and other and label.meets(other))
    dots = sum(1 for m, point in enumerate(points) if m != n and label.covers(point))
    return names + dots
