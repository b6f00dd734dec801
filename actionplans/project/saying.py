"""Values of the project as people compare them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from actionplans.models.project import Split
from actionplans.patches import plain


def in_plain(value: Any) -> str:
    """A value of a row in words."""
    if isinstance(value, Decimal):
        return str(plain(value))
    if isinstance(value, dict):
        return " · ".join(str(one) for one in value.values())
    if isinstance(value, list):
        return ", ".join(str(Split(one).label) for one in value)
    return "" if value is None else str(value)
