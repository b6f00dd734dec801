"""Words about the site: the form for anybody, the list for the secretariat."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from coalition.http import SignedInRequest, workspace
from coalition.models import Place
from coalition.permissions import may
from home import verbs
from home.forms import ReportForm
from home.models import PageReport

PAGE = 50


@never_cache
def report_page(request: HttpRequest) -> HttpResponse:
    """The form with which anybody tells the secretariat that something is wrong."""
    initial = {"path": request.GET.get("page", "")[:300]}
    form = ReportForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        words = {name: form.cleaned_data[name] for name in ("path", "text", "email")}
        try:
            verbs.report_page(by=request.META.get("REMOTE_ADDR", ""), **words)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            return redirect("report_thanks")
    return render(request, "home/report.html", {"form": form})


@never_cache
def report_thanks(request: HttpRequest) -> HttpResponse:
    """The word has arrived."""
    return render(request, "home/report_thanks.html")


@workspace
def reports(request: SignedInRequest) -> HttpResponse:
    """What people said about the site, for the secretariat: open ones first."""
    if not may(request.user, "administer", Place.coalition()):
        raise PermissionDenied
    rows = PageReport.objects.order_by("closed_at", "-pk").select_related("closed_by")
    return render(request, "home/reports.html", {"reports": rows[:PAGE]})


@require_POST
@workspace
def close_report(request: SignedInRequest, pk: int) -> HttpResponse:
    """One report has been dealt with."""
    verbs.close_report(get_object_or_404(PageReport, pk=pk), by=request.user)
    return redirect("reports")
