"""Saying how one measure goes, in full: also readings, money, steps, photographs."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from actionplans import verbs
from actionplans.desk import reportable, with_waiting
from actionplans.forms.progress import ReportForm
from actionplans.models import Contribution, ProgressUpdate, UpdateFile
from actionplans.patches import CODE
from actionplans.saying import Said, said_by
from actionplans.views.city import inside
from cities.models import City
from cities.views.city import city_inside
from coalition import clock
from coalition.http import SignedInRequest, say_once, workspace
from coalition.permissions import require

HISTORY = 20


def part_of(city: City, code: str) -> Contribution:
    """The city's part in a measure by its number; of the city's own plan before a joint one."""
    if not CODE.fullmatch(code):
        raise Http404
    parts = with_waiting(reportable(city).filter(measure__code=code))
    found = parts.prefetch_related("measure__indicators", "budget_lines", "milestones").first()
    if found is None:
        raise Http404
    return found


@workspace
def update_measure(request: SignedInRequest, slug: str, code: str) -> HttpResponse:
    """One measure in full: status, percentage, what was done, readings, money, obstacles."""
    city, _plan, context = inside(request, slug, "update")
    part = part_of(city, code)
    require(request.user, "edit", city)
    waiting = part.waiting[0] if part.waiting else None  # type: ignore[attr-defined]
    form = ReportForm(
        request.POST or None, request.FILES or None, part=part, initial=_initial(part, waiting)
    )
    if request.method == "POST" and form.is_valid():
        try:
            _save_report(request, part, form)
        except ValidationError as refusal:
            form.refuse(refusal.message_dict if hasattr(refusal, "error_dict") else
                        {"__all__": refusal.messages})  # fmt: skip
        else:
            say_once(request, _("Saved. The report waits for the approver."))
            return redirect("city_work", slug=slug)
    history = part.updates.exclude(state__in=("submitted", "returned")).select_related("by")
    files = UpdateFile.objects.kept().filter(update=waiting).select_related("attachment")
    return render(request, "actionplans/work_report.html", {
        **context, "part": part, "measure": part.measure, "form": form, "known": waiting,
        "history": history.order_by("-on", "-pk")[:HISTORY],
        "files": files if waiting else (),
    })  # fmt: skip


def _initial(part: Contribution, waiting: ProgressUpdate | None) -> Said:
    fresh = {"status": part.status, "percent": part.percent, "on": clock.today(),
             "key": uuid.uuid4()}  # fmt: skip
    if waiting is None:
        return fresh
    said = said_by(waiting)
    return {
        **fresh,
        **said,
        "on": waiting.on,
        "version": waiting.version,
        **{f"reading_{pk}": value for pk, value in said["readings"].items()},
        **{f"spent_{pk}": value for pk, value in said["spent"].items()},
    }


@transaction.atomic
def _save_report(request: SignedInRequest, part: Contribution, form: ReportForm) -> None:
    """A new report, or another version of the one that waits; with its files."""
    version, said = form.cleaned_data["version"], form.said()
    waiting = part.waiting[0] if part.waiting else None  # type: ignore[attr-defined]
    if version and waiting:
        update = verbs.revise_update(waiting, by=request.user, version=version, **said)
    else:
        update = verbs.report_progress(
            part, by=request.user, key=form.cleaned_data["key"], lang=part.measure.plan.lang, **said
        )
    verbs.attach_files(
        update,
        by=request.user,
        files=form.files_said,
        alt=form.cleaned_data["alt"],
        is_open=form.cleaned_data["is_open"],
    )


@require_POST
@workspace
def update_withdraw(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Take a report back: the approver any, the editor one that waits."""
    city = city_inside(request, slug)
    rows = ProgressUpdate.objects.select_related("contribution__city__place",
                                                 "contribution__measure")  # fmt: skip
    said = get_object_or_404(rows, pk=pk, contribution__city=city)
    verbs.withdraw_update(said, by=request.user, reason=request.POST.get("reason", ""))
    messages.success(request, _("The report is taken back; nobody outside the city sees it."))
    return redirect("city_work", slug=slug)


@require_POST
@workspace
def file_withdraw(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Take a photograph or a paper of a report away for good."""
    city = city_inside(request, slug)
    files = UpdateFile.objects.kept().select_related(
        "attachment__place", "update__contribution__city__place", "update__contribution__measure"
    )
    found = get_object_or_404(files, pk=pk, update__contribution__city=city)
    verbs.withdraw_file(found, by=request.user)
    messages.success(request, _("The file is taken away; nobody can open it any more."))
    return redirect("city_work", slug=slug)
