"""Saying how measures go: all on one screen, or one in full."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from actionplans import verbs
from actionplans.desk import reportable, with_waiting
from actionplans.forms.progress import QuickRow, ReportForm
from actionplans.models import Contribution, ProgressUpdate
from actionplans.patches import CODE
from actionplans.saying import Said, said_by
from actionplans.timeliness import OPEN
from actionplans.views.city import inside
from cities.models import City
from cities.views.city import city_inside
from coalition import clock
from coalition.errors import Conflict
from coalition.http import SignedInRequest, workspace
from coalition.permissions import require

HISTORY = 20


@workspace
def update(request: SignedInRequest, slug: str) -> HttpResponse:
    """All measures of the city on one screen: what changed since the last report, or nothing did.

    Right rows are saved, rows to be corrected come back with everything that was typed.
    """
    city, _plan, context = inside(request, slug, "update")
    require(request.user, "edit", city)
    parts = list(with_waiting(reportable(city).filter(status__in=OPEN)))
    posted = request.POST if request.method == "POST" else None
    wrong: list[QuickRow] = []
    rows = [_row(part, posted) for part in parts]
    if posted is not None:
        saved, wrong = _save_rows(request, [row for row in rows if isinstance(row, QuickRow)])
        _say_saved(request, saved, wrong)
        if not wrong:
            return redirect("update", slug=slug)
        if saved:  # what is saved now waits; the rest keeps what was typed
            fresh = {part.pk: part for part in with_waiting(reportable(city))}
            rows = [row if row in wrong else fresh[_part(row).pk] for row in rows]
    ended = reportable(city).exclude(status__in=OPEN)
    return render(request, "actionplans/work_update.html", {
        **context,
        "rows": [(_part(row), row if isinstance(row, QuickRow) else None) for row in rows],
        "wrong": wrong,
        "ended": ended,
    })  # fmt: skip


def _part(row: QuickRow | Contribution) -> Contribution:
    return row.part if isinstance(row, QuickRow) else row


def _row(part: Contribution, posted: object) -> QuickRow | Contribution:
    """A row to fill in; the contribution itself while a report of it waits."""
    sent = posted is not None and f"m{part.pk}-key" in posted  # type: ignore[operator]
    if part.waiting and not sent:  # type: ignore[attr-defined]
        return part
    return QuickRow(posted if sent else None, part=part)


def _save_rows(
    request: SignedInRequest, rows: list[QuickRow]
) -> tuple[list[QuickRow], list[QuickRow]]:
    """Report what was said in the rows; those saved, and those to be corrected."""
    saved: list[QuickRow] = []
    wrong: list[QuickRow] = []
    for row in rows:
        if not (row.is_bound and row.is_touched):
            continue
        if row.is_valid():
            _report_row(request, row)
        (wrong if row.errors else saved).append(row)
    return saved, wrong


def _report_row(request: SignedInRequest, row: QuickRow) -> None:
    try:
        verbs.report_progress(
            row.part,
            by=request.user,
            key=row.cleaned_data["key"],
            lang=row.part.measure.plan.lang,
            **row.said(),
        )
    except ValidationError as refusal:
        for name, sentences in refusal.message_dict.items():
            row.add_error(name if name in row.fields else None, sentences)
    except Conflict as found:
        row.add_error(
            None,
            _("%(who)s has reported on this measure meanwhile. Open the measure to see both texts.")
            % {"who": found.who},
        )


def _say_saved(request: SignedInRequest, saved: list[QuickRow], wrong: list[QuickRow]) -> None:
    if saved:
        messages.success(request, ngettext(
            "%(count)d report is saved and waits for the approver.",
            "%(count)d reports are saved and wait for the approver.", len(saved),
        ) % {"count": len(saved)})  # fmt: skip
    elif not wrong:
        messages.info(request, _("Nothing has been changed yet."))


def part_of(city: City, code: str) -> Contribution:
    """The city's part in a measure by its number; of the city's own plan before a joint one."""
    if not CODE.fullmatch(code):
        raise Http404
    parts = with_waiting(reportable(city).filter(measure__code=code))
    found = parts.prefetch_related("measure__indicators", "budget_lines").first()
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
    form = ReportForm(request.POST or None, part=part, initial=_initial(part, waiting))
    if request.method == "POST" and form.is_valid():
        try:
            _save_report(request, part, form)
        except ValidationError as refusal:
            form.refuse(refusal.message_dict if hasattr(refusal, "error_dict") else
                        {"__all__": refusal.messages})  # fmt: skip
        else:
            messages.success(request, _("Saved. The report waits for the approver."))
            return redirect("city_work", slug=slug)
    history = part.updates.exclude(state__in=("submitted", "returned")).select_related("by")
    return render(request, "actionplans/work_report.html", {
        **context, "part": part, "measure": part.measure, "form": form, "known": waiting,
        "history": history.order_by("-on", "-pk")[:HISTORY],
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


def _save_report(request: SignedInRequest, part: Contribution, form: ReportForm) -> None:
    """A new report, or another version of the one that waits."""
    version, said = form.cleaned_data["version"], form.said()
    waiting = part.waiting[0] if part.waiting else None  # type: ignore[attr-defined]
    if version and waiting:
        verbs.revise_update(waiting, by=request.user, version=version, **said)
    else:
        verbs.report_progress(
            part, by=request.user, key=form.cleaned_data["key"], lang=part.measure.plan.lang, **said
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
