"""Opening a plan, its goals and directions, putting it before the approver."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import count
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from actionplans.checklist import refuse_undated
from actionplans.models import (
    ActionPlan,
    Direction,
    DirectionTranslation,
    Goal,
    GoalTranslation,
    PlanTranslation,
)
from actionplans.permissions import require_drafting
from cities.models import City
from coalition import clock
from coalition.models import Place, User
from coalition.models.journal import record
from coalition.models.terms import in_language, terms
from coalition.permissions import require
from coalition.text import tidy

Heading = dict[str, Any]  # code, title, title_en, and key or directions
YEARS = 4


def _offered() -> list[Heading]:
    """One goal with the directions of the vocabulary; a city renames, adds and leaves out."""
    return [
        {
            "code": "1",
            "title": _("Reduce the risk of disasters and adapt the city to the changing climate"),
            "directions": [
                {"code": f"1.{number}", "key": key, "title": in_language(term.names, "ru"),
                 "title_en": in_language(term.names, "en")}
                for number, (key, term) in enumerate(terms("directions").items(), start=1)
                if not term.retired
            ],
        }
    ]  # fmt: skip


@transaction.atomic
def open_plan(  # noqa: PLR0913 -- a plan has a title, a period and headings
    city: City | None,
    *,
    by: User,
    title: str = "",
    title_en: str = "",
    slug: str = "",
    period: tuple[date, date] | None = None,
    kind: str = "integrated",
    headings: Iterable[Heading] | None = None,
    is_example: bool = False,
) -> ActionPlan:
    """Begin the current plan of a city, or a joint plan (city None), as an empty draft.

    Without headings it gets one goal and the directions of the vocabulary to begin with.
    """
    if not by.is_system:
        require(by, "edit", city.place if city else Place.coalition())
    return begin_plan(city, by=by, title=title, title_en=title_en, slug=slug, period=period,
                      kind=kind, headings=headings, is_example=is_example)  # fmt: skip


def begin_plan(  # noqa: PLR0913 -- a plan has a title, a period and headings
    city: City | None,
    *,
    by: User,
    title: str = "",
    title_en: str = "",
    slug: str = "",
    period: tuple[date, date] | None = None,
    kind: str = "integrated",
    headings: Iterable[Heading] | None = None,
    is_example: bool = False,
) -> ActionPlan:
    """Lay an empty draft of a plan; who may do so has been asked."""
    place = city.place if city else Place.coalition()
    today, now = clock.today(), clock.now()
    since, until = period or (date(today.year, 1, 1), date(today.year + YEARS, 12, 31))
    with override("ru"):
        plan = ActionPlan(
            place=place,
            city=city,
            slug=_free_slug(slug or f"{city.slug if city else 'joint'}-{since.year}"),
            kind=kind,
            title=tidy(title) or _("Action plan on disaster risk and climate adaptation"),
            period_start=since,
            period_end=until,
            is_example=is_example,
            created_by=by,
            created_at=now,
            changed_at=now,
        )
        plan.full_clean()
        plan.save()
        _lay(plan, _offered() if headings is None else headings, title_en)
    record("plan.opened", by=by, subject=plan, place=place, period=str(plan.period_start.year))
    return plan


def _free_slug(wanted: str) -> str:
    """The address wanted, or with the next number where an earlier plan has it."""
    taken = set(ActionPlan.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    tries = (f"{wanted}-{number}" for number in count(2))
    return wanted if wanted not in taken else next(slug for slug in tries if slug not in taken)


def _lay(plan: ActionPlan, headings: Iterable[Heading], title_en: str) -> None:
    """Give a new plan its goals and directions, and all titles in English that are known."""
    if title_en:
        PlanTranslation.objects.create(plan=plan, lang="en", title=title_en, by=plan.created_by)
    for position, one in enumerate(headings):
        goal = Goal.objects.create(
            plan=plan, code=one["code"], title=one["title"], position=position
        )
        if one.get("title_en"):
            GoalTranslation.objects.create(goal=goal, lang="en", title=one["title_en"])
        laid = Direction.objects.bulk_create(
            Direction(goal=goal, code=line["code"], key=line.get("key", ""), title=line["title"],
                      position=number)
            for number, line in enumerate(one["directions"])
        )  # fmt: skip
        DirectionTranslation.objects.bulk_create(
            DirectionTranslation(direction=direction, lang="en", title=line["title_en"])
            for direction, line in zip(laid, one["directions"], strict=True)
            if line.get("title_en")
        )


@transaction.atomic
def ensure_plan(city: City, *, by: User, headings: Iterable[Heading] | None = None) -> ActionPlan:
    """The city's current plan; an empty draft is opened when it has none.

    Two people who begin it at the same moment get the same plan.
    """
    plan = city.plans.current().first()
    if plan is None:
        list(City.objects.select_for_update(of=("self",), no_key=True).filter(pk=city.pk))
        plan = city.plans.current().first()
    return plan or open_plan(city, by=by, headings=headings)


@transaction.atomic
def submit_plan(plan: ActionPlan, *, by: User) -> ActionPlan:
    """Put the first edition of a plan before the city's approver."""
    require_drafting(by, plan)
    plan = _locked(plan)
    if plan.state != ActionPlan.State.DRAFT:
        raise ValidationError(_("The plan is already before the approver or adopted."))
    if not plan.drafts.open().exists():
        raise ValidationError(_("Add at least one measure first."))
    refuse_undated(plan.drafts.open())
    plan.state, plan.changed_at = ActionPlan.State.ON_REVIEW, clock.now()
    plan.save(update_fields=["state", "changed_at"])
    record("plan.submitted", by=by, subject=plan, place=plan.place)
    return plan


def _locked(plan: ActionPlan) -> ActionPlan:
    rows = ActionPlan.objects.select_for_update(of=("self",))
    return rows.select_related("place", "city").get(pk=plan.pk)
