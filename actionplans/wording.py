"""What a draft changes, in words: a label, how it was, how it became."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actionplans.currencies import currency_beside
from actionplans.dues import say_due
from actionplans.models import (
    ActionPlan,
    BudgetLine,
    Contribution,
    Direction,
    Measure,
    MeasureDraft,
    PartDraft,
    ProgressUpdate,
)
from actionplans.parts import values_of_part
from actionplans.patches import NEW, ONE_OF, SCHEMES, Values, values_of
from cities.models import City
from coalition.models.terms import in_language, term_name

LABELS = {
    "code": gettext_lazy("No."),
    "title": gettext_lazy("Measure"),
    "expected_result": gettext_lazy("Expected result"),
    "lead": gettext_lazy("Lead"),
    "due_on": gettext_lazy("Due"),
    "finance": gettext_lazy("Money"),
    "direction": gettext_lazy("Direction"),
    "description": gettext_lazy("Description"),
    "co": gettext_lazy("Co-implementers"),
    "support": gettext_lazy("Support"),
    "start_on": gettext_lazy("Begins"),
    "kind": gettext_lazy("Kind of measure"),
    "priority": gettext_lazy("Priority"),
    "location": gettext_lazy("Place in the city"),
    "latitude": gettext_lazy("Latitude"),
    "longitude": gettext_lazy("Longitude"),
    "hazards": gettext_lazy("Hazards"),
    "ci_sectors": gettext_lazy("Sectors"),
    "themes": gettext_lazy("Themes"),
    "sdg_targets": gettext_lazy("Sustainable Development Goals"),
    "sendai_priorities": gettext_lazy("Priorities of the Sendai Framework"),
    "sendai_targets": gettext_lazy("Targets of the Sendai Framework"),
    "essentials": gettext_lazy("Ten Essentials"),
    "gga_themes": gettext_lazy("Goal on adaptation"),
    "tags": gettext_lazy("Tags"),
    "budget": gettext_lazy("Budget"),
    "indicators": gettext_lazy("Indicators"),
    "milestones": gettext_lazy("Steps"),
    "title_en": gettext_lazy("Measure, in English"),
    "expected_result_en": gettext_lazy("Expected result, in English"),
    "description_en": gettext_lazy("Description, in English"),
    "state": gettext_lazy("Place in the plan"),
    "place": gettext_lazy("Order in the plan"),
    "replaces": gettext_lazy("Instead of the measures"),
    "visibility": gettext_lazy("Seen by"),
    "cities": gettext_lazy("Cities"),
    "coordinator": gettext_lazy("Coordinating city"),
    "coordinator_until": gettext_lazy("Coordinates until"),
    "parts": gettext_lazy("What each city does"),
}


class Change(NamedTuple):
    """One field of a measure: its label, and both texts; an empty text means there was none."""

    label: Any
    was: str
    became: str


def directions_of(plan: ActionPlan) -> dict[int, str]:
    """The plan's directions by id, as they are written."""
    rows = Direction.objects.filter(goal__plan=plan)
    return {one.pk: str(one) for one in rows}


def changes(draft: MeasureDraft, directions: dict[int, str]) -> list[Change]:
    """What a draft changes, in the order of the form; for a new measure everything it says."""
    base = values_of(draft.measure) if draft.measure else NEW
    if draft.measure:
        base["place"] = draft.measure.position
    after = {**base, **draft.patch}
    found = []
    for name, label in LABELS.items():
        became = in_words(name, after, directions)
        was = in_words(name, base, directions) if draft.measure else ""
        said = name in draft.patch or (name == "due_on" and "due_precision" in draft.patch)
        if said and was != became:
            found.append(Change(label, was, became))
    return found


def both_texts(
    plan: ActionPlan, theirs: Values, mine: Values, always: Collection[str] = ()
) -> list[tuple[str, str, str]]:
    """Rows for two people who saved one measure: the label, their text, mine.

    Where they differ, and for the fields that are `always` to be shown.
    """
    directions = directions_of(plan)
    rows = {
        name: (str(label), in_words(name, theirs, directions), in_words(name, mine, directions))
        for name, label in LABELS.items()
    }
    return [row for name, row in rows.items() if row[1] != row[2] or name in always]


def in_words(name: str, values: Values, directions: dict[int, str]) -> str:
    """One field of a measure as a reader sees it."""
    value = values.get(name)
    if name in KINDS:
        return KINDS[name](value) if value not in (None, "", [], {}) else ""
    if name in ONE_OF:
        return term_name(ONE_OF[name], value) if value else ""
    if name in SCHEMES:
        return _listed(term_name(name, key) for key in value or ())
    if name == "direction":
        return directions.get(value, "") if value else ""  # type: ignore[arg-type]
    if name == "due_on":
        return say_due(_date(value), values.get("due_precision") or "day")
    return _listed(value) if isinstance(value, list) else str(value or "")


def _listed(words: Iterable[str]) -> str:
    return "; ".join(words)


def _date(value: Any) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) and value else value or None
    except ValueError:
        return None


def office(one: Values) -> str:
    """An executor in words: the office, and whether it is still to agree."""
    name = one.get("name") or term_name("department_types", one.get("department", ""))
    return f"{name} ({_('subject to agreement')})" if one.get("by_agreement") else name


def number(value: Any) -> str:
    """A number of a patch as people of the region write it."""
    if value in (None, ""):
        return "—"
    try:
        return number_format(format(Decimal(str(value)).normalize(), "f"), use_l10n=True,
                             force_grouping=True)  # fmt: skip
    except ArithmeticError:
        return str(value)


def sum_of(row: Values) -> str:
    """A sum with its scale and currency."""
    size = row.get("scale") or 1
    if row.get("amount") in (0, "0"):
        size = 1
    scale = "" if size == 1 else f" {dict(BudgetLine.Scale.choices).get(size, '')}"
    word = currency_beside(row.get("currency", ""), row.get("amount"), size)
    return f"{number(row.get('amount'))}{scale} {word}"


def unit_of(line: BudgetLine) -> str:
    """In what a line of the budget is counted: «млн сомов»."""
    scale = f"{line.get_scale_display()} " if line.scale > 1 else ""
    return scale + currency_beside(line.currency, 0, line.scale)


def money(row: Values) -> str:
    """A line of the budget in words: sum, scale, currency, source."""
    said = f"{sum_of(row)}, {term_name('budget_sources', row.get('source', ''))}"
    if row.get("price_year"):
        said += ", " + _("in prices of %(year)s") % {"year": row["price_year"]}
    if row.get("secured") not in (None, "", "0"):
        said += ", " + _("secured %(sum)s") % {"sum": number(row["secured"])}
    return f"{said} ({row['comment']})" if row.get("comment") else said


def indicator(row: Values) -> str:
    """An indicator in words: what is counted, from where to where."""
    unit = in_language(row.get("units") or {})
    return _("%(name)s: from %(baseline)s to %(target)s %(unit)s") % {
        "name": in_language(row.get("names") or {}),
        "baseline": number(row.get("baseline")),
        "target": number(row.get("target")),
        "unit": unit,
    }


def step(row: Values) -> str:
    """A step in words: what, by when, and when it was done."""
    due, done = _date(row.get("due_on")), _date(row.get("done_on"))
    said = row.get("title", "")
    if due:
        said += ", " + _("by %(day)s") % {"day": date_format(due, "SHORT_DATE_FORMAT")}
    if done:
        said += ", " + _("done %(day)s") % {"day": date_format(done, "SHORT_DATE_FORMAT")}
    return said


def city_names(slugs: Iterable[str]) -> str:
    """Cities by their names, in the order of the Declaration."""
    rows = City.objects.filter(slug__in=list(slugs)).order_by("position", "pk")
    return ", ".join(city.name for city in rows)


def day_words(said: Any) -> str:
    """A day of a patch in words."""
    return date_format(day, "SHORT_DATE_FORMAT") if (day := _date(said)) else ""


def part_words(row: Values) -> str:
    """A city's part of a joint measure in words."""
    due = say_due(_date(row.get("due_on")), row.get("due_precision") or "day")
    said = [
        row.get("words", ""),
        row.get("lead", ""),
        _("by %(day)s") % {"day": due} if due else "",
        *(money(line) for line in row.get("budget", ())),
        *(step(line) for line in row.get("milestones", ())),
    ]
    whole = "; ".join(filter(None, said)) or "—"
    name = city_names([row["city"]])
    if row.get("left_on"):
        left = {"city": name, "day": day_words(row["left_on"])}
        name = _("%(city)s (left on %(day)s)") % left
    return f"{name}: {whole}"


PART = {
    "words": gettext_lazy("What the city does"),
    "lead": gettext_lazy("Who leads it in the city"),
    "due_on": gettext_lazy("Due"),
    "finance": gettext_lazy("Money"),
    "budget": gettext_lazy("Budget"),
    "milestones": gettext_lazy("Steps"),
}


def part_rows(was: Values, became: Values) -> list[tuple[str, str, str]]:
    """Each field of a city's part in words, of two states of it."""

    def said(name: str, one: Values) -> str:
        return one["lead"] if name == "lead" else in_words(name, one, {})

    return [(str(label), said(name, was), said(name, became)) for name, label in PART.items()]


def both_parts(theirs: Values, mine: Values) -> list[tuple[str, str, str]]:
    """Rows for two people who saved one part: the label, their text, mine; where they differ."""
    return [row for row in part_rows(theirs, mine) if row[1] != row[2]]


def part_changes(draft: PartDraft) -> list[Change]:
    """What a draft changes in a city's part, in words."""
    base = values_of_part(draft.contribution)
    rows = part_rows(base, {**base, **draft.patch})
    return [Change(*row) for row in rows if row[1] != row[2]]


KINDS = {
    "place": lambda place: _("no. %(number)d") % {"number": place + 1},
    "cities": city_names,
    "coordinator": lambda slug: city_names([slug]),
    "coordinator_until": day_words,
    "parts": lambda rows: "\n".join(part_words(row) for row in rows),
    "budget": lambda rows: "\n".join(money(row) for row in rows),
    "indicators": lambda rows: "\n".join(indicator(row) for row in rows),
    "milestones": lambda rows: "\n".join(step(row) for row in rows),
    "lead": office,
    "co": lambda rows: _listed(office(row) for row in rows),
    "support": lambda rows: _listed(office(row) for row in rows),
    "visibility": lambda key: str(dict(Measure.Visibility.choices).get(key, key)),
    "start_on": day_words,
    "finance": lambda key: str(dict(Contribution.Finance.choices).get(key, key)),
    "state": lambda key: str(dict(Measure.State.choices).get(key, key)),
}


REPORT = {
    "on": gettext_lazy("As of"),
    "status": gettext_lazy("Status"),
    "percent": gettext_lazy("Percent done"),
    "achieved": gettext_lazy("What was done"),
    "obstacles": gettext_lazy("What is in the way"),
    "next_steps": gettext_lazy("Next steps"),
}


def both_reports(part: Contribution, theirs: Values, mine: Values) -> list[tuple[str, str, str]]:
    """Rows for two people who report on one measure: the label, their words, mine."""
    rows = [
        (str(label), report_words(name, theirs), report_words(name, mine))
        for name, label in REPORT.items()
    ]
    for group, names in (
        ("readings", {one.pk: one.name for one in part.measure.indicators.all()}),
        ("spent", {one.pk: money(_line(one)) for one in part.budget_lines.all()}),
    ):
        for key, label in names.items():
            said = [number((one.get(group) or {}).get(str(key))) for one in (theirs, mine)]
            rows.append((label, said[0], said[1]))
    for one in part.milestones.all():
        ticked = [_("done") if one.pk in (said.get("steps") or ()) else "" for said in
                  (theirs, mine)]  # fmt: skip
        rows.append((one.title, ticked[0], ticked[1]))
    return [row for row in rows if row[1] != row[2]]


def _line(line: BudgetLine) -> Values:
    return {"amount": line.amount, "scale": line.scale, "currency": line.currency,
            "source": line.source}  # fmt: skip


def report_words(name: str, said: Values) -> str:
    """One field of a report as a reader sees it."""
    value = said.get(name)
    if name == "on":
        when = _date(value)
        return date_format(when, "SHORT_DATE_FORMAT") if when else ""
    if name == "status":
        return str(dict(Contribution.Status.choices).get(str(value), value or ""))
    if name == "percent":
        return f"{value} %"
    return str(value or "")


def report_changes(update: ProgressUpdate) -> list[Change]:
    """What a report changes: status and percentage as they were and became, then its words."""
    part = update.contribution
    found = [
        Change(REPORT["status"], part.get_status_display(), update.get_status_display()),
        Change(REPORT["percent"], f"{part.percent} %", f"{update.percent} %"),
    ]
    found = [change for change in found if change.was != change.became] or [
        Change(REPORT["status"], "", f"{update.get_status_display()}, {update.percent} %")
    ]
    said = [Change(REPORT[name], "", getattr(update, name)) for name in
            ("achieved", "obstacles", "next_steps")]  # fmt: skip
    found += [change for change in said if change.became]
    for reading in update.readings.all():
        unit = reading.indicator.unit
        value = f"{number(reading.value)} {unit}".strip()
        found.append(Change(reading.indicator.name, "", value))
    found += [Change(_("Step done"), "", one.milestone.title) for one in update.steps_done.all()]
    for spending in update.spendings.all():
        line = spending.budget_line
        value = _("%(sum)s of %(budget)s") % {
            "sum": number(spending.amount), "budget": money(_line(line)),
        }  # fmt: skip
        found.append(Change(_("Spent so far"), "", value))
    return found
