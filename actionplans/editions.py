"""A plan as it was adopted: everything in one document, and its fingerprint."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from actionplans.models import ActionPlan, Direction, Measure, MeasureDraft
from actionplans.parts import frozen_parts
from actionplans.patches import NEW, values_of

PARTS = (
    "executors",
    "terms",
    "translations",
    "indicators",
    "contributions__city",
    "contributions__budget_lines",
    "contributions__milestones",
    "supersedes",
)
LEFT_OUT = ("place", "visibility")  # the list has its order; who sees it changes without acts


def content_of(plan: ActionPlan) -> dict[str, Any]:
    """What the adopted plan says: title, period, goals, directions, measures; no progress."""
    goals = plan.goals.prefetch_related("directions")
    directions = {one.pk: one.code for goal in goals for one in goal.directions.all()}
    more = ("coordinations__city",) if plan.is_joint else ()
    measures = plan.measures.filter(state=Measure.State.STANDING).prefetch_related(*PARTS, *more)
    return {
        "title": plan.title,
        "lang": plan.lang,
        "kind": plan.kind,
        "period": [plan.period_start.isoformat(), plan.period_end.isoformat()],
        "goals": [
            {
                "code": goal.code,
                "title": goal.title,
                "directions": [
                    {"code": one.code, "key": one.key, "title": one.title}
                    for one in goal.directions.all()
                ],
            }
            for goal in goals
        ],
        "measures": [
            {
                name: directions.get(one.direction_id) if name == "direction" else said
                for name, said in {**values_of(one), **frozen_parts(one)}.items()
                if name not in LEFT_OUT
            }
            for one in measures.select_related("plan")
        ],
    }


def content_with(plan: ActionPlan, drafts: Iterable[MeasureDraft]) -> dict[str, Any]:
    """What the plan would say after the adoption of these drafts; needs `measure` selected."""
    content = content_of(plan)
    codes = dict(Direction.objects.filter(goal__plan=plan).values_list("pk", "code"))
    measures = {one["code"]: one for one in content["measures"]}
    for draft in drafts:
        patch = dict(draft.patch)
        if "direction" in patch:
            patch["direction"] = codes.get(patch["direction"])
        code = draft.measure.code if draft.measure else patch["code"]
        became = {**NEW, **measures.get(code, {}), **patch}
        if became["state"] == Measure.State.STANDING:
            measures[code] = became
        else:
            measures.pop(code, None)
    return {**content, "measures": list(measures.values())}


def due_within(content: dict[str, Any], period: tuple[date, date, str]) -> dict[str, Any]:
    """The same content with only the measures that are due in a period."""
    since, until = period[0].isoformat(), period[1].isoformat()
    due = [one for one in content["measures"] if since <= (one["due_on"] or "") <= until]
    return {**content, "measures": due}


def canonical(content: Any) -> str:
    """The one way to write a document down, so that equal content has an equal fingerprint."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def fingerprint(content: Any) -> str:
    return hashlib.sha256(canonical(content).encode()).hexdigest()
