"""What a measure still lacks, with why it matters. Help for its authors: no score, never public."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from actionplans.models import ActionPlan, Contribution, Measure, MeasureDraft
from actionplans.models.measures import Executor
from coalition import clock

Values = Mapping[str, Any]


class Gap(NamedTuple):
    """One thing to think of: what is missing, why it matters, and the field where it is said."""

    key: str
    words: str | Promise
    why: str | Promise
    field: str  # the name in the form of a measure
    anchor: str  # where a link leads on that page


class Rule(NamedTuple):
    """When something is missing: `found` gets the values of a patch and the plan's last day."""

    gap: Gap
    found: Callable[[Values, date], bool]


def _no_lead(values: Values, _end: date) -> bool:
    lead = values.get("lead") or {}
    return not (lead.get("department") or lead.get("name"))


def _past_end(values: Values, end: date) -> bool:
    due = values.get("due_on")
    return bool(due) and date.fromisoformat(str(due)) > end


def _no_money(values: Values, _end: date) -> bool:
    return not values.get("budget") and values.get("finance", "unknown") == "unknown"


def _sum_unknown(values: Values, _end: date) -> bool:
    return values.get("finance") in ("partly", "secured") and not values.get("budget")


def _no_target(values: Values, _end: date) -> bool:
    rows = values.get("indicators") or []
    return bool(rows) and any(row.get("target") in (None, "") for row in rows)


def _no_coordinator(values: Values, _end: date) -> bool:
    until = values.get("coordinator_until")
    is_over = bool(until) and date.fromisoformat(str(until)) < clock.today()
    return len(values.get("cities") or []) > 1 and (is_over or not values.get("coordinator"))


RULES = (
    Rule(Gap("lead", _("No lead office"),
             _("Without one nobody knows whom to ask how the measure goes."),
             "lead_department", "id_lead_department"), _no_lead),
    Rule(Gap("due", _("No due date"),
             _("Reminders and the calendar of the plan begin with the date."),
             "due", "id_due"), lambda values, _end: not values.get("due_on")),
    Rule(Gap("past_end", _("Due after the end of the plan"),
             _("The report on the plan as a whole could not tell of it."),
             "due", "id_due"), _past_end),
    Rule(Gap("result", _("No expected result"),
             _("It tells when the measure is done, and what it changes for people."),
             "expected_result", "id_expected_result"),
         lambda values, _end: not values.get("expected_result")),
    Rule(Gap("money", _("Nothing said of money"),
             _("Partners look for measures that seek money; even “not needed” helps."),
             "finance", "id_finance"), _no_money),
    Rule(Gap("sum", _("The money is there, its sum is not named"),
             _("Then the totals of the plan are right."),
             "budget", "budget"), _sum_unknown),
    Rule(Gap("hazard", _("No hazard"),
             _("By the hazard other cities find your experience, and you find theirs."),
             "hazards", "id_hazards"), lambda values, _end: not values.get("hazards")),
    Rule(Gap("indicator", _("No indicator"),
             _("A number before and after shows that the measure worked."),
             "indicators", "indicators"), lambda values, _end: not values.get("indicators")),
    Rule(Gap("target", _("An indicator without a target"),
             _("A target value tells how far there is to go."),
             "indicators", "indicators"), _no_target),
    Rule(Gap("coordinator", _("Several cities, and none coordinates"),
             _("One city keeps the others together, by agreement."),
             "cities", "id_cities"), _no_coordinator),
)  # fmt: skip


def gaps_of(values: Values, plan: ActionPlan) -> list[Gap]:
    """What one measure lacks, from the values of its form, its draft or a row of an import."""
    return [rule.gap for rule in RULES if rule.found(values, plan.period_end)]


def brief(measure: Measure, part: Contribution | None) -> dict[str, Any]:
    """What the rules ask of a measure in a list; its executors, terms and tables prefetched."""
    lead = next((one for one in measure.executors.all() if one.role == Executor.Role.LEAD), None)
    return {
        "lead": {"department": lead.department, "name": lead.name} if lead else None,
        "due_on": measure.due_on.isoformat() if measure.due_on else None,
        "expected_result": measure.expected_result,
        "finance": part.finance if part else "unknown",
        "budget": list(part.budget_lines.all()) if part else [],
        "hazards": [term.key for term in measure.terms.all() if term.scheme == "hazards"],
        "indicators": [{"target": one.target} for one in measure.indicators.all()],
    }


def known_gaps() -> Iterable[Gap]:
    """Every kind of gap, in the order of the form."""
    return (rule.gap for rule in RULES)


def refuse_undated(drafts: Iterable[MeasureDraft]) -> None:
    """Refuse new measures of which nobody has said by when, as they come from a plan before."""
    codes = [one.patch.get("code", "") for one in drafts
             if one.measure_id is None and not one.patch.get("due_on")]  # fmt: skip
    if codes:
        said = _("Say by when it will be done: %(measures)s.")
        raise ValidationError(said % {"measures": ", ".join(codes)})
