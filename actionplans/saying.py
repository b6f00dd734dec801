"""What an update says, as plain values: to check it, to compare it, to take its fingerprint."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from actionplans.models import Contribution, ProgressUpdate
from actionplans.patches import plain
from coalition import clock
from coalition.text import tidy

Said = dict[str, Any]
WORDS = ("achieved", "obstacles", "next_steps")
LONGEST = 8000
LARGEST = Decimal(10) ** 13
WHOLE = 100


def said_by(update: ProgressUpdate) -> Said:
    """An update that is stored, as plain values."""
    return {
        "status": update.status,
        "percent": update.percent,
        "on": update.on.isoformat(),
        **{name: getattr(update, name) for name in WORDS},
        "readings": {str(one.indicator_id): plain(one.value) for one in update.readings.all()},
        "spent": {str(one.budget_line_id): plain(one.amount) for one in update.spendings.all()},
        "steps": sorted(one.milestone_id for one in update.steps_done.all()),
    }


def check_said(part: Contribution, said: Said, *, again: bool = False) -> Said:
    """What somebody wants to say, made tidy; ValidationError by field when it cannot stand.

    `again`: it was said before and comes a second time, perhaps after a later report.
    """
    clean: Said = {name: tidy(str(said.get(name) or "")) for name in WORDS}
    clean["status"], clean["percent"] = said.get("status"), said.get("percent")
    errors = _state_errors(clean) | _word_errors(clean)
    clean["on"], trouble = _day(None if again else part.reported_on, said.get("on"))
    if trouble:
        errors["on"] = trouble
    indicators = {one.pk for one in part.measure.indicators.all()}
    lines = {one.pk for one in part.budget_lines.all()}
    clean["readings"] = _numbers(said.get("readings"), indicators, "readings", errors)
    clean["spent"] = _numbers(said.get("spent"), lines, "spent", errors, least=Decimal(0))
    clean["steps"] = _steps(part, said.get("steps"), errors)
    if errors:
        raise ValidationError({name: [sentence] for name, sentence in errors.items()})
    return clean


def _steps(part: Contribution, said: Any, errors: dict[str, str]) -> list[int]:
    """The ids of the steps that are said to be done."""
    wanted = set(said or ())
    if wanted and not wanted <= set(part.milestones.values_list("pk", flat=True)):
        errors["steps"] = _("The list of steps has changed. Tick them once more.")
    return sorted(wanted)


def _state_errors(clean: Said) -> dict[str, str]:
    percent, status = clean["percent"], clean["status"]
    if status not in Contribution.Status.values:
        return {"status": _("Choose the status.")}
    if isinstance(percent, bool) or not isinstance(percent, int) or not 0 <= percent <= WHOLE:
        return {"percent": _("The percentage is between 0 and 100.")}
    if status == Contribution.Status.COMPLETED and percent != WHOLE:
        return {
            "percent": _("A completed measure is at 100 %. Correct the percentage or the status.")
        }
    if status == Contribution.Status.NOT_STARTED and percent:
        return {"percent": _("A measure that has not started is at 0 %. Correct one of the two.")}
    return {}


def _word_errors(clean: Said) -> dict[str, str]:
    errors = {
        name: _("At most %(number)d characters; there are %(typed)d now.")
        % {"number": LONGEST, "typed": len(clean[name])}
        for name in WORDS
        if len(clean[name]) > LONGEST
    }
    if not clean["achieved"]:
        errors["achieved"] = _("Say in a sentence what was done.")
    return errors


def _day(last: date | None, said: Any) -> tuple[str, str]:
    when = said or clock.today()
    if isinstance(when, str):
        try:
            when = date.fromisoformat(when)
        except ValueError:
            return "", _("There is no such date.")
    if when > clock.today():
        return when.isoformat(), _("This day has not come yet.")
    if last and when < last:
        return when.isoformat(), _(
            "The last approved report is of %(day)s; choose that day or a later one."
        ) % {"day": date_format(last, "SHORT_DATE_FORMAT")}
    return when.isoformat(), ""


def _numbers(
    said: Mapping[Any, Any] | None,
    known: set[int],
    name: str,
    errors: dict[str, str],
    least: Decimal = -LARGEST,
) -> dict[str, str | None]:
    clean: dict[str, str | None] = {}
    for key, value in (said or {}).items():
        try:
            number, owner = Decimal(str(value)), int(key)
        except (InvalidOperation, ValueError):
            errors[name] = _("Enter a number, for example 12,5 or 12 500.")
            continue
        if owner not in known:
            errors[name] = _("This number belongs to another measure.")
        elif not number.is_finite() or not least <= number < LARGEST:
            errors[name] = _("This number is too large or negative.")
        else:
            clean[str(owner)] = plain(round(number, 3))
    return clean
