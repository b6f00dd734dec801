"""The order of measures: every move is a draft, as any other change of the plan."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from actionplans.models import ActionPlan, MeasureDraft
from actionplans.permissions import require_drafting
from actionplans.placing import Item, line_up
from actionplans.verbs.drafts import draft_measure, withdraw_draft
from coalition.models import User


@transaction.atomic
def arrange_measure(plan: ActionPlan, key: str, *, by: User, up: bool) -> Item:
    """Put a measure, or a new one that waits, before or after its neighbour in the direction.

    `key` is the one of its `Item`. A neighbour that was moved itself gives its place in return.
    """
    require_drafting(by, plan)
    order = line_up(plan)
    item = next((one for one in order if one.key == key), None)
    if item is None:
        raise ValidationError(_("This measure is no longer in the plan. Look at the plan."))
    beside = [one for one in order if one.direction == item.direction]
    wanted = beside.index(item) + (-1 if up else 1)
    if not 0 <= wanted < len(beside):
        return item
    neighbour = beside[wanted]
    place, its = order.index(neighbour), order.index(item)
    _place(plan, item, place, by)
    if neighbour.draft and neighbour.draft.patch.get("place") is not None:
        _place(plan, neighbour, its, by)
    return item


def _place(plan: ActionPlan, item: Item, place: int, by: User) -> None:
    draft, measure = item.draft, item.measure
    if draft and draft.state == MeasureDraft.State.RETURNED:
        raise ValidationError(
            _("The change of %(code)s came back with a note. Correct it first.")
            % {"code": item.code}
        )
    patch = {**(draft.patch if draft else {}), "place": place}
    if measure and measure.position == place and _moves_alone(plan, item):
        del patch["place"]
        if not patch and draft:
            withdraw_draft(draft, by=by)
            return
    draft_measure(
        plan,
        by=by,
        measure=measure,
        draft=draft,
        patch=patch,
        base_version=measure.version if measure else 0,
        draft_version=draft.version if draft else None,
        reason=draft.reason if draft else "",
    )


def _moves_alone(plan: ActionPlan, item: Item) -> bool:
    """Whether nothing else waits to be moved, so that the old place is the place again."""
    others = plan.drafts.filter(state__in=("open", "returned"), patch__has_key="place")
    if item.draft:
        others = others.exclude(pk=item.draft.pk)
    return not others.exists()
