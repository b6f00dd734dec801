"""The plan after this one: begun from it, and which of the two is on the city's table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from actionplans.models import ActionPlan, Direction, Measure, MeasureDraft
from actionplans.patches import Around, check_patch, values_of
from actionplans.permissions import require_drafting, require_work
from actionplans.prefill import taken_along
from actionplans.verbs.plans import Heading, begin_plan
from cities.models import City
from coalition import clock
from coalition.models import User
from coalition.models.journal import record

STATE = ActionPlan.State
PARTS = ("terms", "executors", "translations", "indicators", "supersedes",
         "contributions__budget_lines", "contributions__milestones")  # fmt: skip


@transaction.atomic
def begin_next_plan(
    plan: ActionPlan,
    *,
    by: User,
    title: str,
    period: tuple[date, date],
    dues: Mapping[int, date | None],
) -> ActionPlan:
    """Begin the city's next plan from the one in force; it is on the table from now on.

    Goals and directions are copied, and the measures of `dues` ({measure: new due date, or None
    while it is not known}) as drafts: without progress, readings, files and editions. The plan in
    force stays in force, public and reported on until the first edition of the next is adopted.
    """
    require_drafting(by, plan)
    plan = _held(plan)
    _refuse_unready(plan, period, dues)
    measures = list(plan.measures.standing().filter(pk__in=dues).prefetch_related(*PARTS))
    if len(measures) != len(dues):
        raise ValidationError(_("The plan has changed meanwhile. Choose the measures once more."))
    plan.is_current = False
    plan.save(update_fields=["is_current"])
    english = plan.translations.filter(lang="en").first()
    same = english is not None and title.strip() == plan.title
    fresh = begin_plan(plan.city, by=by, title=title, period=period, kind=plan.kind,
                       title_en=english.title if english and same else "",
                       headings=_headings_of(plan), is_example=plan.is_example)  # fmt: skip
    fresh.lang = plan.lang
    fresh.save(update_fields=["lang"])
    _lay_drafts(plan, fresh, measures, dues, by)
    record("plan.followed", by=by, subject=plan, place=plan.place, successor=str(fresh),
           measures=len(measures))  # fmt: skip
    return fresh


@transaction.atomic
def take_up_plan(plan: ActionPlan, *, by: User) -> ActionPlan:
    """Put the plan in force back on the table while the next one is prepared, or the next again.

    Nothing of either changes, nor what everybody sees. The approver does it too, to decide on
    what waits in either of them.
    """
    require_work(by, plan)
    plan = _held(plan)
    other = ActionPlan.objects.current().filter(city=plan.city).first()
    if other == plan:
        return plan
    if plan.is_joint or not plan.is_in_work or (other and other.is_prepared == plan.is_prepared):
        raise ValidationError(_("This plan has ended; it is only read."))
    ActionPlan.objects.filter(city=plan.city, is_current=True).update(is_current=False)
    plan.is_current = True
    plan.save(update_fields=["is_current"])
    record("plan.taken_up", by=by, subject=plan, place=plan.place)
    return plan


def end_plans_before(plan: ActionPlan, *, by: User) -> None:
    """With its first edition a plan takes the place of the one that was in force; that one ends."""
    before = ActionPlan.objects.filter(city=plan.city, state=STATE.ADOPTED).exclude(pk=plan.pk)
    for one in before.select_related("place"):
        one.state, one.version, one.changed_at = STATE.ARCHIVED, one.version + 1, clock.now()
        one.save(update_fields=["state", "version", "changed_at"])
        record("plan.ended", by=by, subject=one, place=one.place, successor=str(plan))


def _headings_of(plan: ActionPlan) -> list[Heading]:
    """The goals and directions of a plan, to begin another with."""
    goals = plan.goals.prefetch_related("translations", "directions__translations")
    return [
        {**_heading(goal), "directions": [
            {**_heading(line), "key": line.key} for line in goal.directions.all()
        ]}
        for goal in goals
    ]  # fmt: skip


def _heading(one: object) -> Heading:
    english = next((said for said in one.translations.all() if said.lang == "en"), None)  # type: ignore[attr-defined]
    return {"code": one.code, "title": one.title,  # type: ignore[attr-defined]
            "title_en": english.title if english else ""}  # fmt: skip


def _held(plan: ActionPlan) -> ActionPlan:
    """The plan as it is now; two who begin the next plan of one city come one after the other."""
    if plan.city_id:
        list(City.objects.select_for_update(of=("self",), no_key=True).filter(pk=plan.city_id))
    rows = ActionPlan.objects.select_for_update(of=("self",))
    return rows.select_related("place", "city").get(pk=plan.pk)


def _refuse_unready(
    plan: ActionPlan, period: tuple[date, date], dues: Mapping[int, date | None]
) -> None:
    if plan.is_joint or not plan.is_current or plan.state != STATE.ADOPTED:
        raise ValidationError(_("The next plan is begun from the plan in force."))
    if plan.city and plan.city.plans.prepared().exists():
        raise ValidationError(_("The next plan is being prepared already."))
    since, until = period
    if until < since:
        raise ValidationError({"until": _("The plan ends before it begins.")})
    if until <= plan.period_end:
        raise ValidationError({"until": _("The next plan ends later than the one in force.")})
    late = [pk for pk, due in dues.items() if due and not since <= due <= until]
    if late:
        raise ValidationError(
            {f"year_{pk}": _("This year is outside the period of the plan.") for pk in late}
        )


class _Beside(Around):
    """What stands in the new plan: its own directions, and no measures but those copied."""

    def __init__(self, plan: ActionPlan, lines: Iterable[Direction]) -> None:
        super().__init__(plan)
        self.lines = {one.pk for one in lines}

    def has_direction(self, pk: int) -> bool:
        return pk in self.lines

    def has_code(self, code: str, draft: MeasureDraft | None) -> bool:
        """Numbers are unique in the plan they come from."""
        return False


def _lay_drafts(
    plan: ActionPlan,
    fresh: ActionPlan,
    measures: list[Measure],
    dues: Mapping[int, date | None],
    by: User,
) -> None:
    """A draft for each measure, under the direction of the same number."""
    lines = list(Direction.objects.filter(goal__plan=fresh).select_related("goal"))
    ids = {(one.goal.code, one.code): one.pk for one in lines}
    old = {
        one.pk: ids[one.goal.code, one.code]
        for one in Direction.objects.filter(goal__plan=plan).select_related("goal")
    }
    around, now = _Beside(fresh, lines), clock.now()
    reason = _("From the plan %(years)s") % {"years": _years_of(plan)}
    drafts = []
    for measure in measures:
        measure.plan = plan
        due = dues[measure.pk]
        said = taken_along(values_of(measure), plan.city) | {
            "direction": old[measure.direction_id], "due_on": due or fresh.period_end,
        }  # fmt: skip
        patch = check_patch(fresh, None, said, around=around)
        patch |= {"due_on": due.isoformat() if due else None,
                  "due_precision": measure.due_precision}  # fmt: skip
        drafts.append(MeasureDraft(plan=fresh, patch=patch, by=by, at=now, reason=reason))
    MeasureDraft.objects.bulk_create(drafts, batch_size=200)


def _years_of(plan: ActionPlan) -> str:
    """The years of a plan as people name it by: 2024–2028."""
    return f"{plan.period_start.year}–{plan.period_end.year}"
