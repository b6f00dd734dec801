"""The words of a joint measure: drafted by one city, in force once every city has agreed."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from actionplans.concord import (
    HAND_OVER,
    check_together,
    is_agreed,
    may_word,
    words_on,
)
from actionplans.models import (
    ActionPlan,
    Agreement,
    Contribution,
    Coordination,
    Edition,
    Measure,
    MeasureDraft,
)
from actionplans.patches import Values
from actionplans.permissions import require_decision, require_participation
from actionplans.verbs.adoption import adopt_drafts
from actionplans.verbs.drafts import WAITING, decide, lay_draft
from actionplans.verbs.joint import tell
from cities.models import City
from coalition import clock
from coalition.errors import Conflict
from coalition.models import User
from coalition.permissions import require
from coalition.text import tidy


@transaction.atomic
def draft_joint(  # noqa: PLR0913 -- whose draft it is, on which version, and why
    plan: ActionPlan,
    city: City,
    *,
    by: User,
    patch: Values,
    base_version: int = 0,
    measure: Measure | None = None,
    draft: MeasureDraft | None = None,
    draft_version: int | None = None,
    reason: str = "",
) -> MeasureDraft:
    """Propose words of a joint measure to its cities; what was agreed before is asked anew.

    The coordinating city drafts; any city of the measure may propose who coordinates.
    """
    require(by, "edit", city)
    require_participation(plan, city)
    plan = ActionPlan.objects.locked(plan)
    if measure is not None:
        _require_part(measure, city)
    waiting = draft or (measure.drafts.filter(state__in=WAITING).first() if measure else None)
    if not may_word(city, measure, waiting):
        is_own = waiting is None or waiting.city_id == city.pk
        if measure is None or not is_own or set(patch) - set(HAND_OVER):
            raise PermissionDenied
    check_together(plan, measure, patch)
    laid, replaced = lay_draft(
        plan, by=by, patch=patch, base_version=base_version, measure=measure, draft=draft,
        draft_version=draft_version, reason=reason, city=city,
    )  # fmt: skip
    tell(_concerned(laid, city), "joint.drafted", by=by, subject=laid, city=city.name,
         version=laid.version, fields=sorted(laid.patch), reason=laid.reason,
         **replaced)  # fmt: skip
    return laid


def _require_part(measure: Measure, city: City) -> None:
    """Refuse a city that does not take part in this measure."""
    if not Contribution.objects.filter(measure=measure, city=city).standing().exists():
        raise PermissionDenied


def _concerned(draft: MeasureDraft, city: City) -> list[City]:
    """The cities whose word the draft needs, and the one that drafted it."""
    found = {word.city.pk: word.city for word in words_on(draft)}
    return list({**found, city.pk: city}.values())


@transaction.atomic
def withdraw_joint(draft: MeasureDraft, city: City, *, by: User) -> MeasureDraft:
    """Take a draft of a joint measure back; the city that drafted it does so."""
    require(by, "edit", city)
    if draft.city_id != city.pk:
        raise PermissionDenied
    ActionPlan.objects.locked(draft.plan)
    draft = _fresh(draft)
    if draft.state not in WAITING:
        raise ValidationError(_("This draft has been decided meanwhile. Look at the plan."))
    decide(draft, MeasureDraft.State.WITHDRAWN, by=by)
    tell(_concerned(draft, city), "joint.draft_withdrawn", by=by, subject=draft, city=city.name)
    return draft


@transaction.atomic
def give_word(  # noqa: PLR0913 -- a word has a note, and an act where there is one
    draft: MeasureDraft,
    city: City,
    *,
    by: User,
    version: int,
    agrees: bool,
    note: str = "",
    act_kind: str = "",
    act_number: str = "",
    act_date: date | None = None,
) -> Edition | None:
    """Say whether a city agrees to a draft as it saw it; with the last yes it takes effect.

    The edition it became part of, or None while the word of another city is awaited.
    """
    require_decision(by, city)
    plan = ActionPlan.objects.locked(draft.plan)
    draft = _fresh(draft)
    if draft.state != MeasureDraft.State.OPEN or draft.version != version:
        raise Conflict(who=str(draft.decided_by or draft.by), at=draft.decided_at or draft.at)
    if city.pk not in {word.city.pk for word in words_on(draft)}:
        raise PermissionDenied
    note = tidy(note)
    if not agrees and not note:
        raise ValidationError({"note": _("Write what should be changed.")})
    if act_date and act_date > clock.today():
        raise ValidationError({"act_date": _("The act is dated after today.")})
    Agreement.objects.update_or_create(
        draft=draft, city=city, version=draft.version,
        defaults={"agrees": agrees, "note": note, "by": by, "at": clock.now(),
                  "act_kind": tidy(act_kind), "act_number": tidy(act_number),
                  "act_date": act_date},
    )  # fmt: skip
    cities = _concerned(draft, city)
    deed = "joint.draft_agreed" if agrees else "joint.draft_not_agreed"
    tell(cities, deed, by=by, subject=draft, city=city.name, version=draft.version, note=note)
    return _take_effect(plan, _fresh(draft), cities, by) if agrees else None


def _take_effect(
    plan: ActionPlan, draft: MeasureDraft, cities: list[City], by: User
) -> Edition | None:
    """Once every city has agreed, by the will of all, the draft becomes part of the plan."""
    if not is_agreed(words_on(draft)):
        return None
    check_together(plan, draft.measure, draft.patch)
    edition = adopt_drafts(plan, by=User.system(), drafts=[draft])
    draft = _fresh(draft)
    if set(HAND_OVER) & set(draft.patch):
        Coordination.objects.filter(measure=draft.measure, ended_on=None).update(agreed=draft)
    tell(cities, "joint.adopted", by=by, subject=draft.measure or plan, edition=edition.number,
         sha256=edition.sha256)  # fmt: skip
    return edition


def _fresh(draft: MeasureDraft) -> MeasureDraft:
    rows = MeasureDraft.objects.select_for_update(of=("self",))
    rows = rows.select_related("plan__place", "plan__city", "measure__plan", "by", "decided_by")
    return rows.prefetch_related("agreements").get(pk=draft.pk)
