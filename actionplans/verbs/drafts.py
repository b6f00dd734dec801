"""Changing a measure: a draft waits beside it until the city decides."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from actionplans.models import ActionPlan, Measure, MeasureDraft
from actionplans.news import tell_of_returned
from actionplans.patches import NEW, Values, changed, check_patch, values_of
from actionplans.permissions import require_adoption, require_drafting
from actionplans.wording import both_texts
from cities.models import City
from coalition import clock
from coalition.errors import Conflict
from coalition.models import User
from coalition.models.journal import record
from coalition.text import tidy

WAITING = (MeasureDraft.State.OPEN, MeasureDraft.State.RETURNED)


@transaction.atomic
def draft_measure(  # noqa: PLR0913 -- what is changed, on which version, and why
    plan: ActionPlan,
    *,
    by: User,
    patch: Values,
    base_version: int = 0,
    measure: Measure | None = None,
    draft: MeasureDraft | None = None,
    draft_version: int | None = None,
    reason: str = "",
    merge: bool = False,
) -> MeasureDraft:
    """Propose a change of a measure, or a new measure; again to replace one's waiting draft.

    `base_version` and `draft_version` are what was on the screen. When somebody else saved
    meanwhile, Conflict carries who, when and both texts, and nothing is changed. With `merge`, what
    this patch changes is laid over the draft that waits; what only the other changed stays.
    """
    require_drafting(by, plan)
    waiting, replaced = lay_draft(plan, by=by, patch=patch, base_version=base_version,
                                  measure=measure, draft=draft, draft_version=draft_version,
                                  reason=reason, merge=merge)  # fmt: skip
    record("measure.drafted", by=by, subject=waiting, place=plan.place, version=waiting.version,
           fields=sorted(waiting.patch), reason=waiting.reason, **replaced)  # fmt: skip
    return waiting


def lay_draft(  # noqa: PLR0913 -- what is changed, on which version, and why
    plan: ActionPlan,
    *,
    by: User,
    patch: Values,
    base_version: int = 0,
    measure: Measure | None = None,
    draft: MeasureDraft | None = None,
    draft_version: int | None = None,
    reason: str = "",
    city: City | None = None,
    merge: bool = False,
) -> tuple[MeasureDraft, Values]:
    """Keep a checked draft; who may do so has been asked, the journal is written by the caller.

    With it comes what another person had written and this draft replaces, for that journal.
    """
    measure = _held(plan, measure)
    waiting = _waiting(plan, measure, draft)
    _refuse_stale(plan, measure, waiting, patch, base_version, draft_version, merge=merge)
    if merge and waiting:
        patch = {**waiting.patch, **changed(measure, patch)}
    clean = check_patch(plan, measure, patch, draft=waiting)
    replaced = _replaced(waiting, by, clean)
    now = clock.now()
    if waiting is None:
        waiting = MeasureDraft(plan=plan, measure=measure, by=by, at=now, patch=clean)
    else:
        waiting.version += 1
    waiting.patch, waiting.base_version, waiting.by, waiting.at = clean, base_version, by, now
    waiting.reason, waiting.state = tidy(reason)[:400], MeasureDraft.State.OPEN
    waiting.decided_by = waiting.decided_at = None
    waiting.city = city
    waiting.full_clean(exclude=["patch"])
    waiting.save()
    return waiting, replaced


def _replaced(waiting: MeasureDraft | None, by: User, clean: Values) -> Values:
    """What another person has written and this draft replaces; the journal keeps it."""
    other = waiting.patch if waiting and waiting.by_id != by.pk else {}
    gone = {name: said for name, said in other.items() if clean.get(name) != said}
    return {"replaced": gone} if gone else {}


def _held(plan: ActionPlan, measure: Measure | None) -> Measure | None:
    """The measure as it is now, locked behind its plan."""
    _hold(plan)
    if measure is None:
        return None
    rows = Measure.objects.select_for_update(of=("self",)).select_related("plan")
    return rows.get(pk=measure.pk)


def _waiting(
    plan: ActionPlan, measure: Measure | None, draft: MeasureDraft | None
) -> MeasureDraft | None:
    """The draft this one would replace, as it is now."""
    rows = plan.drafts.select_for_update(of=("self",)).select_related("by", "decided_by")
    if measure is not None:
        return rows.filter(measure=measure, state__in=WAITING).first()
    if draft is None:
        return None
    found = rows.filter(pk=draft.pk, measure=None, state__in=WAITING).first()
    if found is None:
        raise ValidationError(_("This draft has been decided meanwhile. Look at the plan."))
    return found


def _refuse_stale(  # noqa: PLR0913, PLR0917 -- both versions, and whose
    plan: ActionPlan,
    measure: Measure | None,
    waiting: MeasureDraft | None,
    patch: Values,
    base_version: int,
    draft_version: int | None,
    *,
    merge: bool,
) -> None:
    now_version = measure.version if measure else 0
    draft_now = waiting.version if waiting else None
    if base_version == now_version and draft_version == draft_now:
        return
    base = values_of(measure) if measure else NEW
    theirs = {**base, **(waiting.patch if waiting else {})}
    who, at = "", measure.changed_at if measure else None
    if waiting and draft_version != draft_now:
        who, at = str(waiting.by), waiting.at
    elif measure and (last := measure.drafts.filter(state="adopted").last()):
        who, at = str(last.decided_by), last.decided_at
    keep: dict[str, object] = {"base_version": now_version, "draft_version": draft_now or ""}
    mine, always = {**base, **patch}, frozenset[str]()
    if waiting and (merge or (draft_version is None and base_version == now_version)):
        mine, always, keep["merge"] = (
            {**theirs, **changed(measure, patch)}, frozenset(waiting.patch), 1,
        )  # fmt: skip
    raise Conflict(who=who, at=at, rows=both_texts(plan, theirs, mine, always), keep=keep)


@transaction.atomic
def withdraw_draft(draft: MeasureDraft, *, by: User) -> MeasureDraft:
    """Take a waiting draft back; the measure stays as it is."""
    require_drafting(by, draft.plan)
    draft = _locked(draft)
    if draft.state not in WAITING:
        raise ValidationError(_("This draft has been decided meanwhile. Look at the plan."))
    decide(draft, MeasureDraft.State.WITHDRAWN, by=by)
    record("draft.withdrawn", by=by, subject=draft, place=draft.plan.place)
    return draft


@transaction.atomic
def return_drafts(
    plan: ActionPlan, *, by: User, drafts: Iterable[MeasureDraft], note: str
) -> list[MeasureDraft]:
    """Give drafts back to the editor with a note of what to change."""
    require_adoption(by, plan)
    note = tidy(note)
    if not note:
        raise ValidationError({"note": _("Write what should be changed.")})
    plan.state = _hold(plan)
    returned = []
    for one in drafts:
        draft = _locked(one)
        if draft.plan_id != plan.pk or draft.state != MeasureDraft.State.OPEN:
            raise ValidationError(_("This draft has been decided meanwhile. Look at the plan."))
        decide(draft, MeasureDraft.State.RETURNED, by=by, note=note)
        record("draft.returned", by=by, subject=draft, place=plan.place, note=note)
        tell_of_returned(draft, by=by)
        returned.append(draft)
    if plan.state == ActionPlan.State.ON_REVIEW and not plan.drafts.open().exists():
        plan.state = ActionPlan.State.DRAFT
        plan.save(update_fields=["state"])
    return returned


def _hold(plan: ActionPlan) -> str:
    """Lock the plan before its drafts and measures, as adoption does; its state now."""
    rows = ActionPlan.objects.select_for_update(of=("self",)).filter(pk=plan.pk)
    return rows.values_list("state", flat=True).get()


def _locked(draft: MeasureDraft) -> MeasureDraft:
    rows = MeasureDraft.objects.select_for_update(of=("self",))
    return rows.select_related("plan__place", "plan__city", "measure").get(pk=draft.pk)


def decide(draft: MeasureDraft, state: MeasureDraft.State, *, by: User, note: str = "") -> None:
    """Write down what became of a draft."""
    draft.state, draft.note = state, note
    draft.decided_by, draft.decided_at = by, clock.now()
    draft.save(update_fields=["state", "note", "decided_by", "decided_at"])
