"""One measure instead of others: what came before stays readable, with links both ways."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import F

from actionplans.models import Measure, MeasureDraft
from actionplans.permissions import require_adoption
from coalition import clock
from coalition.models import User
from coalition.models.journal import record


def replace_measures(measure: Measure, codes: Iterable[str], *, by: User) -> None:
    """Let an adopted measure stand instead of others of its plan; those no longer named return.

    Changes that wait for a replaced measure are withdrawn: there is nothing left to change.
    """
    plan, now = measure.plan, clock.now()
    require_adoption(by, plan)
    wanted = list(codes)
    for one in measure.supersedes.exclude(code__in=wanted):
        _stand(one, Measure.State.STANDING, None)
        record("measure.returned", by=by, subject=one, place=plan.place)
    for one in plan.measures.filter(code__in=wanted, state=Measure.State.STANDING):
        _stand(one, Measure.State.SUPERSEDED, measure)
        waiting = one.drafts.filter(state__in=("open", "returned"))
        waiting.update(state=MeasureDraft.State.WITHDRAWN, decided_by=by, decided_at=now)
        record("measure.replaced", by=by, subject=one, place=plan.place, successor=str(measure))


def _stand(measure: Measure, state: Measure.State, successor: Measure | None) -> None:
    measure.state, measure.superseded_by = state, successor
    measure.changed_at = clock.now()
    measure.version = F("version") + 1  # type: ignore[assignment]
    measure.save(update_fields=["state", "superseded_by", "changed_at", "version"])
