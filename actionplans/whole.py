"""What a city takes along of its plans: each as JSON and as a table, with everything frozen."""

from __future__ import annotations

from typing import Any

from actionplans.editions import content_of
from actionplans.exports.sheets import workbook_of
from actionplans.freezing import Content
from actionplans.models import (
    ActionPlan,
    BudgetLine,
    CityReport,
    Contribution,
    MeasureDraft,
    PlanImport,
    ProgressUpdate,
)
from actionplans.papers.plans import Source, plan_sheet
from cities.models import City
from cities.whole import Put, as_json

UPDATE = ("id", "contribution__measure__code", "contribution__measure__plan__slug", "on", "status",
          "percent", "achieved", "lang", "state", "approved_at")  # fmt: skip
PART = ("measure__plan__slug", "measure__code", "status", "percent", "reported_on", "left_on",
        "visibility")  # fmt: skip
REPORT = ("state", "lang", "covering", "submitted_at", "answered_at", "closed_at", "outcome",
          "position")  # fmt: skip


def put_plans(city: City, put: Put) -> None:
    """All plans of the city, what it said of its measures, and its reports."""
    for plan in ActionPlan.objects.filter(city=city).select_related("city", "place").order_by("pk"):
        _put_plan(plan, put)
    parts = Contribution.objects.filter(city=city).order_by("pk")
    put("progress/contributions.json", as_json(list(parts.values(*PART))))
    money = BudgetLine.objects.filter(contribution__city=city).order_by("pk")
    put("progress/money.json", as_json(list(money.values())))
    updates = ProgressUpdate.objects.filter(contribution__city=city).order_by("on", "pk")
    put("progress/updates.json", as_json(list(updates.values(*UPDATE))))
    for report in CityReport.objects.filter(city=city).select_related("round", "frozen"):
        name = f"reports/{report.round.ends_on.isoformat()}-{report.pk}"
        put(f"{name}.json", as_json({key: getattr(report, key) for key in REPORT}))
        if frozen := getattr(report, "frozen", None):
            put(f"{name}-frozen.json", bytes(frozen.content))
    for brought in PlanImport.objects.filter(city=city).exclude(state=PlanImport.State.LEFT):
        try:
            content = brought.file.open("rb")
        except OSError:
            continue
        with content:
            put(f"imports/{brought.pk}-{brought.name.replace('/', '-')}", content)


def _put_plan(plan: ActionPlan, put: Put) -> None:
    said: Content = {**content_of(plan), "state": plan.state, "edition": plan.edition}
    drafts = MeasureDraft.objects.filter(plan=plan).order_by("pk")
    said["drafts"] = list(drafts.values("measure__code", "patch", "state", "reason", "at"))
    put(f"plans/{plan.slug}.json", as_json(said))
    source = Source(plan)
    put(f"plans/{plan.slug}.xlsx", workbook_of(plan_sheet(source), source.title, source.about()))
    for edition in plan.editions.order_by("number"):
        name = f"plans/{plan.slug}-editions/{edition.number}"
        put(f"{name}.json", as_json(_frozen(edition)))
        source = Source(plan, content=edition.content, edition=edition)
        table = workbook_of(plan_sheet(source), source.title, source.about())
        put(f"{name}.xlsx", table)


def _frozen(edition: Any) -> dict[str, Any]:
    told = ("number", "sha256", "adopted_on", "act_kind", "act_number", "act_signatory")
    return {**{name: getattr(edition, name) for name in told}, "content": edition.content}
