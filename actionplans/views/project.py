"""The regional project at the desk: outputs, indicators, values of periods and what proves them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from actionplans import verbs
from actionplans.forms.project import IndicatorForm, ProjectForm
from actionplans.models import Contribution, Project, ProjectIndicator, ProjectOutput
from actionplans.project.cited import Told
from actionplans.project.figures import FIGURES, counted
from actionplans.project.report import outputs_of
from actionplans.project.spans import Span, span_of, spans
from actionplans.views.review import cities_of, crumb_of_desk
from coalition import clock
from coalition.http import SignedInRequest, workspace


def the_project() -> Project:
    """The project that supports the Coalition; 404 where none was laid."""
    project = Project.objects.select_related("by").first()
    if project is None:
        raise Http404
    return project


def crumb_of_project(span: Span | None = None) -> tuple[str, str]:
    """The way back to the project, in the period one looks at."""
    query = f"?period={span.key}" if span else ""
    return _("UNDP's project"), reverse("review_project") + query


def around(request: SignedInRequest, project: Project, span: Span) -> dict[str, Any]:
    """What every page about a period of the project shows."""
    return {
        "project": project,
        "span": span,
        "spans": spans(clock.today()),
        "axis": "project",
        "section": "review",
    }


@require_safe
@workspace
def review_project(request: SignedInRequest) -> HttpResponse:
    """Outputs with their indicators: targets by year and what was entered for a period."""
    cities, project = cities_of(request), the_project()
    span = span_of(request.GET.get("period", ""))
    outputs = outputs_of(project, span, cities)
    return render(request, "actionplans/review_project.html", {
        **around(request, project, span),
        "outputs": outputs,
        "figures": counted(Told.of(span, cities)),
        "demo_page": any(line.indicator.is_example for _one, lines in outputs for line in lines),
        "crumbs": [crumb_of_desk(), (_("UNDP's project"), None)],
    })  # fmt: skip


@workspace
def review_project_facts(request: SignedInRequest) -> HttpResponse:
    """Correct the project's facts and the names of its outputs."""
    cities_of(request)
    project = the_project()
    form = ProjectForm(request.POST if request.method == "POST" else None, project=project)
    if request.method == "POST" and form.is_valid():
        verbs.keep_project(project, by=request.user, said=form.said(),
                           outputs=form.names_of_outputs(), version=form.at_version)  # fmt: skip
        messages.success(request, _("The facts of the project are kept."))
        return redirect("review_project")
    return render(request, "actionplans/review_project_form.html", {
        "form": form,
        "heading": _("Facts of the project"),
        "back": reverse("review_project"),
        "crumbs": [crumb_of_desk(), crumb_of_project(), (_("Facts of the project"), None)],
        "section": "review",
    })  # fmt: skip


@workspace
def review_indicator_new(request: SignedInRequest, pk: int) -> HttpResponse:
    """Add an indicator to an output of the project."""
    cities_of(request)
    output = get_object_or_404(ProjectOutput.objects.select_related("project"), pk=pk)
    return _indicator_page(request, output, None)


@workspace
def review_indicator(request: SignedInRequest, pk: int) -> HttpResponse:
    """Change an indicator, or remove one that has no values."""
    cities_of(request)
    rows = ProjectIndicator.objects.select_related("output__project")
    indicator = get_object_or_404(rows.prefetch_related("targets"), pk=pk)
    if request.method == "POST" and request.POST.get("what") == "remove":
        try:
            verbs.remove_indicator(indicator, by=request.user)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
            return redirect(request.path)
        messages.success(request, _("The indicator is removed."))
        return redirect("review_project")
    return _indicator_page(request, indicator.output, indicator)


def _indicator_page(
    request: SignedInRequest, output: ProjectOutput, indicator: ProjectIndicator | None
) -> HttpResponse:
    data = request.POST if request.method == "POST" else None
    form = IndicatorForm(data, project=output.project, indicator=indicator)
    if request.method == "POST" and form.is_valid():
        try:
            kept = verbs.keep_indicator(
                output, by=request.user, said=form.said(), targets=form.targets(),
                indicator=indicator, version=form.at_version,
            )  # fmt: skip
        except ValidationError as refusal:
            form.add_error(None, ValidationError(refusal.messages))
        else:
            messages.success(request, _("The indicator is kept."))
            return redirect(f"{reverse('review_project')}#i{kept.pk}")
    heading = str(indicator) if indicator else _("New indicator")
    return render(request, "actionplans/review_project_form.html", {
        "form": form,
        "heading": heading,
        "kicker": f"{output.code}. {output.name}",
        "removable": indicator and not indicator.actuals.exists(),
        "back": reverse("review_project"),
        "demo_page": bool(indicator and indicator.is_example),
        "crumbs": [crumb_of_desk(), crumb_of_project(), (heading, None)],
        "section": "review",
    })  # fmt: skip


@require_safe
@workspace
def review_project_figure(request: SignedInRequest) -> HttpResponse:
    """The cities or measures behind a figure of a period."""
    cities, project = cities_of(request), the_project()
    span = span_of(request.GET.get("period", ""))
    asked = request.GET.get("figure", "")
    asked = asked if asked in FIGURES else next(iter(FIGURES))
    figure = FIGURES[asked]
    told = Told.of(span, cities)
    found = figure.rows(told)
    rows: list[Any] = [city for city in cities if city.pk in found]
    if not figure.of_cities:
        rows, standing = list(_parts(found)), told.standing()
        for part in rows:
            part.then = standing.get(part.pk)
    return render(request, "actionplans/review_project_figure.html", {
        **around(request, project, span),
        "figure": figure,
        "rows": rows,
        "reports": told.reports,
        "demo_page": any(part.measure.plan.is_example for part in rows
                         if isinstance(part, Contribution)),
        "crumbs": [crumb_of_desk(), crumb_of_project(span), (str(figure.label), None)],
    })  # fmt: skip


def _parts(found: set[int]) -> Any:
    """Parts of measures in the order of cities and plans."""
    return (
        Contribution.objects.filter(pk__in=found)
        .select_related("city", "measure__plan__city")
        .prefetch_related("measure__translations")
        .order_by("city__position", "city_id", "measure__plan_id", "measure__position", "pk")
    )
