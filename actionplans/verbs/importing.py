"""Bringing a plan as a file: read it, say what its columns are, accept it or leave it."""

from __future__ import annotations

import hashlib
from pathlib import PurePath
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from actionplans.importing import CHANGED, KINDS, NEW, Layout
from actionplans.importing.work import JOB, is_readable
from actionplans.models import ActionPlan, Direction, Goal, MeasureDraft, PlanImport
from actionplans.verbs.headings import add_direction, add_goal
from actionplans.verbs.plans import ensure_plan
from cities.models import City
from coalition import clock, jobs
from coalition.models import User
from coalition.models.journal import record
from coalition.permissions import require
from coalition.sheets import open_tables
from coalition.text import tidy

AT_ONCE = 60_000  # bytes of a file that is read while its page is waited for
WAITING = (MeasureDraft.State.OPEN, MeasureDraft.State.RETURNED)
REPLACED = ["patch", "base_version", "version", "imported", "by", "at", "reason", "state",
            "decided_by", "decided_at"]  # fmt: skip
STATE = PlanImport.State


def begin_import(city: City, *, by: User, file: UploadedFile) -> PlanImport:
    """Take a file in and read it; a small one at once, a large one by the worker."""
    require(by, "edit", city)
    small = (file.size or 0) <= AT_ONCE
    if small:
        open_tables(file)  # what is wrong with it is told beside the field
    with transaction.atomic():
        imported = _stored(city, by, file)
        _enqueue(imported, by)
    return _read_now(imported) if small else imported


@transaction.atomic
def lay_import(city: City, *, by: User, file: UploadedFile) -> PlanImport:
    """Lay a file of a new city beside its plan: read by the worker, looked at by the city.

    What is no table is laid as one that could not be read; the city brings another one.
    """
    if not by.is_system:
        raise PermissionDenied
    imported = _stored(city, by, file)
    if is_readable(imported.name):
        _enqueue(imported, by)
    else:
        imported.state, imported.ended_at = STATE.FAILED, clock.now()
        imported.save(update_fields=["state", "ended_at"])
    return imported


def _stored(city: City, by: User, file: UploadedFile) -> PlanImport:
    file.seek(0)
    content = file.read()
    name = tidy(PurePath(file.name or "").name).replace("\n", " ")[-120:]
    imported = PlanImport(
        city=city,
        by=by,
        at=clock.now(),
        name=name or _("file"),
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        language=get_language() or "ru",
    )
    imported.file.save("plan", ContentFile(content), save=False)
    imported.full_clean(exclude=["file", "job", "layout", "result", "fallback", "ended_at"])
    imported.save()
    record("import.begun", by=by, subject=imported, place=city.place, sha256=imported.sha256)
    return imported


def _enqueue(imported: PlanImport, by: User) -> None:
    imported.job = jobs.enqueue(JOB, by=by, subject=imported, place=imported.city.place,
                                step=_("Reading the file"))  # fmt: skip
    imported.state = STATE.READING
    imported.save(update_fields=["job", "state"])


def _read_now(imported: PlanImport) -> PlanImport:
    if imported.job:
        jobs.run_now(imported.job)
    imported.refresh_from_db()
    return imported


@transaction.atomic
def _mapped(
    imported: PlanImport, by: User, layout: Layout | None, fallback: int | None
) -> PlanImport:
    imported = _locked(imported)
    if imported.state not in {STATE.READY, STATE.READING, STATE.FAILED}:
        raise ValidationError(_("This import has ended. Choose the file again."))
    imported.layout = layout.stored() if layout else None
    imported.fallback, imported.language = fallback, get_language() or "ru"
    imported.save(update_fields=["layout", "fallback", "language"])
    _enqueue(imported, by)
    return imported


def map_import(
    imported: PlanImport, *, by: User, layout: Layout | None, fallback: int | None = None
) -> PlanImport:
    """Say which rows are headings and what each column is; the file is read anew so."""
    require(by, "edit", imported.city)
    imported = _mapped(imported, by, layout, fallback)
    return _read_now(imported) if imported.size <= AT_ONCE else imported


def _locked(imported: PlanImport) -> PlanImport:
    rows = PlanImport.objects.select_for_update(of=("self",)).select_related("city__place", "by")
    return rows.get(pk=imported.pk)


@transaction.atomic
def leave_import(imported: PlanImport, *, by: User) -> PlanImport:
    """Let the file go; nothing of it is written, and it is deleted."""
    require(by, "edit", imported.city)
    imported = _locked(imported)
    if imported.state in {STATE.ACCEPTED, STATE.LEFT}:
        raise ValidationError(_("This import has ended. Choose the file again."))
    if imported.job:
        jobs.cancel(imported.job, by=by)
    imported.state, imported.ended_at, imported.result = STATE.LEFT, clock.now(), None
    imported.save(update_fields=["state", "ended_at", "result"])
    others = PlanImport.objects.filter(file=imported.file.name).exclude(pk=imported.pk)
    if not others.exclude(state=STATE.LEFT).exists():
        name, storage = str(imported.file.name), imported.file.storage
        transaction.on_commit(lambda: storage.delete(name))
    record("import.left", by=by, subject=imported, place=imported.city.place)
    return imported


@transaction.atomic
def accept_import(imported: PlanImport, *, by: User, fingerprint: str) -> PlanImport:
    """Make drafts of what was on the screen: new measures and changes; rows with errors stay out.

    ValidationError with the code "moved" when the plan has changed since; then nothing is written.
    """
    require(by, "edit", imported.city)
    imported = _locked(imported)
    result: dict[str, Any] = imported.result or {}
    if imported.state != STATE.READY or result.get("fingerprint") != fingerprint:
        raise _moved()
    if not imported.has_something:
        raise ValidationError(_("There is nothing new in this file."))
    plans = ActionPlan.objects.select_for_update(of=("self",)).select_related("place", "city")
    plan = plans.get(pk=ensure_plan(imported.city, by=by, headings=[]).pk)
    items = [one for one in result["items"] if one["kind"] in {NEW, CHANGED}]
    _refuse_moved(plan, items)
    if result["replaces"]:
        _clear_headings(plan)
    _write_drafts(plan, items, _write_headings(plan, result, by), imported, by)
    imported.state, imported.ended_at = STATE.ACCEPTED, clock.now()
    # what was proposed is in the drafts now; the counts are kept for the list
    imported.result = {"counts": result["counts"], "warnings": result["warnings"]}
    imported.save(update_fields=["state", "ended_at", "result"])
    counts = {kind: result["counts"].get(kind, 0) for kind in KINDS}
    record("plan.imported", by=by, subject=plan, place=plan.place, file=imported.name,
           sha256=imported.sha256, **counts)  # fmt: skip
    return imported


def _moved() -> ValidationError:
    """The sentence when what was on the screen is no longer so."""
    return ValidationError(
        _("The plan has changed since you looked. Here is the comparison as it is now; nothing has "
          "been written."),
        code="moved",
    )  # fmt: skip


def _refuse_moved(plan: ActionPlan, items: list[dict[str, Any]]) -> None:
    """Refuse when a measure, a waiting change or a number is not as it was on the screen."""
    measures = dict(plan.measures.values_list("pk", "version"))
    rows = plan.drafts.select_for_update(of=("self",)).filter(state__in=WAITING)
    drafts = {one.pk: one for one in rows}
    waiting = {one.measure_id: one.pk for one in drafts.values() if one.measure_id}
    taken = set(plan.measures.values_list("code", flat=True))
    taken |= {one.patch.get("code", "") for one in drafts.values() if one.measure_id is None}
    for item in items:
        pk, draft = item["measure"], drafts.get(item["draft"])
        if pk is not None and measures.get(pk) != item["base_version"]:
            raise _moved()
        if (draft.version if draft else None) != item["draft_version"]:
            raise _moved()
        if pk is not None and waiting.get(pk) != item["draft"]:
            raise _moved()
        if item["kind"] == NEW and item["code"] in taken:
            raise _moved()


def _clear_headings(plan: ActionPlan) -> None:
    """The goals and directions a plan was opened with go, as the file brings its own."""
    if plan.version != 1 or plan.is_public or plan.drafts.exists() or plan.measures.exists():
        raise _moved()
    plan.goals.all().delete()


def _write_headings(plan: ActionPlan, result: dict[str, Any], by: User) -> dict[int, int]:
    """New goals and directions; returns {id in the proposal: id}."""
    goals = {one.pk: one for one in Goal.objects.filter(plan=plan).select_related("plan__place")}
    ids: dict[int, int] = {}
    for one in result["goals"]:
        goals[one["pk"]] = add_goal(plan, by=by, code=one["code"], title=one["title"])
    for one in result["directions"]:
        goal = goals.get(one["goal"])
        if goal is None:
            raise _moved()
        line = add_direction(goal, by=by, code=one["code"], title=one["title"])
        ids[one["pk"]] = line.pk
    return ids


def _write_drafts(
    plan: ActionPlan,
    items: list[dict[str, Any]],
    ids: dict[int, int],
    imported: PlanImport,
    by: User,
) -> None:
    now, reason = clock.now(), _("From the file “%(name)s”") % {"name": imported.name}
    known = set(Direction.objects.filter(goal__plan=plan).values_list("pk", flat=True))
    waiting = {one.pk: one for one in plan.drafts.filter(state__in=WAITING)}
    new, replaced = [], []
    for item in items:
        patch = dict(item["patch"])
        if "direction" in patch:
            patch["direction"] = ids.get(patch["direction"], patch["direction"])
            if patch["direction"] not in known:
                raise _moved()
        draft = waiting.get(item["draft"])
        if draft is None:
            draft = MeasureDraft(plan=plan, measure_id=item["measure"], version=0)
            new.append(draft)
        else:
            replaced.append(draft)
        draft.patch, draft.base_version = patch, item["base_version"]
        draft.version, draft.imported = draft.version + 1, imported
        draft.by, draft.at, draft.reason = by, now, reason[:400]
        draft.state = MeasureDraft.State.OPEN if patch else MeasureDraft.State.WITHDRAWN
        draft.decided_by, draft.decided_at = (None, None) if patch else (by, now)
    MeasureDraft.objects.bulk_create(new, batch_size=200)
    MeasureDraft.objects.bulk_update(replaced, REPLACED, batch_size=50)
