"""The plan as a sheet of cells: what each cell shows, and what a person's words in it mean."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple
from zlib import crc32

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from actionplans import verbs
from actionplans.dues import read_due, say_due
from actionplans.editions import PARTS
from actionplans.forms.fields import AGREED, office_said
from actionplans.models import ActionPlan, Contribution, Direction, Measure, MeasureDraft
from actionplans.patches import NEW, Values, day_of, values_of
from actionplans.prefill import next_code
from coalition.errors import Conflict
from coalition.http import whole
from coalition.models import User
from coalition.models.terms import in_language, term_name, terms
from coalition.text import fold, tidy

COLUMNS: dict[str, Promise] = {
    "title": gettext_lazy("Measure"),
    "expected_result": gettext_lazy("Expected result"),
    "lead": gettext_lazy("Lead"),
    "due": gettext_lazy("Due"),
    "finance": gettext_lazy("Money"),
    "direction": gettext_lazy("Direction"),
    "hazards": gettext_lazy("Hazards"),
}
LONG = ("title", "expected_result", "hazards")
CELL_OF = {"due_on": "due", "due_precision": "due"}
BLANK_ROWS = 3
MOST_NEW = 100
FRESH = re.compile(r"(n[0-9]{1,4})-mark")
OURS = re.compile(r"([md][0-9]{1,15})-mark")
PRINT = 8  # letters of the print of one cell
Cells = dict[str, str]


class Cell(NamedTuple):
    """One cell as the page shows it."""

    name: str
    label: Promise
    value: str
    error: str
    theirs: str  # what another person has saved meanwhile

    @property
    def is_long(self) -> bool:
        return self.name in LONG


class Mark(NamedTuple):
    """What a row was when the page was made: both versions, and a print of each cell."""

    version: int
    draft_version: int | None
    prints: str

    @classmethod
    def of(cls, version: int, draft_version: int | None, cells: Cells) -> Mark:
        return cls(version, draft_version, "".join(print_of(cells[name]) for name in COLUMNS))

    @classmethod
    def read(cls, said: str) -> Mark:
        version, draft, prints = [*said.split(":"), "", "", ""][:3]
        return cls(whole(version) or 0, whole(draft), prints)

    def __str__(self) -> str:
        return f"{self.version}:{self.draft_version or ''}:{self.prints}"

    def changed(self, cells: Cells) -> list[str]:
        """The cells whose words are not those the page was made with."""
        return [
            name
            for number, name in enumerate(COLUMNS)
            if print_of(cells[name]) != self.prints[number * PRINT : (number + 1) * PRINT]
        ]


def print_of(words: str) -> str:
    return f"{crc32(words.encode()):08x}"


@dataclass
class Row:
    """A measure, a new one that waits, or an empty row, with what is wrong in it."""

    key: str
    code: str
    cells: Cells
    mark: Mark
    values: Values = field(default_factory=lambda: dict(NEW))
    measure: Measure | None = None
    draft: MeasureDraft | None = None
    errors: dict[str, str] = field(default_factory=dict)
    theirs: Cells = field(default_factory=dict)

    @property
    def is_fresh(self) -> bool:
        return self.key.startswith("n")

    @property
    def note(self) -> str:
        """What is said of the row as a whole."""
        return self.errors.get("", "")

    @property
    def shown(self) -> list[Cell]:
        return [
            Cell(name, label, self.cells[name], self.errors.get(name, ""),
                 self.theirs.get(name, ""))
            for name, label in COLUMNS.items()
        ]  # fmt: skip


class Sheet:
    """The rows of a plan, or of one direction, to be looked at and to be saved."""

    def __init__(self, plan: ActionPlan, direction: int | None = None) -> None:
        self.plan = plan
        lines = Direction.objects.filter(goal__plan=plan).select_related("goal")
        self.lines = list(lines)
        self.codes = {line.pk: line.code for line in self.lines}
        self.direction = direction if direction in self.codes else None
        self.wrong: list[Row] = []
        self.rows = self._read()
        self.blank = [self._fresh(f"n{number}") for number in range(BLANK_ROWS)]

    def _read(self) -> list[Row]:
        waiting = self.plan.drafts.filter(state__in=("open", "returned")).select_related("by")
        drafts = list(waiting)
        of = {one.measure_id: one for one in drafts if one.measure_id}
        rows = []
        measures = self.plan.measures.standing().prefetch_related(*PARTS)
        for measure in measures.order_by("position", "pk"):
            measure.plan = self.plan
            draft = of.get(measure.pk)
            rows.append(self._row(f"m{measure.pk}", measure, draft))
        rows += [self._row(f"d{one.pk}", None, one) for one in drafts if one.measure_id is None]
        order = list(self.codes)
        rows.sort(key=lambda row: order.index(row.values["direction"])
                  if row.values["direction"] in self.codes else len(order))  # fmt: skip
        return [row for row in rows if self.direction in (None, row.values["direction"])]

    def _row(self, key: str, measure: Measure | None, draft: MeasureDraft | None) -> Row:
        values = {**(values_of(measure) if measure else NEW), **(draft.patch if draft else {})}
        cells = self.cells_of(values)
        mark = Mark.of(measure.version if measure else 0, draft.version if draft else None, cells)
        return Row(key, values["code"], cells, mark, values, measure, draft)

    def _fresh(self, key: str) -> Row:
        values = {**NEW, "direction": self.direction}
        cells = self.cells_of(values)
        return Row(key, "", cells, Mark.of(0, None, cells), values)

    def cells_of(self, values: Values) -> Cells:
        """What the cells of a row show."""
        return {
            "title": tidy(values["title"]),
            "expected_result": tidy(values["expected_result"]),
            "lead": office_in_words(values["lead"]),
            "due": say_due(day_of(values["due_on"]), values["due_precision"]),
            "finance": values["finance"],
            "direction": self.codes.get(values["direction"] or 0, ""),
            "hazards": "; ".join(term_name("hazards", key) for key in values["hazards"]),
        }

    def lay(self, posted: QueryDict, *, by: User) -> int:
        """Lay a draft for each changed row that is right; the others keep what was typed.

        The number of rows saved. Each row stands for itself: what is wrong in one does not
        keep another from being saved.
        """
        saved = 0
        known = {row.key: row for row in self.rows}
        keys = [found[1] for name in posted if (found := OURS.fullmatch(name))]
        fresh = [found[1] for name in posted if (found := FRESH.fullmatch(name))][:MOST_NEW]
        for key in [*keys, *fresh]:
            row = known.get(key) or self._fresh(key)
            mark = Mark.read(posted.get(f"{key}-mark", ""))
            typed = {name: tidy(posted.get(f"{key}-{name}", "")) for name in COLUMNS}
            changed = mark.changed(typed)
            if not changed:
                continue
            row.code = row.code or tidy(posted.get(f"{key}-code", ""))
            if key in known or row.is_fresh:
                self._lay_row(row, mark, typed, changed, by)
            else:
                row.errors[""] = _("This row has left the plan meanwhile. Take your text along.")
            if not row.errors:
                saved += 1
                continue
            row.cells = {**row.cells, **{name: typed[name] for name in changed}}
            self.wrong.append(row)
        if self.wrong:
            self._renew()
        return saved

    def _lay_row(self, row: Row, mark: Mark, typed: Cells, changed: list[str], by: User) -> None:
        patch = {**(row.draft.patch if row.draft else {}), **self._read_cells(row, typed, changed)}
        if row.is_fresh:
            row.code = row.code or next_code(self.plan)
            patch["code"] = row.code
        if row.errors:
            row.mark = mark
            return
        try:
            verbs.draft_measure(
                self.plan, by=by, measure=row.measure, draft=row.draft, patch=patch,
                base_version=mark.version, draft_version=mark.draft_version,
                reason=row.draft.reason if row.draft else "",
            )  # fmt: skip
        except Conflict as found:
            row.theirs = {name: row.cells[name] for name in changed
                          if row.cells[name] != typed[name]}  # fmt: skip
            row.errors[""] = _(
                "%(who)s has saved this row meanwhile. Below each cell you see what stands there "
                "now; save once more to keep yours."
            ) % {"who": found.who or _("Somebody")}
        except ValidationError as refusal:
            row.mark = mark
            self._refuse(row, refusal, by)

    def _refuse(self, row: Row, refusal: ValidationError, by: User) -> None:
        if getattr(refusal, "code", "") == "unchanged" and row.draft:
            verbs.withdraw_draft(row.draft, by=by)  # everything is again as it was adopted
            return
        if not hasattr(refusal, "error_dict"):
            row.errors[""] = " ".join(refusal.messages)
            return
        for name, sentences in refusal.message_dict.items():
            cell = CELL_OF.get(name, name)
            row.errors[cell if cell in COLUMNS else ""] = " ".join(sentences)

    def _read_cells(self, row: Row, typed: Cells, changed: list[str]) -> Values:
        """What the changed cells say, as a patch; sentences beside those that say nothing known."""
        patch: Values = {}
        for name in changed:
            try:
                patch |= getattr(self, f"_read_{name}", self._read_words)(name, typed[name])
            except ValidationError as refusal:
                row.errors[name] = " ".join(refusal.messages)
        return patch

    def _read_words(self, name: str, said: str) -> Values:
        return {name: said}

    def _read_due(self, _name: str, said: str) -> Values:
        if not said:
            return {"due_on": None}
        due_on, precision = read_due(said)
        return {"due_on": due_on.isoformat(), "due_precision": str(precision)}

    def _read_lead(self, _name: str, said: str) -> Values:
        lead = office_said(said)
        department = self._offices.get(fold(lead["name"]))
        if department:
            lead = {**lead, "department": department, "name": ""}
        return {"lead": lead if said else None}

    def _read_finance(self, _name: str, said: str) -> Values:
        for key, words in Contribution.Finance.choices:
            if fold(said) in (key, fold(str(words))):
                return {"finance": key}
        raise ValidationError(_("Choose from the list."))

    def _read_direction(self, _name: str, said: str) -> Values:
        for pk, code in self.codes.items():
            if fold(said.split(" ", maxsplit=1)[0].rstrip(".")) == fold(code):
                return {"direction": pk}
        raise ValidationError(
            _("Write the number of a direction: %(codes)s.")
            % {"codes": ", ".join(self.codes.values())}
        )

    def _read_hazards(self, _name: str, said: str) -> Values:
        keys = []
        for piece in (one.strip() for one in re.split(r"[;\n]", said)):
            known = [self._hazards.get(fold(piece))] if fold(piece) in self._hazards else [
                self._hazards.get(fold(word.strip())) for word in piece.split(",")
            ]  # fmt: skip
            if piece and not all(known):
                raise ValidationError(
                    _("No hazard is called “%(name)s”. Several stand with semicolons between.")
                    % {"name": piece}
                )
            keys += [key for key in known if key]
        return {"hazards": list(dict.fromkeys(keys))}

    @cached_property
    def _offices(self) -> dict[str, str]:
        return names_of("department_types")

    @cached_property
    def _hazards(self) -> dict[str, str]:
        return names_of("hazards")

    @property
    def office_names(self) -> list[str]:
        """What a browser offers while a lead is typed."""
        return [term.name for term in terms("department_types").values() if not term.retired]

    def _renew(self) -> None:
        """The sheet once more, as it now stands; wrong rows with what was typed in them."""
        wrong = {row.key: row for row in self.wrong}
        self.rows = [wrong.pop(row.key, row) for row in self._read()] + list(wrong.values())
        taken = {row.key for row in self.rows}
        names = (f"n{number}" for number in range(MOST_NEW + BLANK_ROWS))
        self.blank = [self._fresh(name) for name in names if name not in taken][:BLANK_ROWS]


def office_in_words(one: dict[str, Any] | None) -> str:
    """An office as a cell shows it, and as it can be typed."""
    if not one:
        return ""
    name = one.get("name") or term_name("department_types", one.get("department", ""))
    mark = AGREED[0 if get_language() in ("ru", None) else 1]
    return tidy(f"{name} {mark}" if one.get("by_agreement") else name)


def names_of(scheme: str) -> dict[str, str]:
    """The terms of a list by their folded names, in the reader's language and in Russian."""
    found = {}
    for key, term in terms(scheme).items():
        found[fold(in_language(term.names, "ru"))] = key
        found[fold(term.name)] = key
    return found
