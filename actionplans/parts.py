"""A city's own part of a joint measure as plain values: what its form shows and an edition keeps.

A patch of a part is {field: new value} of the fields below, fit for JSON, as in `patches`.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from actionplans.models import Contribution, Measure
from actionplans.patches import Values, check_money, day, day_of, rows_of_part, tidied_value

TEXTS = {"words": 4000, "lead": 250}
FIELDS = (*TEXTS, "due_on", "due_precision", "finance", "budget", "milestones")


def values_of_part(part: Contribution) -> Values:
    """The part as the city has adopted it."""
    return {
        "words": part.words,
        "lead": part.lead,
        "due_on": day(part.due_on),
        "due_precision": part.due_precision,
        "finance": part.finance,
        **rows_of_part(part),
    }


def check_part(part: Contribution, patch: Values) -> Values:
    """The patch made tidy, only with what it changes; ValidationError by field otherwise."""
    base = values_of_part(part)
    unknown = set(patch) - set(FIELDS)
    if unknown:
        raise ValidationError({name: _("A part has no such field.") for name in sorted(unknown)})
    tidied = {name: tidied_value(value) for name, value in patch.items()}
    whole: Values = {**base, **tidied}
    errors: dict[str, str] = {}
    for name, longest in TEXTS.items():
        if not isinstance(whole[name], str):
            errors[name] = _("Write this in words.")
        elif len(whole[name]) > longest:
            errors[name] = _("At most %(number)d characters; there are %(typed)d now.") % {
                "number": longest,
                "typed": len(whole[name]),
            }
    if whole["due_on"] and day_of(whole["due_on"]) is None:
        errors["due_on"] = _("There is no such date.")
    for name, choices in (("finance", Contribution.Finance), ("due_precision", Measure.Precision)):
        if whole[name] not in choices.values:
            errors[name] = _("Choose from the list.")
    check_money(whole, errors)
    if errors:
        raise ValidationError({name: [sentence] for name, sentence in errors.items()})
    changed = {name: whole[name] for name in tidied if whole[name] != base[name]}
    if not changed:
        raise ValidationError(_("Nothing has been changed yet."), code="unchanged")
    return changed


def frozen_parts(measure: Measure) -> Values:
    """What an edition keeps of the parts of a joint measure; parts a city hides stay out.

    The money of all parts stands together under `budget`, each line with its city.
    """
    if not measure.plan.is_joint:
        return {}
    rows: list[dict[str, Any]] = []
    for part in measure.contributions.all():
        if part.visibility == Measure.Visibility.PUBLIC:
            left = day(part.left_on)
            rows.append({"city": part.city.slug, "left_on": left, **values_of_part(part)})
    return {"parts": rows, **together_of(rows)}


def without_parts(measure: Values, hidden: Collection[tuple[str, str]]) -> Values:
    """A frozen joint measure without the parts that their cities have taken back since."""
    if not hidden or "parts" not in measure:
        return measure
    kept = [row for row in measure["parts"] if (measure["code"], row["city"]) not in hidden]
    return {**measure, "parts": kept, **together_of(kept)}


def together_of(rows: list[Values]) -> Values:
    """The money of the parts that stand, in one list."""
    return {
        "budget": [
            {**line, "city": row["city"]}
            for row in rows
            if not row["left_on"]
            for line in row["budget"]
        ]
    }
