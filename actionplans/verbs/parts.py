"""A city's own part of a joint measure: drafted, adopted and shown by that city alone."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from actionplans.concord import takes_part
from actionplans.editions import fingerprint
from actionplans.figures import keep
from actionplans.laying import with_days, write_rows
from actionplans.models import ActionPlan, BudgetLine, Contribution, Measure, Milestone, PartDraft
from actionplans.parts import check_part, values_of_part
from actionplans.patches import Values, day_of
from actionplans.permissions import require_decision
from actionplans.verbs.adoption import freeze
from actionplans.verbs.joint import NO_ACT, tell
from actionplans.wording import both_parts
from cities.models import City
from coalition import clock
from coalition.errors import Conflict
from coalition.models import User
from coalition.models.journal import record
from coalition.permissions import require
from coalition.text import tidy

State = PartDraft.State
WAITING = (State.OPEN, State.RETURNED)
PLAIN = ("words", "lead", "due_precision", "finance")


@transaction.atomic
def draft_part(  # noqa: PLR0913 -- what is changed, on which version, and why
    part: Contribution,
    *,
    by: User,
    patch: Values,
    base_version: int,
    draft_version: int | None = None,
    reason: str = "",
) -> PartDraft:
    """Propose a change of the city's own part; again to replace the draft that waits."""
    require(by, "edit", part)
    part = _locked(part)
    waiting = part.drafts.select_for_update(of=("self",)).waiting().select_related("by").first()
    if part.edition != base_version or (waiting and waiting.version) != draft_version:
        raise Conflict(
            who=str(waiting.by) if waiting else "",
            at=waiting.at if waiting else part.changed_at,
            rows=both_parts({**values_of_part(part), **(waiting.patch if waiting else {})},
                            {**values_of_part(part), **patch}),
            keep={"base_version": part.edition,
                  "draft_version": waiting.version if waiting else ""},
        )  # fmt: skip
    clean = check_part(part, patch)
    draft = waiting or PartDraft(contribution=part, version=0)
    draft.version += 1
    draft.patch, draft.base_version, draft.by, draft.at = clean, base_version, by, clock.now()
    draft.reason, draft.state, draft.note = tidy(reason)[:400], State.OPEN, ""
    draft.decided_by = draft.decided_at = None
    draft.save()
    record("joint.part_drafted", by=by, subject=part.measure, place=part.city.place,
           version=draft.version, fields=sorted(clean), reason=draft.reason)  # fmt: skip
    return draft


@transaction.atomic
def withdraw_part(draft: PartDraft, *, by: User) -> PartDraft:
    """Take a waiting draft of the city's part back."""
    require(by, "edit", draft)
    draft, part = _waiting(draft, None)
    _decide(draft, by, State.WITHDRAWN)
    record("joint.part_draft_withdrawn", by=by, subject=part.measure, place=part.city.place)
    return draft


@transaction.atomic
def return_part(draft: PartDraft, *, by: User, version: int, note: str) -> PartDraft:
    """Give a draft of the city's part back to the editor with a note."""
    require_decision(by, draft.contribution.city)
    note = tidy(note)
    if not note:
        raise ValidationError({"note": _("Write what should be changed.")})
    draft, part = _waiting(draft, version)
    _decide(draft, by, State.RETURNED, note)
    record("joint.part_returned", by=by, subject=part.measure, place=part.city.place, note=note)
    return draft


@transaction.atomic
def adopt_part(draft: PartDraft, *, by: User, version: int) -> Contribution:
    """Make the draft the city's part; the plan as it now stands is frozen as an edition."""
    require_decision(by, draft.contribution.city)
    draft, part = _waiting(draft, version)
    if draft.state != State.OPEN or part.edition != draft.base_version:
        raise Conflict(who=str(draft.by), at=draft.at)
    clean, base = check_part(part, draft.patch), values_of_part(part)
    _write(part, clean)
    _decide(draft, by, State.ADOPTED)
    record("joint.part_adopted", by=by, subject=part.measure, place=part.city.place,
           drafted_by=str(draft.by), was={name: base[name] for name in clean},
           became=clean, city=part.city.name)  # fmt: skip
    if part.visibility == Measure.Visibility.PUBLIC:
        _freeze(part, by)
        tell(_others(part), "joint.part_adopted", by=by, subject=part.measure, city=part.city.name)
    keep(part.city_id)
    return part


@transaction.atomic
def show_part(part: Contribution, *, by: User, visibility: str, reason: str = "") -> Contribution:
    """Show the city's part to everybody, or take it back from public view at once."""
    require_decision(by, part.city)
    if visibility not in Measure.Visibility.values:
        raise ValidationError(_("Choose from the list."))
    ActionPlan.objects.locked(part.measure.plan)
    rows = Contribution.objects.select_for_update(of=("self",))
    part = rows.select_related("city__place", "measure__plan").get(pk=part.pk)
    if not part.measure.plan.is_joint:
        raise PermissionDenied
    if part.visibility == visibility:
        return part
    part.visibility, part.changed_at = visibility, clock.now()
    part.save(update_fields=["visibility", "changed_at"])
    shown = visibility == Measure.Visibility.PUBLIC
    record("joint.part_shown" if shown else "joint.part_hidden", by=by, subject=part.measure,
           place=part.city.place, reason=tidy(reason), city=part.city.name,
           sha256=fingerprint(values_of_part(part)))  # fmt: skip
    if shown:
        _freeze(part, by)
    keep(part.city_id)
    return part


def _write(part: Contribution, values: Values) -> None:
    for name in PLAIN:
        if name in values:
            setattr(part, name, values[name])
    if "due_on" in values:
        part.due_on = day_of(values["due_on"])
    part.version, part.edition = part.version + 1, part.edition + 1
    part.changed_at = clock.now()
    part.full_clean(exclude=["measure", "city"])
    part.save()
    owner: dict[str, Any] = {"contribution": part}
    if "budget" in values:
        write_rows(part.budget_lines, BudgetLine, owner, values["budget"])
    if "milestones" in values:
        write_rows(part.milestones, Milestone, owner, with_days(part, values["milestones"]))


def _freeze(part: Contribution, by: User) -> None:
    plan = ActionPlan.objects.locked(part.measure.plan)
    if plan.edition and part.measure.state == Measure.State.STANDING:
        freeze(plan, by=by, act=dict(NO_ACT), adopted_on=clock.today())


def _others(part: Contribution) -> list[City]:
    standing = Contribution.objects.filter(measure=part.measure).standing()
    rows = City.objects.filter(pk__in=standing.values("city")).exclude(pk=part.city_id)
    return list(rows.select_related("place"))


def _locked(part: Contribution) -> Contribution:
    """The part as it is now, of a city that takes part; others have nothing to change."""
    ActionPlan.objects.locked(part.measure.plan)
    rows = Contribution.objects.select_for_update(of=("self",))
    part = rows.select_related("city__place", "measure__plan").get(pk=part.pk)
    if not takes_part(part.measure.plan, part.city):
        raise PermissionDenied
    if part.left_on or part.measure.state != Measure.State.STANDING:
        raise ValidationError(_("The city has left this joint measure; its part is history."))
    return part


def _waiting(draft: PartDraft, version: int | None) -> tuple[PartDraft, Contribution]:
    part = _locked(draft.contribution)
    rows = PartDraft.objects.select_for_update(of=("self",)).select_related("by", "decided_by")
    draft = rows.get(pk=draft.pk)
    if draft.state not in WAITING or version not in (None, draft.version):
        raise Conflict(who=str(draft.decided_by or draft.by), at=draft.decided_at or draft.at)
    draft.contribution = part
    return draft, part


def _decide(draft: PartDraft, by: User, state: PartDraft.State, note: str = "") -> None:
    draft.state, draft.note = state, note
    draft.decided_by, draft.decided_at = by, clock.now()
    draft.save(update_fields=["state", "note", "decided_by", "decided_at"])
