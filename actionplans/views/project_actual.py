"""The value of an indicator in a period: entering it, and saying what it rests on."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from actionplans import verbs
from actionplans.forms.project import ActualForm, ElsewhereForm
from actionplans.models import ProgressUpdate, ProjectActual, ProjectIndicator
from actionplans.project.cited import Told
from actionplans.project.figures import FIGURES, Counted, counted
from actionplans.project.meetings import Held, held_meetings, proposed
from actionplans.project.report import people_of, readable_evidence
from actionplans.project.spans import Span, span_of
from actionplans.views.project import around, crumb_of_project
from actionplans.views.review import cities_of, crumb_of_desk
from cities.models import City
from coalition.http import SignedInRequest, whole, workspace
from coalition.text import fold, tidy

OFFERED = 25  # updates on one screen, to be chosen as evidence
LONGEST = 80


@workspace
def review_actual(request: SignedInRequest, pk: int) -> HttpResponse:
    """Enter what was reached in a period, by whom it was used, and what proves it."""
    cities = cities_of(request)
    rows = ProjectIndicator.objects.select_related("output__project")
    indicator = get_object_or_404(rows.prefetch_related("targets"), pk=pk)
    span = span_of(request.GET.get("period", ""))
    actual = _actual(indicator, span, cities)
    figures = counted(Told.of(span, cities))
    held = held_meetings(span)
    chosen = [one for one in map(whole, request.GET.getlist("meeting")) if one]
    form = _form(request, indicator, actual, figures,
                 [one for one in held if one.meeting.pk in chosen])  # fmt: skip
    elsewhere = ElsewhereForm(request.POST if _asks(request, "elsewhere") else None)
    if request.method == "POST" and _done(request, indicator, span, actual, form, elsewhere):
        return redirect(f"{request.path}?period={span.key}")
    return render(request, "actionplans/review_project_actual.html", {
        **around(request, indicator.output.project, span),
        "indicator": indicator,
        "actual": actual,
        "people": people_of(actual) if actual else [],
        "form": form,
        "elsewhere": elsewhere,
        "figures": figures,
        "held": held,
        "chosen": chosen,
        "offered": _offered(request, span, cities) if actual else [],
        "q": tidy(request.GET.get("q", ""))[:LONGEST],
        "demo_page": indicator.is_example,
        "crumbs": [crumb_of_desk(), crumb_of_project(span), (str(indicator), None)],
    })  # fmt: skip


def _asks(request: SignedInRequest, what: str) -> bool:
    return request.method == "POST" and request.POST.get("what", "value") == what


def _actual(indicator: ProjectIndicator, span: Span, cities: list[City]) -> ProjectActual | None:
    rows = indicator.actuals.select_related("by").prefetch_related(
        "people", readable_evidence(cities)
    )
    return rows.filter(**span.of).first()


def _form(
    request: SignedInRequest,
    indicator: ProjectIndicator,
    actual: ProjectActual | None,
    figures: list[Counted],
    meetings: list[Held],
) -> ActualForm:
    """The form; with a figure or meetings in the address their value is proposed."""
    first: dict[str, Any] = {}
    taken = next((one for one in figures if one.key == request.GET.get("figure", "")), None)
    if taken:
        first = {"value": taken.number, "figure": taken.key}
    elif meetings:
        first = dict(proposed(meetings))
    return ActualForm(
        request.POST if _asks(request, "value") else None,
        indicator=indicator, actual=actual, first=first,
        figures=[(key, str(one.label)) for key, one in FIGURES.items()],
    )  # fmt: skip


def _done(  # noqa: PLR0913, PLR0917 -- one address, four deeds
    request: SignedInRequest,
    indicator: ProjectIndicator,
    span: Span,
    actual: ProjectActual | None,
    form: ActualForm,
    elsewhere: ElsewhereForm,
) -> bool:
    """Do what the pressed button says; False when the page is to show what was refused."""
    by, what = request.user, request.POST.get("what", "value")
    try:
        if what == "value":
            return form.is_valid() and _enter(request, indicator, span, form)
        if actual is None:
            messages.error(request, _("Enter the value first."))
        elif what == "chosen":
            chosen = [one for one in map(whole, request.POST.getlist("update")) if one]
            verbs.add_project_evidence(actual, by=by, updates=chosen)
            messages.success(request, _("The evidence is added."))
        elif what == "elsewhere":
            if not elsewhere.is_valid():
                return False
            verbs.add_project_evidence(actual, by=by, **elsewhere.cleaned_data)
            messages.success(request, _("The evidence is added."))
        elif what == "remove":
            chosen = [one for one in map(whole, request.POST.getlist("evidence")) if one]
            verbs.remove_project_evidence(actual, by=by, chosen=chosen)
            messages.success(request, _("The evidence is taken away."))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return True


def _enter(
    request: SignedInRequest, indicator: ProjectIndicator, span: Span, form: ActualForm
) -> bool:
    said = form.cleaned_data
    try:
        kept = verbs.enter_actual(
            indicator, by=request.user, span=span, value=said["value"], people=form.people(),
            note=said["note"], figure=said["figure"], version=form.at_version,
        )  # fmt: skip
    except ValidationError as refusal:
        form.add_error(None, ValidationError(refusal.messages))
        return False
    messages.success(request, _("The value is kept.") if kept else _("The value is removed."))
    return True


def _offered(request: SignedInRequest, span: Span, cities: list[City]) -> list[ProgressUpdate]:
    """Updates of the period that may prove the value: those with the words looked for."""
    words = tidy(request.GET.get("q", ""))[:LONGEST]
    rows = Told.of(span, cities).updates()
    if words:
        rows = rows.filter(
            Q(contribution__measure__folded__contains=fold(words))
            | Q(contribution__measure__code__iexact=words)
            | Q(achieved__contains=words)
        )
    rows = rows.select_related("contribution__city", "contribution__measure__plan__city")
    return list(
        rows.prefetch_related("translations", "contribution__measure__translations").order_by(
            "contribution__city__position", "contribution__measure__position", "on", "pk"
        )[:OFFERED]
    )
