"""Laying adopted values into the rows of a measure: words, people, terms, money, indicators."""

from __future__ import annotations

from actionplans.alike import stems
from actionplans.laying import as_day, with_days, write_rows, write_together
from actionplans.models import (
    ActionPlan,
    BudgetLine,
    Contribution,
    Executor,
    Indicator,
    Measure,
    MeasureTerm,
    MeasureTranslation,
    MeasureWord,
    Milestone,
)
from actionplans.patches import SCHEMES, Values, speaking
from actionplans.permissions import require_adoption
from actionplans.verbs.succession import replace_measures
from coalition import clock
from coalition.models import User
from coalition.models.terms import term_name
from coalition.text import fold

PLAIN = ("code", "title", "description", "expected_result", "kind", "priority", "location",
         "start_on", "due_on", "due_precision", "state", "visibility")  # fmt: skip
ENGLISH = {"title_en": "title", "description_en": "description",
           "expected_result_en": "expected_result"}  # fmt: skip


def write_measure(
    plan: ActionPlan, measure: Measure | None, values: Values, *, by: User
) -> Measure:
    """Lay checked values into a measure and what hangs on it; the approver has agreed."""
    require_adoption(by, plan)
    new = measure is None
    if measure is None:
        measure = Measure(plan=plan, lang=plan.lang, version=0, position=plan.measures.count())
    for name in PLAIN:
        if name in values:
            setattr(measure, name, values[name])
    if "direction" in values:
        measure.direction_id = values["direction"]
    for name in ("latitude", "longitude"):
        if name in values:
            setattr(measure, name, float(values[name]) if values[name] else None)
    measure.version += 1
    measure.changed_at = clock.now()
    measure.start_on, measure.due_on = as_day(measure.start_on), as_day(measure.due_on)
    _fold(measure, values, new=new)
    measure.full_clean(exclude=["plan", "direction"])
    measure.save()
    _write_people(measure, values)
    _write_terms(measure, values)
    _write_english(measure, values, by)
    part = _write_contributions(plan, measure, values, new=new)
    _write_tables(measure, part, values)
    _write_words(measure)
    if "replaces" in values:
        replace_measures(measure, values["replaces"], by=by)
    return measure


def _fold(measure: Measure, values: Values, *, new: bool) -> None:
    """What search looks through: the words of the measure and of who carries it out."""
    people = [values.get("lead"), *values.get("co", []), *values.get("support", [])]
    names = [
        one.get("name") or term_name("department_types", one["department"]) for one in people if one
    ]
    if not new:
        names += [
            one.name or term_name("department_types", one.department)
            for one in measure.executors.all()
            if one.role not in values
        ]
    said = (measure.code, measure.title, measure.description, measure.expected_result)
    measure.folded = fold(" ".join([*said, measure.location, *names]))


def _write_words(measure: Measure) -> None:
    """The telling words, by which similar measures are found; only what has changed is written."""
    wanted = set(stems(measure.title, measure.expected_result))
    known = set(measure.words.values_list("stem", flat=True)) if measure.version > 1 else set()
    if known - wanted:
        measure.words.filter(stem__in=known - wanted).delete()
    MeasureWord.objects.bulk_create(
        MeasureWord(measure=measure, stem=stem) for stem in sorted(wanted - known)
    )


def _write_people(measure: Measure, values: Values) -> None:
    rows = []
    for role in ("lead", "co", "support"):
        if role not in values:
            continue
        measure.executors.filter(role=role).delete()
        said = [values[role]] if role == "lead" else values[role]
        rows += [
            Executor(measure=measure, role=role, department=one.get("department", ""),
                     name=one.get("name", ""), by_agreement=bool(one.get("by_agreement")),
                     position=number)
            for number, one in enumerate(said)
        ]  # fmt: skip
    Executor.objects.bulk_create(rows)


def _write_terms(measure: Measure, values: Values) -> None:
    changed = [scheme for scheme in (*SCHEMES, "tags") if scheme in values]
    if changed and measure.version > 1:
        measure.terms.filter(scheme__in=changed).delete()
    MeasureTerm.objects.bulk_create(
        MeasureTerm(measure=measure, scheme=scheme, key=key)
        for scheme in changed
        for key in values[scheme]
    )


def _write_english(measure: Measure, values: Values, by: User) -> None:
    words = {field: values[name] for name, field in ENGLISH.items() if name in values}
    if not words:
        return
    found = measure.translations.filter(lang="en").first()
    translation = found or MeasureTranslation(measure=measure, lang="en")
    for field, said in words.items():
        setattr(translation, field, said)
    translation.of_version, translation.by = measure.version, by
    if translation.title or translation.description or translation.expected_result:
        translation.save()
    elif found:
        found.delete()


def _write_contributions(
    plan: ActionPlan, measure: Measure, values: Values, *, new: bool
) -> Contribution | None:
    now = clock.now()
    if plan.city:
        if new:
            return Contribution.objects.create(
                measure=measure, city=plan.city, changed_at=now,
                finance=values.get("finance", "unknown"),
            )  # fmt: skip
    else:
        write_together(measure, values)
        return None
    part = speaking(measure)
    if part and not new and "finance" in values:
        part.finance, part.changed_at = values["finance"], now
        part.version += 1
        part.save(update_fields=["finance", "changed_at", "version"])
    return part


def _write_tables(measure: Measure, part: Contribution | None, values: Values) -> None:
    if "indicators" in values:
        write_rows(measure.indicators, Indicator, {"measure": measure}, values["indicators"])
    if part is None:
        return
    if "budget" in values:
        write_rows(part.budget_lines, BudgetLine, {"contribution": part}, values["budget"])
    if "milestones" in values:
        rows = with_days(part, values["milestones"])
        write_rows(part.milestones, Milestone, {"contribution": part}, rows)
