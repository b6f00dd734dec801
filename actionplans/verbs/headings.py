"""Goals and directions: adding, naming, ordering, moving and removing them."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from actionplans.figures import hold_plan, keep_plan
from actionplans.models import ActionPlan, Direction, Goal
from actionplans.permissions import require_adoption, require_drafting
from coalition import clock
from coalition.models import User
from coalition.models.journal import record
from coalition.text import tidy

Heading = Goal | Direction


def _plan_above(heading: Heading) -> ActionPlan:
    """The plan a heading belongs to."""
    return heading.plan if isinstance(heading, Goal) else heading.goal.plan


def _require_headings(by: User, plan: ActionPlan) -> None:
    """Headings of a plan that is not adopted are drafted; of an adopted one, decided.

    The plan is locked before its headings, as adoption does.
    """
    rows = ActionPlan.objects.select_for_update(of=("self",)).filter(pk=plan.pk)
    plan.version, plan.edition = rows.values_list("version", "edition").get()
    if plan.edition:
        require_adoption(by, plan)
    else:
        require_drafting(by, plan)


def _touch(plan: ActionPlan) -> None:
    plan.version += 1
    plan.changed_at = clock.now()
    plan.save(update_fields=["version", "changed_at"])


@transaction.atomic
def add_goal(plan: ActionPlan, *, by: User, code: str, title: str) -> Goal:
    """Add a goal to a plan."""
    _require_headings(by, plan)
    last = plan.goals.aggregate(last=Max("position"))["last"] or 0
    goal = Goal(plan=plan, code=tidy(code), title=tidy(title), lang=plan.lang, position=last + 1)
    goal.full_clean()
    goal.save()
    _touch(plan)
    record("goal.added", by=by, subject=goal, place=plan.place)
    return goal


@transaction.atomic
def add_direction(goal: Goal, *, by: User, code: str, title: str, key: str = "") -> Direction:
    """Add a direction under a goal."""
    plan = goal.plan
    _require_headings(by, plan)
    if Direction.objects.filter(goal__plan=plan, code=tidy(code)).exists():
        raise ValidationError({"code": _("This number is already taken in the plan.")})
    last = goal.directions.aggregate(last=Max("position"))["last"] or 0
    direction = Direction(goal=goal, code=tidy(code), key=key, title=tidy(title), lang=plan.lang,
                          position=last + 1)  # fmt: skip
    direction.full_clean()
    direction.save()
    _touch(plan)
    record("direction.added", by=by, subject=direction, place=plan.place)
    return direction


@transaction.atomic
def rename_heading(heading: Heading, *, by: User, title: str) -> Heading:
    """Give a goal or a direction another title; its number stays."""
    plan = _plan_above(heading)
    _require_headings(by, plan)
    was, heading.title = heading.title, tidy(title)
    if heading.title == was:
        return heading
    heading.full_clean()
    heading.save(update_fields=["title"])
    heading.translations.all().delete()  # type: ignore[union-attr]  # they said the old title
    _touch(plan)
    record("heading.renamed", by=by, subject=heading, place=plan.place, was=was,
           became=heading.title)  # fmt: skip
    return heading


def _beside(heading: Heading) -> list[Heading]:
    """The headings of the same floor, in their order, locked."""
    rows = (
        Goal.objects.filter(plan=heading.plan)
        if isinstance(heading, Goal)
        else Direction.objects.filter(goal=heading.goal)
    )
    return list(rows.select_for_update(of=("self",)).order_by("position", "pk"))


@transaction.atomic
def move_heading(heading: Heading, *, by: User, up: bool) -> Heading:
    """Put a goal or a direction before or after its neighbour; numbers stay."""
    plan = _plan_above(heading)
    _require_headings(by, plan)
    order = _beside(heading)
    place = next(number for number, one in enumerate(order) if one.pk == heading.pk)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(order):
        return heading
    order[place], order[other] = order[other], order[place]
    for position, one in enumerate(order):
        if one.position != position:
            one.position = position
            one.save(update_fields=["position"])
    _touch(plan)
    record("heading.moved", by=by, subject=heading, place=plan.place, up=up)
    return order[other]


@transaction.atomic
def put_under(direction: Direction, goal: Goal, *, by: User) -> Direction:
    """Move a direction with its measures under another goal of the same plan; it stands last."""
    plan = _plan_above(direction)
    hold_plan(plan)
    _require_headings(by, plan)
    if goal.plan_id != plan.pk:
        raise ValidationError(_("Choose a goal of this plan."))
    if goal.pk == direction.goal_id:
        return direction
    was = str(direction.goal)
    last = goal.directions.aggregate(last=Max("position"))["last"]
    direction.goal, direction.position = goal, 0 if last is None else last + 1
    direction.full_clean()
    direction.save(update_fields=["goal", "position"])
    _touch(plan)
    record("direction.put_under", by=by, subject=direction, place=plan.place, was=was,
           became=str(goal))  # fmt: skip
    keep_plan(plan)
    return direction


@transaction.atomic
def renumber_heading(heading: Heading, *, by: User, code: str) -> Heading:
    """Give a goal or a direction another number, as long as no edition has printed the old one."""
    plan, code = _plan_above(heading), tidy(code)
    _require_headings(by, plan)
    was = heading.code
    if code == was:
        return heading
    if plan.edition:
        raise ValidationError(
            _("An adopted edition names this number; it stays. Change the title or the order.")
        )
    if isinstance(heading, Direction) and (
        Direction.objects.filter(goal__plan=plan, code=code).exists()
    ):
        raise ValidationError(_("This number is already taken in the plan."))
    heading.code = code
    heading.full_clean()
    heading.save(update_fields=["code"])
    _touch(plan)
    record("heading.renumbered", by=by, subject=heading, place=plan.place, was=was, became=code)
    return heading


@transaction.atomic
def remove_heading(heading: Heading, *, by: User) -> None:
    """Take an empty goal or direction out of the plan."""
    plan = _plan_above(heading)
    _require_headings(by, plan)
    if isinstance(heading, Goal):
        if heading.directions.exists():
            raise ValidationError(_("The goal still has directions. Move or remove them first."))
    elif heading.measures.exists():
        raise ValidationError(
            _("The direction has measures, or had some that are kept. It stays in the plan.")
        )
    elif plan.drafts.filter(
        state__in=("open", "returned"), patch__direction=heading.pk
    ).exists():  # fmt: skip
        raise ValidationError(_("A change that waits puts a measure under this direction."))
    record("heading.removed", by=by, subject=heading, place=plan.place)
    heading.delete()
    _touch(plan)
