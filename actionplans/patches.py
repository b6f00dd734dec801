"""A measure as plain values: what its form shows, a draft keeps and an edition freezes.

A patch is {field: new value} of the fields below, fit for JSON: days as 2027-06-30, numbers as
strings, vocabularies as keys, rows of a table as lists of dicts.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from actionplans.models import ActionPlan, Contribution, Direction, Measure, MeasureDraft
from actionplans.placing import placed_wrong
from coalition.models.terms import terms
from coalition.text import tidy

Values = dict[str, Any]

TEXTS = {
    "code": 20,
    "title": 400,
    "expected_result": 4000,
    "description": 8000,
    "location": 300,
    "title_en": 400,
    "expected_result_en": 4000,
    "description_en": 8000,
}
ONE_OF = {"kind": "measure_kinds", "priority": "priorities"}
SCHEMES = (
    "hazards",
    "ci_sectors",
    "themes",
    "sdg_targets",
    "sendai_priorities",
    "sendai_targets",
    "essentials",
    "gga_themes",
)
LONGEST_TAG = 60
ROWS = ("budget", "indicators", "milestones")
NEW: Values = {
    **dict.fromkeys(TEXTS, ""),
    **dict.fromkeys(ONE_OF, ""),
    **{scheme: [] for scheme in SCHEMES},
    **{rows: [] for rows in ROWS},
    "direction": None,
    "start_on": None,
    "due_on": None,
    "due_precision": "day",
    "finance": "unknown",
    "lead": None,
    "co": [],
    "support": [],
    "tags": [],
    "state": "standing",
    "place": None,  # in the order, wished for; what is adopted has its position
    "replaces": [],
    "visibility": "public",
    "latitude": None,
    "longitude": None,
    "cities": [],
    "coordinator": "",
    "coordinator_until": None,
}
CODE = re.compile(r"[\w.\-]{1,20}")


def plain(number: Decimal | None) -> str | None:
    """A number as a patch keeps it: 12.5, not 12.500."""
    return None if number is None else format(number.normalize(), "f")


def day(when: date | None) -> str | None:
    return when.isoformat() if when else None


def day_of(said: Any) -> date | None:
    """A day of a patch; None for what is none."""
    try:
        return date.fromisoformat(said) if said else None
    except (TypeError, ValueError):
        return None


def speaking(measure: Measure) -> Contribution | None:
    """The contribution whose money and steps stand in the form of the measure.

    Of a joint measure there is none: each city says its own money and steps in its own part.
    """
    return None if measure.plan.is_joint else next(iter(measure.contributions.all()), None)


def values_of(measure: Measure) -> Values:
    """The measure as it is adopted; reads only relations that may be prefetched."""
    part = speaking(measure)
    executors: dict[str, list[Values]] = {"lead": [], "co": [], "support": []}
    for one in measure.executors.all():
        executors[one.role].append(
            {"department": one.department, "name": one.name, "by_agreement": one.by_agreement}
        )
    chosen: dict[str, list[str]] = {scheme: [] for scheme in (*SCHEMES, "tags")}
    for term in measure.terms.all():
        chosen.setdefault(term.scheme, []).append(term.key)
    english = next((one for one in measure.translations.all() if one.lang == "en"), None)
    return {
        "code": measure.code,
        "title": measure.title,
        "expected_result": measure.expected_result,
        "description": measure.description,
        "location": measure.location,
        "title_en": english.title if english else "",
        "expected_result_en": english.expected_result if english else "",
        "description_en": english.description if english else "",
        "kind": measure.kind,
        "priority": measure.priority,
        **chosen,
        **_rows_of(measure, part),
        "direction": measure.direction_id,
        "start_on": day(measure.start_on),
        "due_on": day(measure.due_on),
        "due_precision": measure.due_precision,
        "finance": part.finance if part else "unknown",
        "lead": executors["lead"][0] if executors["lead"] else None,
        "co": executors["co"],
        "support": executors["support"],
        **_standing_of(measure),
    }


def _standing_of(measure: Measure) -> Values:
    """Where a measure stands: in the plan, instead of which others, where in the city."""
    return {
        "state": measure.state,
        "place": None,
        "replaces": sorted(one.code for one in measure.supersedes.all()),
        "visibility": measure.visibility,
        "latitude": _degrees(measure.latitude),
        "longitude": _degrees(measure.longitude),
        **_together(measure),
    }


def _together(measure: Measure) -> Values:
    """Which cities take part in a joint measure, and which of them coordinates until when."""
    joint = measure.plan.is_joint
    parts = [one for one in measure.contributions.all() if joint and one.left_on is None]
    rows = measure.coordinations.all() if joint else ()
    kept = next((one for one in rows if one.ended_on is None), None)
    return {
        "cities": [one.city.slug for one in parts],
        "coordinator": kept.city.slug if kept else "",
        "coordinator_until": day(kept.until) if kept else None,
    }


def _degrees(said: float | None) -> str | None:
    """A coordinate as a patch keeps it; six digits are ten centimetres."""
    return None if said is None else plain(Decimal(f"{said:.6f}"))


def rows_of_part(part: Contribution | None) -> Values:
    """The money and the steps of a city's part."""
    return {
        "budget": [
            {
                "id": line.pk,
                "source": line.source,
                "amount": plain(line.amount),
                "currency": line.currency,
                "scale": line.scale,
                "price_year": line.price_year,
                "secured": plain(line.secured),
                "comment": line.comment,
            }
            for line in (part.budget_lines.all() if part else ())
        ],
        "milestones": [
            {"id": step.pk, "title": step.title, "due_on": day(step.due_on),
             "done_on": day(step.done_on)}
            for step in (part.milestones.all() if part else ())
        ],
    }  # fmt: skip


def _rows_of(measure: Measure, part: Contribution | None) -> Values:
    return {
        **rows_of_part(part),
        "indicators": [
            {
                "id": one.pk,
                "names": one.names,
                "units": one.units,
                "kind": one.kind,
                "better": one.better,
                "baseline": plain(one.baseline),
                "baseline_year": one.baseline_year,
                "target": plain(one.target),
                "target_year": one.target_year,
                "source": one.source,
            }
            for one in measure.indicators.all()
        ],
    }


class Around:
    """What stands in a plan beside one measure: its directions, the numbers that are taken."""

    def __init__(self, plan: ActionPlan) -> None:
        self.plan = plan

    def has_direction(self, pk: int) -> bool:
        return Direction.objects.filter(pk=pk, goal__plan=self.plan).exists()

    def has_code(self, code: str, draft: MeasureDraft | None) -> bool:
        """Whether a measure or another waiting draft has this number."""
        others = self.plan.drafts.filter(
            measure=None, state__in=("open", "returned"), patch__code=code
        )
        if draft:
            others = others.exclude(pk=draft.pk)
        return self.plan.measures.filter(code=code).exists() or others.exists()


def check_patch(
    plan: ActionPlan | None,
    measure: Measure | None,
    patch: Values,
    *,
    draft: MeasureDraft | None = None,
    around: Around | None = None,
) -> Values:
    """The patch made tidy, only with what it changes; ValidationError by field otherwise."""
    base = values_of(measure) if measure else NEW
    unknown = set(patch) - set(NEW)
    if unknown:
        raise ValidationError({name: _("A measure has no such field.") for name in sorted(unknown)})
    tidied = {name: tidied_value(value) for name, value in patch.items()}
    whole = {**base, **tidied}
    errors: dict[str, str] = {}
    around = around or Around(plan)  # type: ignore[arg-type]  # who has no plan brings one
    for rule in (_words, _choices, _days, _people, _tables):
        rule(around, whole, errors)
    for name, sentence in placed_wrong(around.plan, measure, whole, base).items():
        errors.setdefault(name, sentence)
    _code(around, measure, draft, whole, errors)
    if errors:
        raise ValidationError({name: [sentence] for name, sentence in errors.items()})
    changed = {name: whole[name] for name in tidied if whole[name] != base[name]}
    if not changed:
        raise ValidationError(_("Nothing has been changed yet."), code="unchanged")
    return changed


def changed(measure: Measure | None, patch: Values) -> Values:
    """Only what a patch says otherwise than the measure as it is adopted."""
    base = values_of(measure) if measure else NEW
    tidied = {name: tidied_value(value) for name, value in patch.items()}
    return {name: value for name, value in tidied.items() if value != base.get(name)}


def tidied_value(value: Any) -> Any:
    """A value as a patch keeps it: tidy words, plain numbers and days."""
    if isinstance(value, str):
        return tidy(value)
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: tidied_value(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [tidied_value(one) for one in value]
    return value


def _words(around: Around, whole: Values, errors: dict[str, str]) -> None:
    for name, longest in TEXTS.items():
        if not isinstance(whole[name], str):
            errors[name] = _("Write this in words.")
        elif len(whole[name]) > longest:
            errors[name] = _("At most %(number)d characters; there are %(typed)d now.") % {
                "number": longest,
                "typed": len(whole[name]),
            }
    if not whole["title"]:
        errors["title"] = _("Say what will be done.")


def _choices(around: Around, whole: Values, errors: dict[str, str]) -> None:
    unlisted = _("Choose from the list.")
    chosen = whole["direction"]
    if not (isinstance(chosen, int) and around.has_direction(chosen)):
        errors["direction"] = _("Choose a direction of the plan.")
    for name, scheme in ONE_OF.items():
        if whole[name] and whole[name] not in terms(scheme):
            errors[name] = unlisted
    for scheme in SCHEMES:
        if not isinstance(whole[scheme], list) or set(whole[scheme]) - set(terms(scheme)):
            errors[scheme] = unlisted
    if any(not isinstance(tag, str) or len(tag) > LONGEST_TAG for tag in whole["tags"]):
        errors["tags"] = _("At most 60 characters for one tag.")
    for name, choices in (
        ("finance", Contribution.Finance),
        ("due_precision", Measure.Precision),
        ("visibility", Measure.Visibility),
    ):
        if whole[name] not in choices.values:
            errors[name] = unlisted


def _days(around: Around, whole: Values, errors: dict[str, str]) -> None:
    days: dict[str, date] = {}
    for name in ("start_on", "due_on"):
        try:
            if whole[name]:
                days[name] = date.fromisoformat(whole[name])
        except (TypeError, ValueError):
            errors[name] = _("There is no such date.")
    if not whole["due_on"]:
        errors["due_on"] = _("Say by when it will be done.")
    if len(days) == len(("start_on", "due_on")) and days["due_on"] < days["start_on"]:
        errors["due_on"] = _("The due date is before the beginning.")


def _people(around: Around, whole: Values, errors: dict[str, str]) -> None:
    lead = whole["lead"]
    if not lead or not (lead.get("department") or lead.get("name")):
        errors["lead"] = _("Say which office leads.")
    for name in ("co", "support"):
        if any(not (one.get("department") or one.get("name")) for one in whole[name]):
            errors[name] = _("Say which office it is.")
    for name, rows in (
        ("lead", [lead] if lead else []), ("co", whole["co"]), ("support", whole["support"]),
    ):  # fmt: skip
        if any(one.get("department") and one["department"] not in terms("department_types")
               for one in rows):  # fmt: skip
            errors[name] = _("Choose from the list.")


def _tables(around: Around, whole: Values, errors: dict[str, str]) -> None:
    check_money(whole, errors)
    for row in whole["indicators"]:
        if not any((row.get("names") or {}).values()):
            errors["indicators"] = _("Say what is counted.")


def check_money(whole: Values, errors: dict[str, str]) -> None:
    """Sentences about rows of money and of steps that cannot be kept."""
    for row in whole["budget"]:
        if _number(row.get("amount")) is None or _number(row.get("secured") or 0) is None:
            errors["budget"] = _("Enter a number, for example 12,5 or 12 500.")
        elif row.get("source") not in terms("budget_sources") or (
            row.get("currency") not in terms("currencies")
        ):
            errors["budget"] = _("Choose the source and the currency of each sum.")
    for row in whole["milestones"]:
        if not row.get("title"):
            errors["milestones"] = _("Say what the step is.")


def _number(value: Any) -> Decimal | None:
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() and 0 <= number < 10**13 else None


def _code(
    around: Around,
    measure: Measure | None,
    draft: MeasureDraft | None,
    whole: Values,
    errors: dict[str, str],
) -> None:
    code = whole["code"]
    if measure:
        if code != measure.code:
            errors["code"] = _("The number of a measure never changes.")
        return
    if not CODE.fullmatch(code if isinstance(code, str) else ""):
        errors["code"] = _("A number such as 1.2.3: letters, digits, dots and hyphens.")
        return
    if around.has_code(code, draft):
        errors["code"] = _("This number is already taken in the plan.")
