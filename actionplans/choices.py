"""The conditions as a form offers them: only what there is, with how many measures each has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise

from actionplans.filters import LABELS, Filter, value_name
from actionplans.models import Contribution
from actionplans.timeliness import Signal

BOXES = ("status", "signal")  # a few values, several at once; the others are lists of one
SELDOM = ("sdg", "sendai")  # shown folded


@dataclass(frozen=True)
class Option:
    """One value of a condition."""

    value: str
    words: str
    count: int | None
    chosen: bool


@dataclass(frozen=True)
class Choice:
    """One condition of the form with the values there are."""

    name: str
    label: Promise
    options: list[Option]

    @property
    def is_boxes(self) -> bool:
        return self.name in BOXES

    @property
    def is_seldom(self) -> bool:
        return self.name in SELDOM

    @property
    def is_chosen(self) -> bool:
        return any(option.chosen for option in self.options)


def choices_of(
    conditions: Filter, found: Mapping[str, Counter[str]], *, signals: bool
) -> list[Choice]:
    """The form's conditions in their order; one without any value in sight is not offered."""
    boxes: dict[str, dict[str, int | None]] = {
        "status": dict.fromkeys(Contribution.Status.values),
        "signal": dict.fromkeys(Signal.values) if signals else {},
        "city": dict.fromkeys(conditions.cities or {}),
    }
    offered = []
    for name, label in LABELS.items():
        values: dict[str, int | None] = boxes[name] if name in boxes else {**found.get(name, {})}
        for value in conditions.chosen.get(name, ()):
            values.setdefault(value, None)
        options = [
            Option(
                value,
                value_name(name, value, conditions.cities),
                count,
                value in conditions.chosen.get(name, ()),
            )
            for value, count in values.items()
        ]
        if name not in BOXES and name != "city":
            options.sort(key=lambda option: option.words.casefold())
        if options:
            offered.append(Choice(name, label, options))
    return offered
