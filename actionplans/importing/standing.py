"""The plan as it stands before an import: measures, waiting drafts, goals and directions."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from actionplans.editions import PARTS
from actionplans.importing.lines import heading_parts
from actionplans.models import ActionPlan, Direction, Goal, Measure, MeasureDraft
from actionplans.patches import NEW, Around, Values, values_of
from coalition.models.terms import term_name
from coalition.text import fold

LONGEST_TITLE = 400
GOAL_CODE, LINE_CODE = 10, 12


@dataclass
class Known:
    """A measure of the plan, or a new one that waits: what is adopted, and what is proposed."""

    measure: Measure | None
    draft: MeasureDraft | None
    base: Values
    after: Values
    support: set[str] = field(default_factory=set)

    @property
    def code(self) -> str:
        return self.after["code"]


@dataclass
class NewHeading:
    """A goal or a direction that the file brings; its id is negative until it is written."""

    pk: int
    code: str
    title: str
    goal: int = 0  # of a direction: a goal's id, negative for a new one

    def stored(self) -> dict[str, Any]:
        return {"pk": self.pk, "code": self.code, "title": self.title, "goal": self.goal}


class Standing(Around):
    """All of a plan in memory; seven queries, however long it is. Without a plan, nothing."""

    def __init__(self, plan: ActionPlan | None) -> None:
        self.plan = plan  # type: ignore[assignment]
        self.known: list[Known] = []
        self.goals: dict[int, Goal | NewHeading] = {}
        self.lines: dict[int, Direction | NewHeading] = {}
        self.new_goals: list[NewHeading] = []
        self.new_lines: list[NewHeading] = []
        self._goal_names: dict[str, int] = {}
        self._line_names: dict[str, int] = {}
        self.removed: set[str] = set()
        if plan is not None:
            self._read(plan)
        self.by_code = {one.code: one for one in self.known}
        self.by_title: dict[str, list[Known]] = defaultdict(list)
        for one in self.known:
            for name in ("title", "title_en"):
                if one.after[name]:
                    self.by_title[title_key(one.after[name])].append(one)

    def _read(self, plan: ActionPlan) -> None:
        drafts = plan.drafts.filter(state__in=("open", "returned")).select_related("by")
        waiting = {one.measure_id: one for one in drafts if one.measure_id}
        for measure in plan.measures.prefetch_related(*PARTS):
            measure.plan = plan
            if measure.state != Measure.State.STANDING:
                self.removed.add(measure.code)
                continue
            base = values_of(measure)
            draft = waiting.get(measure.pk)
            support = {
                fold(one.name or term_name("department_types", one.department))
                for one in measure.executors.all()
                if one.role == "support"
            }
            after = {**base, **(draft.patch if draft else {})}
            self.known.append(Known(measure, draft, base, after, support))
        self.known += [
            Known(None, one, NEW, {**NEW, **one.patch}) for one in drafts if one.measure_id is None
        ]
        for goal in plan.goals.prefetch_related("translations", "directions__translations"):
            self.goals[goal.pk] = goal
            self._name(self._goal_names, goal)
            for line in goal.directions.all():
                self.lines[line.pk] = line
                self._name(self._line_names, line)

    @property
    def is_untouched(self) -> bool:
        """Whether the plan is still as it was opened: nothing drafted, no heading changed."""
        plan = self.plan
        return plan is not None and plan.version == 1 and not plan.is_public and not self.known

    def forget_headings(self) -> None:
        """Read on as if the plan had no goals and directions; those of the file replace them."""
        self.goals, self.lines = {}, {}
        self._goal_names, self._line_names = {}, {}

    def _name(self, names: dict[str, int], heading: Goal | Direction) -> None:
        for title in [heading.title, *(one.title for one in heading.translations.all())]:  # type: ignore[union-attr]
            names.setdefault(fold(title), heading.pk)
            names.setdefault(fold(f"{heading.code} {title}"), heading.pk)

    # --- what the check of a patch asks

    def has_direction(self, pk: int) -> bool:
        return pk in self.lines

    def has_code(self, code: str, draft: MeasureDraft | None) -> bool:
        if code in self.removed:
            return True
        found = self.by_code.get(code)
        return found is not None and (draft is None or found.draft != draft)

    # --- headings

    def line_named(self, text: str) -> int | None:
        """The direction some words name, if the plan has it."""
        said = " ".join(text.split())
        number, title = heading_parts(said)
        for name in (said, f"{number} {title}", title):
            if (pk := self._line_names.get(fold(name))) is not None:
                return pk
        return None

    def line_for(self, direction: str, goal: str) -> int:
        """The direction some words name, laid anew where the plan has none like it."""
        found = self.line_named(direction)
        if found is not None:
            return found
        number, title = heading_parts(direction)
        owner = self._goal_for(goal, number)
        taken = {line.code for line in self.lines.values()}
        base = self.goals[owner].code
        code = number if number and number not in taken and len(number) <= LINE_CODE else (
            next(f"{base}.{n}" for n in range(1, 10_000) if f"{base}.{n}" not in taken)
        )  # fmt: skip
        new = NewHeading(-len(self.new_lines) - 1, code, title[:LONGEST_TITLE], owner)
        self.new_lines.append(new)
        self.lines[new.pk] = new
        for name in (direction, title, f"{code} {title}"):
            self._line_names.setdefault(fold(" ".join(name.split())), new.pk)
        return new.pk

    def _goal_for(self, text: str, line_number: str) -> int:
        number, title = heading_parts(text)
        for name in (" ".join(text.split()), title):
            if name and (pk := self._goal_names.get(fold(name))) is not None:
                return pk
        if not title:
            under = line_number.partition(".")[0]
            same = [pk for pk, goal in self.goals.items() if goal.code == under]
            if same or self.goals:
                return same[0] if same else next(iter(self.goals))
        taken = {goal.code for goal in self.goals.values()}
        code = number if number and number not in taken and len(number) <= GOAL_CODE else (
            next(str(n) for n in range(1, 10_000) if str(n) not in taken)
        )  # fmt: skip
        new = NewHeading(-len(self.new_goals) - 1, code, (title or self.own_title)[:LONGEST_TITLE])
        self.new_goals.append(new)
        self.goals[new.pk] = new
        self._goal_names.setdefault(fold(" ".join((text or new.title).split())), new.pk)
        self._goal_names.setdefault(fold(new.title), new.pk)
        return new.pk

    own_title = "—"  # of a goal the file does not name

    def line_words(self) -> dict[int, str]:
        """Directions by id, as they are written."""
        return {pk: f"{line.code} {line.title}" for pk, line in self.lines.items()}


def title_key(text: str) -> str:
    """A title as titles are compared: letters, spaces and the point at the end do not matter."""
    return " ".join(fold(text).split()).strip(" .;")
