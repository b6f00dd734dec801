"""One list of measures as a file of any kind, with where it comes from."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from actionplans.exports.calendar import calendar
from actionplans.exports.columns import FULL, Cell, Column
from actionplans.exports.printed import PRINTED, printed
from actionplans.exports.sheets import in_words, lay, sheet_of
from actionplans.exports.tables import semicolons, workbook
from actionplans.exports.together import JOINT, PRINTED_TOGETHER
from actionplans.filters import Filter
from actionplans.models import ActionPlan
from actionplans.outline import MeasureRow
from coalition import clock
from coalition.documents import WORD, Paper
from coalition.text import coalition_name


@dataclass(frozen=True)
class Export:
    """Measures to be written: of one plan, or of all where `plan` is None."""

    rows: Sequence[MeasureRow]
    plan: ActionPlan | None
    conditions: Filter
    address: str
    columns: Sequence[Column] = FULL
    more: Sequence[Column] = ()
    extra: list[tuple[str, Cell]] = field(default_factory=list)

    @property
    def name(self) -> str:
        """What the file is about, in words."""
        if self.plan is None:
            return _("Measures of all cities")
        whose = f"{self.plan.city.name}: " if self.plan.city else ""
        return f"{whose}{self.plan.say('title')}"

    @property
    def is_example(self) -> bool:
        return any(row.measure.plan.is_example for row in self.rows) or bool(
            self.plan and self.plan.is_example
        )

    def about(self) -> list[tuple[str, Cell]]:
        """Where the file comes from, line by line."""
        lines: list[tuple[str, Cell]] = []
        if self.is_example:
            lines.append((_("Example"), _("The data are invented and only show the platform.")))
        lines += [
            (_("Contents"), self.name),
            (_("Source"), f"{coalition_name()}, {settings.SITE_URL}{self.address}"),
            (_("Made on"), clock.today()),
            (_("Measures"), len(self.rows)),
        ]
        lines += self.extra
        lines += adoption_of(self.plan) if self.plan else []
        lines += [(_("Condition"), chip.label) for chip in self.conditions.chips("")]
        lines += [(_("Left out"), sentence) for sentence in self.conditions.ignored]
        return lines


def adoption_of(plan: ActionPlan) -> list[tuple[str, Cell]]:
    """When and by which act a plan was adopted, as far as that is known."""
    lines: list[tuple[str, Cell]] = []
    if plan.adopted_on:
        lines += [(_("Adopted on"), plan.adopted_on), (_("Edition"), plan.edition)]
    if plan.act_kind:
        lines.append((_("Act"), " № ".join(filter(None, (plan.act_kind, plan.act_number)))))
    return lines


def columns_for(plan: ActionPlan | None, wanted: str, usual: str) -> Sequence[Column]:
    """All fields, or the columns the country of the plan's city prints."""
    asked = wanted if wanted in {"full", "printed"} else usual
    if plan and plan.is_joint:
        return PRINTED_TOGETHER if asked == "printed" else JOINT
    country = plan.city.country if plan and plan.city else ""
    return PRINTED.get(country, FULL) if asked == "printed" else FULL


def as_xlsx(export: Export) -> bytes:
    return workbook([*export.columns, *export.more], export.rows, export.about())


def as_docx(export: Export) -> bytes:
    """The measures in the columns in which the country prints them, to be edited further."""
    columns, lang = printed(export.plan)
    sheet = sheet_of(export.rows, columns, lang, export.more)
    paper = Paper(title=export.name, landscape=True, example=export.is_example)
    paper.heading(export.name)
    lay(sheet, paper, 10 if export.more else 11)
    for name, value in export.about():
        paper.small(f"{name}: {in_words(value)}")
    return paper.content()


def as_csv(export: Export) -> bytes:
    return semicolons([*export.columns, *export.more], export.rows)


def as_ics(export: Export) -> bytes:
    mark = _("Example.") + " " if export.is_example else ""
    once = {row.measure.pk: row for row in reversed(export.rows)}  # a due date, not each city's
    return calendar(mark + export.name, reversed(once.values()))


def as_json(export: Export) -> bytes:
    columns = JOINT if export.plan and export.plan.is_joint else FULL
    measures: list[dict[str, Any]] = [
        {column.key: column.value(row) for column in columns} for row in export.rows
    ]
    whole = {
        "source": f"{settings.SITE_URL}{export.address}",
        "made_on": clock.today(),
        "example": export.is_example,
        "title": export.name,
        "edition": export.plan.edition if export.plan else None,
        "measures": measures,
    }
    return json.dumps(whole, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1).encode()


# what writes each kind of file, its type, and the columns it has unless asked otherwise
KINDS: dict[str, tuple[Callable[[Export], bytes], str, str]] = {
    "xlsx": (
        as_xlsx,
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "printed",
    ),
    "docx": (as_docx, WORD, "printed"),
    "csv": (as_csv, "text/csv; charset=utf-8", "full"),
    "ics": (as_ics, "text/calendar; charset=utf-8", "full"),
    "json": (as_json, "application/json", "full"),
}


def file_name(plan: ActionPlan | None, kind: str) -> str:
    """An ASCII name that says whose plan it is and of which day."""
    whose = "plans" if plan is None else f"{plan.city.slug}-plan" if plan.city else plan.slug
    return f"{whose}-{date_format(clock.today(), 'Y-m-d')}.{kind}"
