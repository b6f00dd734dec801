"""The invented plans of the five cities and the joint plan, as their people would write them."""

from __future__ import annotations

from datetime import date
from typing import Any

from actionplans import verbs
from actionplans.founding.invention import YEARS, first_year, load, person
from actionplans.founding.joint import found_joint_plan
from actionplans.founding.measures import headings, patch_of
from actionplans.founding.progress import found_progress, found_waiting
from actionplans.founding.project import found_demo_project
from actionplans.founding.rates import found_rates
from actionplans.founding.rounds import found_demo_rounds
from actionplans.models import Direction
from cities.models import City
from coalition import clock


def found_demo_plans() -> int:
    """An adopted plan for each city and one joint plan; returns how many were laid."""
    found_rates()
    measures = load("measures")
    laid = 0
    for city in City.objects.members().select_related("place"):
        own = [one for one in measures["measures"] if one["city"] == city.slug]
        if own and found_city_plan(city, own):
            laid += 1
    laid += found_joint_plan(measures["joint_measures"])
    found_demo_rounds()
    found_demo_project()
    return laid


def found_city_plan(city: City, measures: list[dict[str, Any]]) -> bool:
    """One city's plan, unless its people already have one of their own."""
    editor, approver = person("editor", city), person("approver", city)
    plan = city.plans.current().first()
    if plan and (plan.edition or plan.drafts.exists()):
        return False
    if plan:  # the empty draft every city begins with
        plan.delete()
    first = first_year()
    span = f"{first}–{first + YEARS}"
    plan = verbs.open_plan(
        city,
        by=editor,
        title=f"План действий по снижению риска бедствий и адаптации на {span} годы (пример)",
        title_en=f"Action plan on disaster risk and adaptation, {span} (example)",
        period=(date(first, 1, 1), date(first + YEARS, 12, 31)),
        headings=headings(),
        is_example=True,
    )
    directions = {one.key: one.pk for one in Direction.objects.filter(goal__plan=plan)}
    patches = [
        patch_of(one, directions[one["direction"]], number) for number, one in enumerate(measures)
    ]
    drafts = [verbs.draft_measure(plan, by=editor, patch=patch) for patch in patches]
    verbs.submit_plan(plan, by=editor)
    verbs.adopt_drafts(
        plan,
        by=approver,
        drafts=drafts,
        act_kind="Распоряжение (пример)",
        act_number="пример",
        act_date=min(date(first, 1, 30), clock.today()),
        act_signatory="Руководитель города (пример)",
    )
    found_progress(plan, measures, editor=editor, approver=approver)
    found_waiting(plan, directions["community"], editor=editor)
    return True
