"""What the city takes back from public view and shows again: a plan, an edition, a scan."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from actionplans.editions import content_of, fingerprint
from actionplans.figures import hold_plan, keep_plan
from actionplans.models import ActionPlan, Edition
from actionplans.permissions import require_adoption
from coalition import clock
from coalition.models import User
from coalition.models.journal import record
from coalition.text import tidy


@transaction.atomic
def withdraw_plan(plan: ActionPlan, *, by: User, reason: str = "") -> ActionPlan:
    """Take the whole plan back from public view at once: pages, lists, files, API, editions.

    It stays with the city, which goes on working on it; the journal keeps who, why and the
    fingerprint of what was shown.
    """
    plan = _locked(plan, by)
    if plan.state == ActionPlan.State.WITHDRAWN:
        return plan
    if not plan.is_public:
        raise ValidationError(_("Only what everybody sees can be taken back."))
    _turn(plan, ActionPlan.State.WITHDRAWN)
    record("plan.withdrawn", by=by, subject=plan, place=plan.place, reason=tidy(reason),
           sha256=fingerprint(content_of(plan)))  # fmt: skip
    return plan


@transaction.atomic
def reinstate_plan(plan: ActionPlan, *, by: User, reason: str = "") -> ActionPlan:
    """Show a plan again that the city had taken back."""
    plan = _locked(plan, by)
    if plan.state != ActionPlan.State.WITHDRAWN:
        return plan
    _turn(plan, ActionPlan.State.ADOPTED if plan.is_current else ActionPlan.State.ARCHIVED)
    record("plan.reinstated", by=by, subject=plan, place=plan.place, reason=tidy(reason))
    return plan


@transaction.atomic
def show_edition(
    edition: Edition, *, by: User, is_shown: bool, shows_scan: bool, reason: str = ""
) -> Edition:
    """Show an edition and the scan of its act to everybody, or take either back."""
    require_adoption(by, edition.plan)
    rows = Edition.objects.select_for_update(of=("self",))
    edition = rows.select_related("plan__place", "scan").get(pk=edition.pk)
    was = {"is_shown": edition.is_shown, "shows_scan": edition.shows_scan}
    became = {"is_shown": is_shown, "shows_scan": shows_scan and edition.scan is not None}
    if was == became:
        return edition
    for name, value in became.items():
        setattr(edition, name, value)
    edition.save(update_fields=list(became))
    record("edition.shown" if is_shown else "edition.hidden", by=by, subject=edition,
           place=edition.plan.place, was=was, became=became, reason=tidy(reason),
           sha256=edition.sha256)  # fmt: skip
    return edition


def _locked(plan: ActionPlan, by: User) -> ActionPlan:
    require_adoption(by, plan)
    hold_plan(plan)
    rows = ActionPlan.objects.select_for_update(of=("self",))
    return rows.select_related("place", "city").get(pk=plan.pk)


def _turn(plan: ActionPlan, state: ActionPlan.State) -> None:
    plan.state, plan.version, plan.changed_at = state, plan.version + 1, clock.now()
    plan.save(update_fields=["state", "version", "changed_at"])
    keep_plan(plan)
