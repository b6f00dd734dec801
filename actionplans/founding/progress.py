"""How the invented measures go: approved reports, one that waits, two drafts."""

from __future__ import annotations

from datetime import timedelta
from decimal import ROUND_FLOOR, Decimal
from itertools import pairwise
from typing import Any

from actionplans import verbs
from actionplans.founding.invention import key_of, words
from actionplans.founding.measures import due_of, is_finished, start_of
from actionplans.models import ActionPlan, Contribution, Indicator
from coalition import clock
from coalition.models import User

BETWEEN = 45  # days from one report to the next
STALE = 110  # days since the last report of a suspended measure
SMALL = 10  # below this a value has a decimal
ADVANCED = 30  # percent from which work is under way


def found_progress(
    plan: ActionPlan, measures: list[dict[str, Any]], *, editor: User, approver: User
) -> None:
    """One to three approved reports of each measure."""
    parts = Contribution.objects.filter(measure__plan=plan).select_related(
        "measure__plan", "city__place"
    )
    by_code = {part.measure.code: part for part in parts.prefetch_related(
        "measure__indicators", "budget_lines")}  # fmt: skip
    for number, one in enumerate(measures):
        for report in reports_of(one, number):
            said = {**report, **numbers_of(by_code[one["code"]], report["percent"])}
            part = by_code[one["code"]]
            update = verbs.report_progress(part, by=editor, **said)
            verbs.approve_updates([update], by=approver)


def reports_of(one: dict[str, Any], number: int) -> list[dict[str, Any]]:
    """What the city said of a measure, from the first report to the last."""
    course = words()["course"]
    status, percent, _money, count = course[number % len(course)]
    today = clock.today()
    if is_finished(one):
        status, percent, count = "completed", 100, 3
    elif start_of(one) > today:
        status, percent, count = "not_started", 0, 1
    last = today - timedelta(days=STALE if status == "suspended" else 6 + 7 * number)
    between = BETWEEN
    if is_finished(one):
        last, between = min(last, due_of(one) - timedelta(days=5)), 20
    reports = []
    for report in range(1, count + 1):
        final = report == count
        done = percent if final else percent * report // count
        going = "in_progress" if done else "not_started"
        reports.append({
            "status": status if final else going,
            "percent": done,
            "on": last - timedelta(days=between * (count - report)),
            "key": key_of(one["code"], report),
            **sentences(one, status if final else going, done, number + report),
        })  # fmt: skip
    for early, late in pairwise(reports):
        if early["achieved"] == late["achieved"]:
            early["achieved"] = words()["steady"]
    return reports


def sentences(one: dict[str, Any], status: str, percent: int, turn: int) -> dict[str, str]:
    """Short invented words that suit how far the measure is."""
    said = words()
    stage = 2 if status == "completed" else int(percent >= ADVANCED)
    own = said["own"].get(one["code"], {})
    achieved = (own.get("achieved") or said["achieved"][one["direction"]])[stage]
    obstacles = said["obstacles"][turn % len(said["obstacles"])]
    if status == "suspended":
        obstacles = said["suspended"]
    going = status in ("in_progress", "not_started")
    return {
        "achieved": said["not_begun"] if status == "not_started" else achieved,
        "obstacles": obstacles if going or status == "suspended" else "",
        "next_steps": said["next_steps"][turn % len(said["next_steps"])] if going else "",
    }


def numbers_of(part: Contribution, percent: int) -> dict[str, dict[int, Decimal]]:
    """Readings and spending in step with the percentage."""
    share = Decimal(percent) / 100
    readings = {
        one.pk: reading(one, share)
        for one in part.measure.indicators.all()
        if one.better == "higher" and one.target and percent
    }
    spent = {
        line.pk: min(line.secured, (line.amount * share * Decimal("0.8")).quantize(Decimal("0.1")))
        for line in part.budget_lines.all()
        if percent
    }
    return {"readings": readings, "spent": spent}


def reading(indicator: Indicator, share: Decimal) -> Decimal:
    """A share of the target, whole where there are only whole ones of it."""
    value = indicator.target * share  # type: ignore[operator]  # asked for by the caller
    if indicator.units.get("ru", "").startswith("ед"):
        return value.to_integral_value(ROUND_FLOOR)
    return value.quantize(Decimal("0.1") if indicator.target < SMALL else Decimal(1))  # type: ignore[operator]


def found_waiting(plan: ActionPlan, direction: int, *, editor: User) -> None:
    """In Osh two drafts and one report wait for the approver."""
    said = words()["drafts"]
    measure = plan.measures.filter(code=said["change_of"]).first()
    if measure is None:
        return
    verbs.draft_measure(
        plan,
        by=editor,
        measure=measure,
        base_version=measure.version,
        patch={"expected_result": said["change_result"], "priority": "high"},
        reason=said["change_reason"],
    )
    verbs.draft_measure(
        plan, by=editor, patch=new_measure(plan, direction), reason=said["new_reason"]
    )
    report_waiting(plan, said["waiting_of"], editor=editor)


def report_waiting(plan: ActionPlan, code: str, *, editor: User) -> None:
    """A report of one measure that nobody has approved yet."""
    part = Contribution.objects.select_related("city__place", "measure").get(
        measure__plan=plan, measure__code=code
    )
    verbs.report_progress(
        part,
        by=editor,
        status="in_progress",
        percent=min(part.percent + 10, 95),
        achieved=words()["waiting"],
        key=key_of(part.measure.code, "waiting"),
        on=clock.today() - timedelta(days=1),
    )


def new_measure(plan: ActionPlan, direction: int) -> dict[str, Any]:
    """A measure that an editor proposes."""
    said = words()["drafts"]
    return {
        "code": said["new_code"],
        "direction": direction,
        "title": said["new_title"],
        "title_en": said["new_title_en"],
        "expected_result": said["new_result"],
        "lead": {"department": "education", "name": "", "by_agreement": False},
        "due_on": plan.period_end.replace(year=plan.period_start.year + 2),
        "due_precision": "year",
        "hazards": ["earthquake"],
    }
