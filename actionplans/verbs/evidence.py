"""Files and links beside a measure: putting them there, showing them, taking them away."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from actionplans.figures import hold_plan, keep_plan
from actionplans.models import ActionPlan, Evidence, Measure
from actionplans.permissions import may_decide, require_adoption, require_drafting
from coalition import clock
from coalition.attachments import attach, withdraw_attachment
from coalition.models import User
from coalition.models.journal import record
from coalition.text import tidy

MOST = 40  # beside one measure


@transaction.atomic
def add_evidence(  # noqa: PLR0913 -- a file or a link, its name, and for whom
    measure: Measure,
    *,
    by: User,
    title: str = "",
    url: str = "",
    file: UploadedFile | None = None,
    visibility: str = Measure.Visibility.CITY,
    is_open: bool = False,
) -> Evidence:
    """Put a file or a link beside a measure; for everybody at once only by who decides.

    `is_open` is the person's word that it holds nothing of restricted distribution.
    """
    plan = measure.plan
    _require_hand(by, plan, visibility)
    if not is_open:
        raise ValidationError(
            {"is_open": _("Confirm that it holds no information of restricted distribution.")}
        )
    if bool(url) == bool(file):
        raise ValidationError({"file": _("Choose a file or write an address, one of the two.")})
    hold_plan(plan)
    if measure.evidence.kept().count() >= MOST:
        raise ValidationError(_("There are many files here already; take some away first."))
    evidence = Evidence(
        measure=measure, url=url, visibility=visibility, by=by, at=clock.now(), title=tidy(title)
    )
    if file:
        try:
            evidence.attachment = attach(file, by=by, owner=measure, place=plan.place)
        except ValidationError as refusal:
            raise ValidationError({"file": refusal.messages}) from None
    evidence.title = (evidence.title or str(evidence.attachment or url))[:200]
    evidence.full_clean(exclude=["measure", "attachment", "by"])
    evidence.save()
    record("evidence.added", by=by, subject=measure, place=plan.place, title=evidence.title,
           visibility=visibility)  # fmt: skip
    keep_plan(plan)
    return evidence


def _require_hand(by: User, plan: ActionPlan, visibility: str) -> None:
    """What everybody sees is the approver's; what stays inside, also the editor's."""
    if visibility == Measure.Visibility.PUBLIC:
        require_adoption(by, plan)
    elif not may_decide(by, plan.city):
        require_drafting(by, plan)


@transaction.atomic
def show_evidence(evidence: Evidence, *, by: User, visibility: str) -> Evidence:
    """Let everybody open a file or a link beside a measure, or only the city's people."""
    plan = evidence.measure.plan
    require_adoption(by, plan)
    if visibility not in Measure.Visibility.values:
        raise ValidationError(_("Choose from the list."))
    evidence = _held(evidence)
    if evidence.withdrawn_at or evidence.visibility == visibility:
        return evidence
    evidence.visibility = visibility
    evidence.save(update_fields=["visibility"])
    deed = "evidence.shown" if visibility == Measure.Visibility.PUBLIC else "evidence.hidden"
    record(deed, by=by, subject=evidence.measure, place=plan.place, title=evidence.title)
    keep_plan(plan)
    return evidence


@transaction.atomic
def withdraw_evidence(evidence: Evidence, *, by: User) -> Evidence:
    """Take a file or a link away for good; what everybody sees, only by who decides."""
    plan = evidence.measure.plan
    evidence = _held(evidence)
    _require_hand(by, plan, evidence.visibility)
    if evidence.withdrawn_at:
        return evidence
    evidence.withdrawn_at = clock.now()
    evidence.save(update_fields=["withdrawn_at"])
    if evidence.attachment:
        withdraw_attachment(evidence.attachment, by=by, owner=evidence.measure)
    record("evidence.withdrawn", by=by, subject=evidence.measure, place=plan.place,
           title=evidence.title)  # fmt: skip
    keep_plan(plan)
    return evidence


def _held(evidence: Evidence) -> Evidence:
    """The row as it is now, while nobody else changes what stands beside the plan's measures."""
    hold_plan(evidence.measure.plan)
    rows = Evidence.objects.select_for_update(of=("self",)).select_related("attachment__place")
    fresh = rows.get(pk=evidence.pk)
    fresh.measure = evidence.measure
    return fresh
