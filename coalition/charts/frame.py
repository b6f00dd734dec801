"""Where years and values fall on a line chart, and how they are written."""

import math
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

Moment = int | date
Number = int | float | Decimal
Point = tuple[Moment, Number]

WIDTH, HEIGHT = 360, 190
TOP, BOTTOM = 16, 26
_LETTER = 7.6  # an average letter of the 13-unit type


class Frame(NamedTuple):
    """The years and values drawn; the sides leave room for the words beside them."""

    first: int
    last: int
    low: float
    high: float
    step: float
    left: float
    right: float

    @classmethod
    def around(cls, points: Sequence[Point], beside: str) -> "Frame":
        """The frame that holds all points, with `beside` written right of the last one."""
        years = [year_of(moment) for moment, _value in points]
        values = [float(value) for _moment, value in points]
        low, high = min(0, *values), max(0, *values)
        step = _round_step((high - low or 1) / 3)
        low = math.floor(low / step) * step
        high = max(math.ceil(high / step) * step, low + step)
        ticks = (say(low + n * step) for n in range(round((high - low) / step) + 1))
        return cls(
            first=math.floor(min(years)),
            last=max(math.ceil(max(years)), math.floor(min(years)) + 1),
            low=low,
            high=high,
            step=step,
            left=12 + _LETTER * max(map(len, ticks)),
            right=WIDTH - 12 - _LETTER * len(beside),
        )

    def x(self, moment: Moment) -> float:
        share = (year_of(moment) - self.first) / (self.last - self.first)
        return self.left + share * (self.right - self.left)

    def y(self, value: Number) -> float:
        share = (float(value) - self.low) / (self.high - self.low)
        return TOP + (1 - share) * (HEIGHT - TOP - BOTTOM)


def year_of(moment: Moment) -> float:
    if isinstance(moment, date):
        return moment.year + (moment.timetuple().tm_yday - 1) / 366
    return moment


def say_moment(moment: Moment) -> str:
    return date_format(moment, "SHORT_DATE_FORMAT") if isinstance(moment, date) else str(moment)


def say(value: Number) -> str:
    """A number as a person of the page's language writes it, at most three decimals."""
    # Through text, so that 0.1 + 0.2 or Decimal("12.50") loses its tail.
    plain = f"{Decimal(str(value)):.3f}".rstrip("0").rstrip(".")
    return number_format(Decimal(0) if plain == "-0" else Decimal(plain), force_grouping=True)


def say_target(target: Point) -> str:
    return _("target %(value)s") % {"value": say(target[1])}


def _round_step(rough: float) -> float:
    power: float = 10 ** math.floor(math.log10(rough))
    return next(power * m for m in (1, 2, 5, 10) if power * m >= rough)
