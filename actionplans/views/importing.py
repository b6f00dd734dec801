"""Bringing a plan: choose a file, look at what it would change, accept it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from actionplans import verbs
from actionplans.forms.importing import ImportFileForm, LayoutForm
from actionplans.importing import Layout
from actionplans.importing.annotated import annotated
from actionplans.importing.became import Became
from actionplans.importing.shown import Shown
from actionplans.importing.template import empty_table
from actionplans.importing.work import tables_of
from actionplans.models import PlanImport
from actionplans.views.city import Inside, inside
from actionplans.wording import directions_of
from coalition.http import SignedInRequest, workspace
from coalition.permissions import require

LAST = 10
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
STATE = PlanImport.State


def _editing(request: SignedInRequest, slug: str) -> Inside:
    here = inside(request, slug, "plan")
    require(request.user, "edit", here.city)
    return here


def _import(here: Inside, pk: int) -> PlanImport:
    rows = PlanImport.objects.select_related("city__place", "by", "job")
    return get_object_or_404(rows, city=here.city, pk=pk)


@workspace
def plan_import(request: SignedInRequest, slug: str) -> HttpResponse:
    """Choose a file; below, the last files and what became of them."""
    here = _editing(request, slug)
    sent = request.method == "POST"
    form = ImportFileForm(request.POST, request.FILES) if sent else ImportFileForm()
    if request.method == "POST" and form.is_valid():
        try:
            found = verbs.begin_import(here.city, by=request.user, file=form.cleaned_data["file"])
        except ValidationError as refusal:
            form.add_error("file", refusal.messages)
        else:
            return redirect("import_look", slug=slug, pk=found.pk)
    last = PlanImport.objects.filter(city=here.city).select_related("by")[:LAST]
    context = {**here.context, "form": form, "last": last}
    return render(request, "actionplans/work_import.html", context)


@require_safe
@workspace
def import_template(request: SignedInRequest, slug: str) -> HttpResponse:
    """An empty table with the country's columns."""
    here = _editing(request, slug)
    return _workbook(empty_table(here.city), f"{slug}-plan-empty.xlsx")


def _workbook(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=XLSX)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@workspace
def import_look(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """What a file would change; with another choice of columns, what it would change then."""
    here = _editing(request, slug)
    found = _import(here, pk)
    if found.state != STATE.READY:
        if request.method == "POST":
            return redirect("import_look", slug=slug, pk=pk)
        return render(request, "actionplans/work_import_state.html",
                      {**here.context, "imported": found,
                       "became": Became.of(found)})  # fmt: skip
    form = _layout_form(request, here, found)
    if request.method == "POST" and form is None:
        return redirect("import_look", slug=slug, pk=pk)
    if request.method == "POST" and form and form.is_valid():
        _map(request, found, form.chosen(), form.cleaned_data.get("fallback"))
        return redirect("import_look", slug=slug, pk=pk)
    shown = Shown(found.result or {}, request.GET.get("show", ""), request.GET.get("page", ""))
    context = {**here.context, "imported": found, "form": form, "shown": shown}
    return render(request, "actionplans/work_import_look.html", context)


def _map(request: SignedInRequest, found: PlanImport, layout: Layout, fallback: int | None) -> None:
    """Have the file read so; when it has been accepted or left meanwhile, say that."""
    try:
        verbs.map_import(found, by=request.user, layout=layout, fallback=fallback)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))


def _layout_form(request: SignedInRequest, here: Inside, found: PlanImport) -> LayoutForm | None:
    """What each column is; None when the file itself is gone and cannot be read anew."""
    try:
        tables = tables_of(found)
    except ValidationError:
        return None
    return LayoutForm(
        request.POST if request.method == "POST" else None,
        tables=tables,
        layout=Layout.of(found.layout),  # type: ignore[arg-type]  # one that is ready has it
        directions=directions_of(here.plan) if here.plan else {},
        fallback=found.fallback,
    )


@require_POST
@workspace
def import_accept(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Make drafts of what was on the screen."""
    here = _editing(request, slug)
    found = _import(here, pk)
    try:
        done = verbs.accept_import(
            found, by=request.user, fingerprint=request.POST.get("fingerprint", "")
        )
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        if getattr(refusal, "code", "") == "moved" and found.state == STATE.READY:
            _map(request, found, Layout.of(found.layout), found.fallback)  # type: ignore[arg-type]
        return redirect("import_look", slug=slug, pk=pk)
    said = _("Accepted: %(new)d new measures and %(changed)d changes wait for the approver.")
    messages.success(request, said % done.counts)
    return redirect("city_work", slug=slug)


@require_POST
@workspace
def import_leave(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Let the file go, also while it is being read."""
    here = _editing(request, slug)
    try:
        verbs.leave_import(_import(here, pk), by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("The file has been deleted; the plan is as it was."))
    return redirect("import", slug=slug)


@require_safe
@workspace
def import_file(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """The table with comments to correct."""
    here = _editing(request, slug)
    found = _import(here, pk)
    if found.state != STATE.READY:
        return redirect("import_look", slug=slug, pk=pk)
    try:
        content = annotated(tables_of(found), found.result or {"items": []})
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect("import_look", slug=slug, pk=pk)
    return _workbook(content, f"{slug}-plan-comments.xlsx")


@require_safe
@workspace
def import_state(request: SignedInRequest, slug: str, pk: int) -> JsonResponse:
    """How far the reading is, for the page that waits."""
    found = _import(_editing(request, slug), pk)
    job = found.job
    going = found.state == STATE.READING and job is not None and job.is_open
    said: dict[str, Any] = {"open": going}
    if going and job is not None:
        said |= {"done": job.done, "total": job.total, "step": job.step, "percent": job.percent}
    return JsonResponse(said)
