"""What a city says about its part of a measure: said by an editor, live once approved."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from actionplans.editions import fingerprint
from actionplans.figures import hold, keep
from actionplans.models import (
    CityLetter,
    Contribution,
    Measure,
    ProgressUpdate,
    Reading,
    Spending,
    StepDone,
    UndpTranslation,
)
from actionplans.permissions import may_decide, require_decision
from actionplans.saying import WORDS, Said, check_said, said_by
from actionplans.wording import both_reports
from coalition import clock
from coalition.attachments import owner_key, withdraw_attachment
from coalition.errors import Conflict
from coalition.models import Attachment, User
from coalition.models.journal import record
from coalition.notifications import notify
from coalition.permissions import may, require
from coalition.text import tidy

State = ProgressUpdate.State
WAITING = (State.SUBMITTED, State.RETURNED)


@transaction.atomic
def report_progress(  # noqa: PLR0913 -- what a report says
    contribution: Contribution,
    *,
    by: User,
    status: str,
    percent: int,
    achieved: str,
    key: uuid.UUID,
    on: date | None = None,
    obstacles: str = "",
    next_steps: str = "",
    readings: Mapping[int, Decimal] | None = None,
    spent: Mapping[int, Decimal] | None = None,
    steps: Collection[int] = (),
    letter: CityLetter | None = None,
    lang: str = "ru",
) -> ProgressUpdate:
    """Say how a city's part of a measure goes; it waits for the city's approver.

    `steps` are those said to be done; `letter` is the one by which the city sent its words.
    The same author and key with the same content give the update there is; with other content,
    or while another update waits, Conflict.
    """
    _require_saying(by, contribution, letter)
    part = _refuse_left(_locked_part(contribution))
    same = ProgressUpdate.objects.filter(by=by, key=key).first()
    said = check_said(part, {
        "status": status, "percent": percent, "achieved": achieved, "on": on,
        "obstacles": obstacles, "next_steps": next_steps, "readings": readings, "spent": spent,
        "steps": steps,
    }, again=same is not None)  # fmt: skip
    if same and same.contribution_id == part.pk and said_by(same) == said:
        return same
    if found := same or part.updates.filter(state__in=WAITING).select_related("by").first():
        raise _conflict(found, part, said)
    now = clock.now()
    update = ProgressUpdate(contribution=part, by=by, at=now, key=key, lang=lang, letter=letter)
    _write(update, part, said)
    _record_report(update, part, by, said)
    return update


def _require_saying(by: User, part: Contribution, letter: CityLetter | None) -> None:
    """Refuse unless the person may report: its editor; with a letter the approver too."""
    if letter:
        _require_same_city(letter, part)
    if not (letter and may_decide(by, part.city)):
        require(by, "edit", part)


def _record_report(update: ProgressUpdate, part: Contribution, by: User, said: Said) -> None:
    """Write down that somebody reported, and by which letter if it came by one."""
    details = {name: said[name] for name in ("status", "percent", "on")}
    letter = update.letter
    if letter:
        details |= {"letter": letter.number, "letter_date": letter.date.isoformat(),
                    "sender": letter.sender}  # fmt: skip
    deed = "progress.reported_by_letter" if letter else "progress.reported"
    record(deed, by=by, subject=part.measure, place=part.city.place, update=update.pk, **details)


@transaction.atomic
def revise_update(
    update: ProgressUpdate, *, by: User, version: int, **words: Any
) -> ProgressUpdate:
    """Correct an update that has not been approved yet; a returned one is submitted again.

    `version` is the one on the screen; Conflict when somebody else saved meanwhile.
    """
    require(by, "edit", update)
    update, part = _locked(update)
    changed = {**said_by(update), **words}
    if update.state not in WAITING or update.version != version:
        raise _conflict(update, part, changed)
    said = check_said(part, changed)
    update.version += 1
    update.state, update.by, update.at, update.note = State.SUBMITTED, by, clock.now(), ""
    _write(update, part, said)
    record("progress.revised", by=by, subject=part.measure, place=part.city.place,
           update=update.pk, version=update.version, status=said["status"],
           percent=said["percent"])  # fmt: skip
    return update


@transaction.atomic
def approve_updates(
    updates: Iterable[ProgressUpdate], *, by: User, versions: Mapping[int, int] | None = None
) -> list[ProgressUpdate]:
    """Let updates count: the city's status and percent become theirs, everybody sees them.

    `versions` are {update: version} as the approver saw them; one that changed since is refused
    with Conflict, and then none is approved.
    """
    approved, chosen = [], list(updates)
    for one in chosen:
        require_decision(by, one.contribution.city)
    hold(*(one.contribution.city_id for one in chosen))
    for one in chosen:
        update, part = _locked(one, stands=False)
        seen = (versions or {}).get(update.pk, update.version)
        if update.state != State.SUBMITTED or update.version != seen:
            raise _conflict(update, part, said_by(one))
        _refuse_left(part)
        now = clock.now()
        update.state, update.approved_by, update.approved_at, update.note = (
            State.APPROVED, by, now, "",
        )  # fmt: skip
        update.save(update_fields=["state", "approved_by", "approved_at", "note"])
        was = {"status": part.status, "percent": part.percent}
        _count(part, update)
        _count_steps(update)
        record("progress.approved", by=by, subject=part.measure, place=part.city.place,
               update=update.pk, was=was, said_by=str(update.by),
               became={"status": part.status, "percent": part.percent})  # fmt: skip
        approved.append(update)
    if not approved:
        raise ValidationError(_("Choose at least one report."))
    keep(*{update.contribution.city_id for update in approved})
    return approved


@transaction.atomic
def return_update(update: ProgressUpdate, *, by: User, note: str) -> ProgressUpdate:
    """Give an update back to its editor with a note."""
    require_decision(by, update.contribution.city)
    update, part = _locked(update, stands=False)
    note = tidy(note)
    if not note:
        raise ValidationError({"note": _("Write what should be changed.")})
    if update.state != State.SUBMITTED:
        raise _conflict(update, part, said_by(update))
    update.state, update.note = State.RETURNED, note
    update.save(update_fields=["state", "note"])
    record("progress.returned", by=by, subject=part.measure, place=part.city.place,
           update=update.pk, note=note)  # fmt: skip
    notify([update.by], "report_returned", place=part.city.place, by=by,
           subject=f"update:{update.pk}", measure=str(part.measure),
           path=f"/work/city/{part.city.slug}/update/{part.measure.code}/")  # fmt: skip
    return update


@transaction.atomic
def withdraw_update(update: ProgressUpdate, *, by: User, reason: str = "") -> ProgressUpdate:
    """Take an update back: words, money and files go at once, what was before counts.

    The approver does so, or the editor while it still waits. That there was one stays, and the
    journal keeps its fingerprint, who took it back and why.
    """
    city = update.contribution.city
    if not (update.state in WAITING and may(by, "edit", city)):
        require_decision(by, city)
    known = update.state
    hold(city)
    update, part = _locked(update, stands=False)
    if update.state == State.WITHDRAWN:
        return update
    if update.state != known:
        raise _conflict(update, part, said_by(update))
    was, sha256 = {"status": part.status, "percent": part.percent}, fingerprint(said_by(update))
    update.state = State.WITHDRAWN
    _purge(update, by)
    if known == State.APPROVED:
        _count(part, part.updates.filter(state=State.APPROVED).order_by("on", "pk").last())
        _uncount_steps(update)
    record("progress.withdrawn", by=by, subject=part.measure, place=part.city.place,
           update=update.pk, reason=tidy(reason), sha256=sha256, was=was,
           became={"status": part.status, "percent": part.percent})  # fmt: skip
    keep(part.city_id)
    return update


def _purge(update: ProgressUpdate, by: User) -> None:
    """Nothing of what it said stays: no words, readings, money, translations or files."""
    update.achieved = update.obstacles = update.next_steps = update.note = ""
    update.save(update_fields=["state", "achieved", "obstacles", "next_steps", "note"])
    for said in (update.readings, update.spendings, update.translations):  # type: ignore[attr-defined]
        said.all().delete()
    update.files.update(alt="")
    UndpTranslation.objects.filter(update=update).delete()
    for file in Attachment.objects.filter(owner=owner_key(update), withdrawn_at=None):
        withdraw_attachment(file, by=by, owner=update)


def _require_same_city(letter: CityLetter, part: Contribution) -> None:
    """Refuse the letter of another city."""
    if letter.city_id != part.city_id:
        raise PermissionDenied


def _count(part: Contribution, update: ProgressUpdate | None) -> None:
    """The contribution as its last approved update says; as at the beginning without one."""
    part.status = update.status if update else Contribution.Status.NOT_STARTED
    part.percent = update.percent if update else 0
    part.reported_on = update.on if update else None
    part.version += 1
    part.changed_at = clock.now()
    part.save(update_fields=["status", "percent", "reported_on", "version", "changed_at"])


def _count_steps(update: ProgressUpdate) -> None:
    """Steps an approved update says are done have its day; those done before keep theirs."""
    for one in update.steps_done.select_related("milestone"):
        if one.milestone.done_on is None:
            one.milestone.done_on, one.counted = update.on, True
            one.milestone.save(update_fields=["done_on"])
            one.save(update_fields=["counted"])


def _uncount_steps(update: ProgressUpdate) -> None:
    """What a withdrawn update had counted as done, waits again or has another update's day."""
    for one in update.steps_done.filter(counted=True).select_related("milestone"):
        others = StepDone.objects.filter(milestone=one.milestone, update__state=State.APPROVED)
        heir = others.select_related("update").order_by("update__on", "pk").first()
        if one.milestone.done_on == update.on:  # nobody has corrected it since
            one.milestone.done_on = heir.update.on if heir else None
            one.milestone.save(update_fields=["done_on"])
        if heir:
            others.filter(pk=heir.pk).update(counted=True)
        one.counted = False
        one.save(update_fields=["counted"])


def _write(update: ProgressUpdate, part: Contribution, said: Said) -> None:
    for name in (*WORDS, "status", "percent"):
        setattr(update, name, said[name])
    update.on = date.fromisoformat(said["on"])
    update.full_clean(exclude=["contribution"])
    new = update.pk is None
    update.save()
    if not new:
        update.readings.all().delete()
        update.spendings.all().delete()
        update.steps_done.all().delete()
    StepDone.objects.bulk_create(StepDone(update=update, milestone_id=one) for one in said["steps"])
    Reading.objects.bulk_create(
        Reading(indicator_id=int(one), contribution=part, update=update, on=update.on,
                value=Decimal(value))
        for one, value in said["readings"].items()
    )  # fmt: skip
    Spending.objects.bulk_create(
        Spending(update=update, budget_line_id=int(one), amount=Decimal(value))
        for one, value in said["spent"].items()
    )


def _locked_part(contribution: Contribution, *, stands: bool = True) -> Contribution:
    rows = Contribution.objects.select_for_update(of=("self",))
    part = rows.select_related("city__place", "measure__plan").get(pk=contribution.pk)
    if stands and part.measure.state != Measure.State.STANDING:
        raise ValidationError(_("This measure is no longer part of the plan."))
    return part


def _refuse_left(part: Contribution) -> Contribution:
    if part.left_on:
        raise ValidationError(_("The city has left this joint measure; its part is history."))
    return part


def _locked(update: ProgressUpdate, *, stands: bool = True) -> tuple[ProgressUpdate, Contribution]:
    """The report and its part as they are now; what is said anew must be of a standing measure."""
    part = _locked_part(update.contribution, stands=stands)
    rows = ProgressUpdate.objects.select_for_update(of=("self",)).select_related("by")
    fresh = rows.get(pk=update.pk)
    fresh.contribution = part
    return fresh, part


def _conflict(theirs: ProgressUpdate, part: Contribution, mine: Said) -> Conflict:
    return Conflict(
        who=str(theirs.by),
        at=theirs.at,
        rows=both_reports(part, said_by(theirs), mine),
        keep={"version": theirs.version, "update": theirs.pk},
    )
