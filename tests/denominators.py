"""How much was looked at: printed after the tests, and never less than was once agreed."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

AGREED = Path(__file__).with_name("denominators.json")
MARK = "denominator"
SAID = "said"


def count(record_property: Callable, what: str, number: int, of: str = "") -> None:
    """Note how many there were of something; fewer than `denominators.json` says is a failure.

    The figures there are raised by hand when there is more to look at. With `of`, the number is
    one part of a sum, and the agreed one is what every part must reach.
    """
    least = json.loads(AGREED.read_text("utf-8"))[what]
    assert number >= least, f"{what}: {number}, agreed were {least}"
    record_property(MARK, [what, of, number])


def say(record_property: Callable, sentence: str) -> None:
    """A measurement for the reader of the run; judged by nobody."""
    record_property(SAID, sentence)


def summary(properties: list[tuple[str, Any]]) -> list[str]:
    """One line for each thing counted: the sum of its parts."""
    sums: dict[str, dict[str, int]] = {}
    sentences = [value for name, value in properties if name == SAID]
    for name, value in properties:
        if name == MARK:
            what, of, number = value
            sums.setdefault(what, {})[of] = number
    return sentences + [
        f"{what}: {sum(parts.values())}" + (f" in {len(parts)} parts" if len(parts) > 1 else "")
        for what, parts in sorted(sums.items())
    ]
