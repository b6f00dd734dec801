"""The city adopts: drafts become the plan, and the plan as it now stands is frozen."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from actionplans.checklist import refuse_undated
from actionplans.editions import content_of, fingerprint
from actionplans.figures import hold_plan, keep_plan
from actionplans.models import ActionPlan, Edition, Measure, MeasureDraft
from actionplans.patches import NEW, check_patch, values_of
from actionplans.permissions import require_adoption
from actionplans.placing import arranged
from actionplans.verbs.following import end_plans_before
from actionplans.verbs.writing import write_measure
from coalition import clock
from coalition.attachments import attach
from coalition.errors import Conflict
from coalition.models import User
from coalition.models.journal import record
from coalition.text import tidy


@transaction.atomic
def adopt_drafts(  # noqa: PLR0913 -- an act has a kind, a number, a date and a signatory
    plan: ActionPlan,
    *,
    by: User,
    drafts: Iterable[MeasureDraft],
    versions: dict[int, int] | None = None,
    act_kind: str = "",
    act_number: str = "",
    act_date: date | None = None,
    act_signatory: str = "",
    scan: UploadedFile | None = None,
    shows_scan: bool = False,
) -> Edition:
    """Make drafts part of the plan, by a click or by a signed act, and freeze an edition.

    The scan of the act stays with the edition, for the city alone unless `shows_scan`. A plan that
    the city has taken back stays taken back.

    `versions` are {draft: version} as the approver saw them; a draft that changed since is
    refused with Conflict, and then nothing is adopted.
    """
    require_adoption(by, plan)
    hold_plan(plan)
    plan = ActionPlan.objects.select_for_update(of=("self",)).select_related("place", "city").get(
        pk=plan.pk
    )  # fmt: skip
    rows = MeasureDraft.objects.select_for_update(of=("self",)).select_related("measure", "by")
    chosen = list(rows.filter(pk__in=[one.pk for one in drafts], plan=plan).order_by("pk"))
    if not chosen:
        raise ValidationError(_("Choose at least one change."))
    if act_date and act_date > clock.today():
        raise ValidationError({"act_date": _("The act is dated after today.")})
    refuse_undated(chosen)
    _adopt_all(plan, chosen, by, versions or {})
    act: dict[str, Any] = {"act_kind": tidy(act_kind), "act_number": tidy(act_number),
           "act_signatory": tidy(act_signatory)}  # fmt: skip
    edition = freeze(plan, by=by, act=act, adopted_on=act_date or clock.today())
    plan.drafts.filter(pk__in=[one.pk for one in chosen]).update(edition=edition)
    keep_plan(plan)
    return _with_scan(edition, by, scan, shows_scan=shows_scan) if scan else edition


def _adopt_all(
    plan: ActionPlan, drafts: list[MeasureDraft], by: User, versions: dict[int, int]
) -> None:
    moved = {}
    for draft in sorted(drafts, key=_in_turn):
        place = draft.patch.get("place")
        _adopt(plan, draft, by, versions.get(draft.pk, draft.version))
        if place is not None and draft.measure_id:
            moved[draft.measure_id] = place
    _settle(plan, moved)


def _in_turn(draft: MeasureDraft) -> tuple[bool, datetime]:
    """A measure is changed first and then replaced; places are taken in the order of asking."""
    return bool(draft.patch.get("replaces")), draft.at


def _settle(plan: ActionPlan, moved: dict[int, int]) -> None:
    """Put the measures into the order that was adopted; numbers and versions stay."""
    standing = list(plan.measures.standing().order_by("position", "pk"))
    known = {one.pk: one for one in standing}
    changed = []
    order = arranged(known, {pk: place for pk, place in moved.items() if pk in known})
    for place, pk in enumerate(order):
        if known[pk].position != place:
            known[pk].position = place
            changed.append(known[pk])
    Measure.objects.bulk_update(changed, ["position"], batch_size=500)


def _with_scan(edition: Edition, by: User, scan: UploadedFile, *, shows_scan: bool) -> Edition:
    edition.scan = attach(scan, by=by, owner=edition, place=edition.plan.place)
    edition.shows_scan = shows_scan
    edition.save(update_fields=["scan", "shows_scan"])
    return edition


def freeze(plan: ActionPlan, *, by: User, act: dict[str, Any], adopted_on: date) -> Edition:
    """Keep the plan as it now stands under the next number; the plan's row is locked."""
    content, now = content_of(plan), clock.now()
    edition = Edition(
        plan=plan,
        number=plan.edition + 1,
        content=content,
        sha256=fingerprint(content),
        adopted_on=adopted_on,
        by=by,
        at=now,
        **act,
    )
    edition.full_clean(exclude=["content"])
    edition.save()
    if plan.state != ActionPlan.State.WITHDRAWN:
        plan.state = ActionPlan.State.ADOPTED
    plan.edition = edition.number
    plan.version, plan.adopted_on, plan.changed_at = plan.version + 1, adopted_on, now
    for name, said in act.items():  # adopted by a click, it has no act, whatever the last had
        setattr(plan, name, said)
    plan.save()
    record("plan.adopted", by=by, subject=plan, place=plan.place, edition=edition.number,
           sha256=edition.sha256, adopted_on=adopted_on.isoformat(), **act)  # fmt: skip
    if edition.number == 1 and plan.city_id:
        end_plans_before(plan, by=by)
    return edition


def _adopt(plan: ActionPlan, draft: MeasureDraft, by: User, seen: int) -> None:
    measure = draft.measure
    if draft.state != MeasureDraft.State.OPEN or draft.version != seen:
        raise Conflict(who=str(draft.decided_by or draft.by), at=draft.decided_at or draft.at)
    if measure and measure.version != draft.base_version:
        raise Conflict(at=measure.changed_at)
    clean = check_patch(plan, measure, draft.patch, draft=draft)
    base = values_of(measure) if measure else NEW
    draft.measure = write_measure(plan, measure, clean, by=by)
    draft.state, draft.decided_by, draft.decided_at = MeasureDraft.State.ADOPTED, by, clock.now()
    draft.save(update_fields=["measure", "state", "decided_by", "decided_at"])
    record(
        "measure.adopted",
        by=by,
        subject=draft.measure,
        place=plan.place,
        version=draft.measure.version,
        drafted_by=str(draft.by),
        reason=draft.reason,
        was={name: base[name] for name in clean} if measure else {},
        became=clean,
    )
