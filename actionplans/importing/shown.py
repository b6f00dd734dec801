"""The proposal as a page shows it: one kind of rows at a time, fifty on a page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from actionplans.importing.proposing import CHANGED, EQUAL, NEW, WRONG

PER_PAGE = 50
LEFT = "left"
NAMES: dict[str, str | Promise] = {
    WRONG: _("To correct"),
    NEW: _("New"),
    CHANGED: _("Change"),
    EQUAL: _("As in the plan"),
    LEFT: _("Left out"),
}


@dataclass(frozen=True)
class Tab:
    """One kind of rows: its name, how many there are, whether it is the one shown."""

    kind: str
    name: str | Promise
    count: int
    is_open: bool


class Shown:
    """The part of a proposal that one page shows."""

    def __init__(self, result: dict[str, Any], kind: str, page: str) -> None:
        self.result = result
        counts = {**result.get("counts", {}), LEFT: len(result.get("left", []))}
        there = [one for one in NAMES if counts.get(one)]
        self.kind = kind if kind in there else (there[0] if there else NEW)
        self.tabs = [Tab(one, NAMES[one], counts[one], one == self.kind) for one in there]
        rows = [one for one in result.get("items", []) if one["kind"] == self.kind]
        self.left = result.get("left", []) if self.kind == LEFT else []
        self.pages = max(1, -(-len(rows) // PER_PAGE))
        self.page = min(int(page), self.pages) if page.isascii() and page.isdecimal() and (
            0 < len(page) < 6  # noqa: PLR2004 -- digits
        ) else 1  # fmt: skip
        self.page = max(1, self.page)
        self.rows = rows[(self.page - 1) * PER_PAGE : self.page * PER_PAGE]
        self.counts = counts

    @property
    def writes(self) -> int:
        """How many rows accepting would write."""
        return self.counts.get(NEW, 0) + self.counts.get(CHANGED, 0)

    @property
    def wrong(self) -> int:
        return self.counts.get(WRONG, 0)

    @property
    def all(self) -> int:
        return len(self.result.get("items", []))

    @property
    def newer(self) -> str:
        return f"?show={self.kind}&page={self.page - 1}" if self.page > 1 else ""

    @property
    def older(self) -> str:
        return f"?show={self.kind}&page={self.page + 1}" if self.page < self.pages else ""
