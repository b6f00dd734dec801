"""A report as one document: what pages show of it, and what is kept for ever once it is closed."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied

from actionplans.editions import canonical
from actionplans.models import (
    CityReport,
    Contribution,
    FrozenReport,
    ProgressUpdate,
    Remark,
)
from actionplans.money import rates_for
from actionplans.patches import plain
from actionplans.reporting import parts_of, with_told
from actionplans.timeliness import could_begin
from coalition import clock
from coalition.models import User

FORMAT = "city-report/2"  # the first did not say by what the matrix counts: `_counted_by`
COUNTED_TERMS = ("hazards", "sendai_priorities")
Content = dict[str, Any]


def content_of(report: CityReport) -> Content:
    """The report as it stands; of a closed one, as it was closed."""
    frozen = FrozenReport.objects.filter(report=report).first() if report.closed_at else None
    if frozen:
        return json.loads(bytes(frozen.content))
    parts = list(with_told(parts_of(report), report))
    return {
        "format": FORMAT,
        "city": report.city.slug,
        "names": report.city.names,
        "round": _round(report),
        "submitted": _deed(report.submitted_at, report.submitted_by),
        "lang": report.lang,
        "covering": report.covering,
        "outcome": report.outcome,
        "position": report.position,
        "closed": _deed(report.closed_at, report.closed_by),
        "rates": _rates(report),
        "example": any(part.measure.plan.is_example for part in parts),
        "measures": [_measure(part, report) for part in parts],
    }


def freeze(report: CityReport, *, by: User) -> FrozenReport:
    """Keep a report that has just been closed, byte for byte, with its fingerprint."""
    if report.state != CityReport.State.CLOSED:
        raise PermissionDenied
    content = canonical(content_of(report)).encode()
    return FrozenReport.objects.create(
        report=report, content=content, sha256=hashlib.sha256(content).hexdigest(), at=clock.now()
    )


def _round(report: CityReport) -> Content:
    about = report.round
    return {"kind": about.kind, "starts_on": about.starts_on.isoformat(),
            "ends_on": about.ends_on.isoformat()}  # fmt: skip


def _rates(report: CityReport) -> Content | None:
    """The UN operational rates by which the sums of this period are told in dollars."""
    rates = rates_for(report.round.ends_on)
    if rates.month is None:
        return None
    return {
        "month": f"{rates.month:%Y-%m}",
        "per_dollar": {currency: plain(rate) for currency, rate in rates.per_dollar.items()},
        "sources": list(rates.sources),
        "example": rates.is_example,
    }


def _deed(at: datetime | None, by: User | None) -> Content | None:
    return {"at": at.isoformat(), "by": str(by)} if at else None


def _measure(part: Contribution, report: CityReport) -> Content:
    measure, updates = part.measure, part.told  # type: ignore[attr-defined]  # by `with_told`
    before = _before(part, report)
    last = updates[-1] if updates else before
    return {
        "part": part.pk,
        "measure": measure.pk,
        "code": measure.code,
        "title": measure.title,
        "lang": measure.lang,
        "translations": {one.lang: {"title": one.title} for one in measure.translations.all()},
        "joint": measure.plan.city_id is None,
        "direction": str(measure.direction),
        **_counted_by(part),
        **_due(part),
        "status": last.status if last else Contribution.Status.NOT_STARTED.value,
        "percent": last.percent if last else 0,
        "before": {"on": before.on.isoformat(), "status": before.status,
                   "percent": before.percent} if before else None,
        "updates": [_update(one, report) for one in updates],
        "remarks": [_remark(one) for one in part.asked],  # type: ignore[attr-defined]
    }  # fmt: skip


def _counted_by(part: Contribution) -> Content:
    """By what the matrix of the period counts the measure, as it was when the report was closed."""
    direction, began = part.measure.direction, could_begin(part)
    return {
        "direction_key": direction.key,
        "goal": {"id": direction.goal_id, "code": direction.goal.code,
                 "title": direction.goal.title, "lang": direction.goal.lang},
        "terms": {
            scheme: sorted(one.key for one in part.measure.terms.all() if one.scheme == scheme)
            for scheme in COUNTED_TERMS
        },
        "could_begin_on": began.isoformat() if began else None,
    }  # fmt: skip


def _due(part: Contribution) -> Content:
    """When it is due: in a joint measure the city's own day, where it has said one."""
    about = part.dated_by
    return {
        "due_on": about.due_on.isoformat() if about.due_on else None,
        "due_precision": about.due_precision,
    }


def _before(part: Contribution, report: CityReport) -> ProgressUpdate | None:
    """The last thing said before the report; of a silent measure, the last thing said at all."""
    told = {one.pk for one in part.told}  # type: ignore[attr-defined]
    first = min(((one.on, one.pk) for one in part.told), default=None)  # type: ignore[attr-defined]
    for one in reversed(part.said):  # type: ignore[attr-defined]
        limit = (one.on, one.pk) < first if first else one.on <= report.round.ends_on
        if one.pk not in told and limit:
            return one
    return None


def _update(one: ProgressUpdate, report: CityReport) -> Content:
    other = one.report if one.report_id not in (None, report.pk) else None
    return {
        "id": one.pk,
        "version": one.version,
        "on": one.on.isoformat(),
        "status": one.status,
        "percent": one.percent,
        "lang": one.lang,
        "achieved": one.achieved,
        "obstacles": one.obstacles,
        "next_steps": one.next_steps,
        "translations": {
            it.lang: {"achieved": it.achieved, "obstacles": it.obstacles,
                      "next_steps": it.next_steps}
            for it in one.translations.all()
        },
        "readings": [
            {"names": it.indicator.names, "units": it.indicator.units, "value": plain(it.value)}
            for it in one.readings.all()
        ],
        "spent": [
            {"source": it.budget_line.source, "currency": it.budget_line.currency,
             "scale": it.budget_line.scale, "amount": plain(it.amount)}
            for it in one.spendings.all()
        ],
        "approved": _deed(one.approved_at, one.approved_by),
        "report_of": _round(other) if other else None,
    }  # fmt: skip


def _remark(one: Remark) -> Content:
    return {
        "id": one.pk,
        "text": one.text,
        "lang": one.lang,
        "by": str(one.by),
        "sent_at": one.sent_at.isoformat() if one.sent_at else None,
        "update": one.update_id,
        "answer": one.answer if one.state == Remark.State.ANSWERED else "",
        "answer_lang": one.answer_lang,
        "answered_with": one.answered_with_id,
        "answered_at": one.answered_at.isoformat() if one.answered_at else None,
    }
