"""What reviewers do with a report: propose clarifications, note, step back, complete."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from actionplans.freezing import freeze
from actionplans.models import CityReport, Contribution, Recusal, Remark, ReviewNote
from actionplans.news import tell_of_proposals
from actionplans.reporting import gathered, parts_of
from actionplans.steps import become, begin
from coalition import clock
from coalition.errors import Conflict
from coalition.models import User
from coalition.models.journal import record
from coalition.text import spoken, tidy

ANSWER_DAYS = 14
LONGEST = 4000


@transaction.atomic
def propose(
    report: CityReport, *, by: User, part: Contribution, text: str, version: int = 0
) -> Remark | None:
    """Prepare a proposal for clarification on one measure; empty words drop it.

    The city sees nothing until all are sent together. `version` is that of the proposal on the
    screen, 0 where there was none; Conflict when a colleague wrote meanwhile.
    """
    report = begin("propose", report, by)
    text = _words(text)
    if not parts_of(report).filter(pk=part.pk).exists():
        raise ValidationError(_("This measure is not in the report."))
    known = report.remarks.select_for_update(of=("self",)).select_related("by").filter(
        contribution=part, state=Remark.State.DRAFT
    ).first()  # fmt: skip
    if version != (known.version if known else 0):
        raise Conflict(
            who=str(known.by) if known else "", at=known.at if known else None,
            rows=[(_("Proposal for clarification"), known.text if known else "", text)],
            keep={"version": known.version if known else 0},
        )  # fmt: skip
    if not text:
        if known:
            known.delete()
        return None
    remark = known or Remark(report=report, contribution=part)
    remark.version = version + 1
    remark.text, remark.lang, remark.by, remark.at = text, spoken(), by, clock.now()
    remark.full_clean(exclude=["update", "answered_with", "sent_at", "answered_at"])
    remark.save()
    # no place: the city's people read their journal, and this is not theirs to read yet
    record("report.proposal_prepared", by=by, subject=report)
    return remark


@transaction.atomic
def send_proposals(
    report: CityReport,
    *,
    by: User,
    version: int | None = None,
    versions: Mapping[int, int] | None = None,
    answer_by: date | None = None,
) -> CityReport:
    """Send all prepared proposals to the city together, with the day answers are hoped for.

    `versions` are {proposal: version} as the reviewer saw them.
    """
    report = begin("send_proposals", report, by, version)
    drafts = _drafts(report)
    if versions is not None and versions != {one.pk: one.version for one in drafts}:
        raise Conflict
    if not drafts:
        raise ValidationError(_("Write a proposal for at least one measure."))
    today = clock.today()
    answer_by = answer_by or today + timedelta(days=ANSWER_DAYS)
    if answer_by < today:
        raise ValidationError({"answer_by": _("This day has passed.")})
    now = clock.now()
    last = {one.contribution_id: one for one in gathered(report).order_by("on", "pk")}
    for one in drafts:
        one.update = last.get(one.contribution_id)
        one.state, one.sent_at, one.version = Remark.State.SENT, now, one.version + 1
        one.save(update_fields=["update", "state", "sent_at", "version"])
    become(report, "send_proposals")
    report.proposed_by, report.proposed_at, report.answer_by = by, now, answer_by
    report.save()
    record("report.proposed", by=by, subject=report, place=report.city.place,
           proposals=len(drafts), answer_by=answer_by.isoformat())  # fmt: skip
    tell_of_proposals(report, len(drafts), by=by)
    return report


@transaction.atomic
def close_report(report: CityReport, *, by: User, version: int | None = None) -> CityReport:
    """Complete the overview with "no remarks"; the report is frozen as it stands."""
    report = begin("close", report, by, version)
    if _drafts(report):
        raise ValidationError(_("There are proposals not sent yet. Send or remove them first."))
    become(report, "close")
    report.outcome = CityReport.Outcome.NO_REMARKS
    report.closed_by, report.closed_at = by, clock.now()
    report.save()
    sha256 = freeze(report, by=by).sha256
    record("report.closed", by=by, subject=report, place=report.city.place, sha256=sha256)
    return report


@transaction.atomic
def write_review_note(report: CityReport, *, by: User, text: str) -> ReviewNote:
    """Note something for the reviewers of the city alone; pressed twice, it is noted once."""
    report = begin("note", report, by)
    text = _words(text)
    if not text:
        raise ValidationError({"text": _("Write the note.")})
    last = report.review_notes.order_by("pk").last()
    if last and (last.by_id, last.text) == (by.pk, text):
        return last
    record("report.noted", by=by, subject=report)  # no place: the city does not read it
    return ReviewNote.objects.create(report=report, by=by, at=clock.now(), text=text)


@transaction.atomic
def recuse(report: CityReport, *, by: User, reason: str) -> Recusal:
    """Step back from a report; the journal keeps it, and a colleague goes on."""
    report = begin("recuse", report, by)
    reason = tidy(reason)
    if not reason:
        raise ValidationError({"reason": _("Say in a few words why.")})
    known = report.recusals.filter(reviewer=by).first()
    if known:
        return known
    step = Recusal(report=report, reviewer=by, reason=reason, at=clock.now())
    step.full_clean()
    step.save()
    record("report.recused", by=by, subject=report, place=report.city.place, reason=reason)
    return step


def _drafts(report: CityReport) -> list[Remark]:
    """The proposals not sent yet; those on measures the city no longer shows are dropped."""
    rows = report.remarks.filter(state=Remark.State.DRAFT)
    rows.exclude(contribution__in=parts_of(report).values("pk")).delete()
    return list(rows.select_for_update())


def _words(text: str) -> str:
    text = tidy(text)
    if len(text) > LONGEST:
        raise ValidationError({
            "text": _("At most %(number)d characters; there are %(typed)d now.")
            % {"number": LONGEST, "typed": len(text)}
        })  # fmt: skip
    return text
