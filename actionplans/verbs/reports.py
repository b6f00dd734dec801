"""What a city does with its report of a round: sends it, answers, says its position, corrects."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from actionplans.freezing import freeze
from actionplans.models import CityReport, Correction, Measure, ProgressUpdate, Remark
from actionplans.reporting import gathered, parts_of, proposed_updates, waiting_in
from actionplans.steps import WrongMoment, become, begin, takes_reports
from actionplans.verbs.progress import approve_updates
from coalition import clock
from coalition.errors import Conflict
from coalition.models import User
from coalition.models.journal import record
from coalition.text import spoken, tidy

LONGEST = 8000
Versions = Mapping[int, int]


@transaction.atomic
def submit_report(
    report: CityReport,
    *,
    by: User,
    version: int | None = None,
    covering: str = "",
    approve: Versions | None = None,
) -> CityReport:
    """Approve the waiting updates of the period and put the report before the reviewers, at once.

    `approve` are {update: version} as they stood on the screen; one that changed since is refused
    with Conflict, and then nothing is approved and nothing is sent.
    """
    report = begin("submit", report, by, version)
    if report.round.closed_on:
        raise WrongMoment(_("This round has ended. The report of the next period is ahead."))
    if not takes_reports(report):
        raise WrongMoment(_("The city does not take part in the overview of progress now."))
    _approve(waiting_in(report), approve, by)
    report.covering, report.lang = _words(covering, "covering"), spoken()
    found = list(gathered(report).values_list("pk", flat=True))
    if not found and not report.covering:
        raise ValidationError({
            "covering": _("There is no approved update of this period. Say in a few words how "
                          "things stand, or report on a measure first.")
        })  # fmt: skip
    ProgressUpdate.objects.filter(pk__in=found).update(report=report)
    become(report, "submit")
    report.submitted_by, report.submitted_at = by, clock.now()
    report.save()
    _note("report.submitted", report, by, updates=len(found))
    return report


@transaction.atomic
def take_report_back(report: CityReport, *, by: User, version: int | None = None) -> CityReport:
    """Take a report back before proposals have come; it is prepared anew."""
    report = begin("take_back", report, by, version)
    become(report, "take_back")
    report.submitted_by, report.submitted_at = None, None
    report.save()
    report.updates.update(report=None)
    _note("report.taken_back", report, by)
    return report


@transaction.atomic
def answer_proposals(
    report: CityReport, *, by: User, words: Mapping[int, str], versions: Versions
) -> CityReport:
    """Keep the words of answers; reviewers see them only when the approver sends them all.

    `versions` are {remark: version} of the screen; one somebody else has written since is
    refused with Conflict.
    """
    report = begin("answer", report, by)
    if _write(report, words, versions):
        _note("report.answer_drafted", report, by)
    return report


@transaction.atomic
def send_answers(  # noqa: PLR0913 -- words, their versions, and what is approved with them
    report: CityReport,
    *,
    by: User,
    version: int | None = None,
    words: Mapping[int, str] | None = None,
    versions: Versions | None = None,
    approve: Versions | None = None,
) -> CityReport:
    """Send the answers to all proposals: words, new updates of the measures, or both.

    What the city has approved of these measures since the proposals came becomes part of the
    report, and so do the waiting updates that are approved here.
    """
    report = begin("send_answers", report, by, version)
    _write(report, words or {}, versions or {})
    remarks = list(report.remarks.filter(state=Remark.State.SENT))
    _approve(waiting_in(report, {one.contribution_id for one in remarks}), approve, by)
    told = _answered(report, remarks)
    ProgressUpdate.objects.filter(pk__in=told).update(report=report)
    become(report, "send_answers")
    report.answered_by, report.answered_at, report.answer_by = by, clock.now(), None
    report.save()
    _note("report.answered", report, by, answers=len(remarks), updates=len(told))
    return report


def _answered(report: CityReport, remarks: list[Remark]) -> list[int]:
    """Mark every proposal as answered; the new updates that go with the answers.

    Each needs words or an update that was approved since it came.
    """
    fresh: dict[int, list[ProgressUpdate]] = {}
    for update in proposed_updates(report, remarks):
        fresh.setdefault(update.contribution_id, []).append(update)
    asked = set(parts_of(report).values_list("pk", flat=True))  # of what is shown to reviewers
    empty = {
        f"answer_{one.pk}": _("Answer in words, or report on the measure anew.")
        for one in remarks
        if not one.answer and one.contribution_id in asked - set(fresh)
    }
    if empty:
        raise ValidationError(empty)
    for one in remarks:
        if one.contribution_id in fresh:
            one.answered_with = fresh[one.contribution_id][-1]
        one.state, one.answered_at = Remark.State.ANSWERED, clock.now()
        one.version += 1
        one.save(update_fields=["answered_with", "state", "answered_at", "version"])
    return [update.pk for updates in fresh.values() for update in updates]


@transaction.atomic
def state_position(
    report: CityReport, *, by: User, position: str, version: int | None = None
) -> CityReport:
    """Complete the overview with the city's own position, which stands beside the proposals."""
    report = begin("state_position", report, by, version)
    position = _words(position, "position")
    if not position:
        raise ValidationError({"position": _("Write the city's position.")})
    report.remarks.filter(state=Remark.State.DRAFT).delete()
    become(report, "state_position")
    report.outcome, report.position = CityReport.Outcome.CITY_POSITION, position
    report.lang = report.lang if report.covering else spoken()
    report.closed_by, report.closed_at, report.answer_by = by, clock.now(), None
    report.save()
    sha256 = freeze(report, by=by).sha256
    _note("report.position_stated", report, by, sha256=sha256)
    return report


@transaction.atomic
def add_correction(
    report: CityReport, *, by: User, text: str, measure: Measure | None = None
) -> Correction:
    """Say beside a closed report what is otherwise; the report itself stays as it was.

    The same words on the same measure stand there once, however often the button is pressed.
    """
    report = begin("correct", report, by)
    text = _words(text, "text")
    if not text:
        raise ValidationError({"text": _("Write what is to be corrected.")})
    known = report.corrections.filter(measure=measure, text=text).first()
    if known:
        return known
    said = Correction.objects.create(
        report=report, by=by, at=clock.now(), text=text, lang=spoken(), measure=measure,
        code=measure.code if measure else "",
    )  # fmt: skip
    _note("report.corrected", report, by, code=said.code, text=text[:400])
    return said


def _approve(waiting: Iterable[ProgressUpdate], approve: Versions | None, by: User) -> None:
    """Approve of the waiting updates those that were ticked, as they stood on the screen."""
    chosen = [one for one in waiting if one.pk in (approve or {})]
    if len(chosen) != len(approve or {}):
        raise Conflict
    if chosen:
        approve_updates(chosen, by=by, versions=approve)


def _write(report: CityReport, words: Mapping[int, str], versions: Versions) -> bool:
    """Keep the words of answers that differ from those there are; whether any did."""
    rows = report.remarks.select_for_update().filter(state=Remark.State.SENT, pk__in=list(words))
    written = False
    for one in rows:
        said = _words(words[one.pk], f"answer_{one.pk}")
        if said == one.answer:
            continue
        if versions.get(one.pk) != one.version:
            raise Conflict(rows=[(_("The city's answer"), one.answer, said)],
                           keep={f"version_{one.pk}": one.version})  # fmt: skip
        one.answer, one.answer_lang, one.version, written = said, spoken(), one.version + 1, True
        one.save(update_fields=["answer", "answer_lang", "version"])
    return written


def _words(text: str, field: str) -> str:
    text = tidy(text)
    if len(text) > LONGEST:
        raise ValidationError({
            field: _("At most %(number)d characters; there are %(typed)d now.")
            % {"number": LONGEST, "typed": len(text)}
        })  # fmt: skip
    return text


def _note(deed: str, report: CityReport, by: User, **details: Any) -> None:
    record(deed, by=by, subject=report, place=report.city.place, **details)
