"""What became of the measures a file brought: adopted in which edition, waiting, returned."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count

from actionplans.models import MeasureDraft, PlanImport

STATE = MeasureDraft.State


@dataclass
class Became:
    """How many measures of a file stand in which edition, and how many stand in none."""

    editions: list[tuple[int, int]] = field(default_factory=list)  # number, how many
    waiting: int = 0
    returned: int = 0
    withdrawn: int = 0

    @classmethod
    def of(cls, imported: PlanImport) -> Became:
        """Drafts that another file was laid over since count with that file."""
        rows = imported.drafts.order_by("edition__number").values_list("state", "edition__number")
        return cls.counted(rows.annotate(count=Count("pk")))

    @classmethod
    def counted(cls, rows: Iterable[tuple[str, int | None, int]]) -> Became:
        found = cls()
        for state, number, count in rows:
            if number is not None:
                found.editions.append((number, count))
            elif state == STATE.OPEN:
                found.waiting += count
            elif state == STATE.RETURNED:
                found.returned += count
            else:
                found.withdrawn += count
        return found
