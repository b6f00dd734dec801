"""Showing a measure to everybody, or taking it back from public view."""

from __future__ import annotations

from django.db import transaction

from actionplans.editions import fingerprint
from actionplans.figures import hold_plan, keep_plan
from actionplans.models import Measure
from actionplans.patches import values_of
from actionplans.permissions import require_adoption
from coalition import clock
from coalition.models import User
from coalition.models.journal import record
from coalition.text import tidy


@transaction.atomic
def set_visibility(measure: Measure, *, by: User, visibility: str, reason: str = "") -> Measure:
    """Let everybody see a measure, or only the city's people; at once.

    The journal keeps the fingerprint of what was shown, who decided and why.
    """
    require_adoption(by, measure.plan)
    hold_plan(measure.plan)
    measure = Measure.objects.select_for_update(of=("self",)).select_related("plan__place").get(
        pk=measure.pk
    )  # fmt: skip
    was = measure.visibility
    if was == visibility:
        return measure
    measure.visibility, measure.changed_at = visibility, clock.now()
    measure.full_clean(exclude=["plan", "direction"])
    measure.save(update_fields=["visibility", "changed_at"])
    record(
        "measure.shown" if visibility == Measure.Visibility.PUBLIC else "measure.hidden",
        by=by,
        subject=measure,
        place=measure.plan.place,
        was=was,
        became=visibility,
        reason=tidy(reason),
        sha256=fingerprint(values_of(measure)),
    )
    keep_plan(measure.plan)
    return measure


def withdraw_measure(measure: Measure, *, by: User, reason: str = "") -> Measure:
    """Take a measure back from public view at once."""
    return set_visibility(measure, by=by, visibility=Measure.Visibility.CITY, reason=reason)


def reinstate_measure(measure: Measure, *, by: User, reason: str = "") -> Measure:
    """Show a measure to everybody again."""
    return set_visibility(measure, by=by, visibility=Measure.Visibility.PUBLIC, reason=reason)
