"""A field of a file of measures."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.utils.functional import Promise

from actionplans.outline import MeasureRow

Cell = str | int | Decimal | date | None


class Column(NamedTuple):
    """One field of a file: its key, its heading, what it means, how wide it is, its value."""

    key: str
    heading: str | Promise
    meaning: str | Promise
    width: int
    value: Callable[[MeasureRow], Cell]
