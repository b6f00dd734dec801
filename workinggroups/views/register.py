"""The register of a group's decisions: for its people, and what of it everybody reads."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from coalition import clock
from coalition.http import SignedInRequest, page_mark, workspace
from coalition.permissions import may
from coalition.templatetags.site import page_at
from workinggroups.models import Decision, RulesOfProcedure, WorkingGroup
from workinggroups.register import (
    STATUSES,
    heading,
    line_of,
    public_heading,
    public_line_of,
    shown_in,
    stated_in,
    wanted,
    written,
)
from workinggroups.views.groups import group_inside

PAGE = 50


@require_safe
@workspace
def register(request: SignedInRequest, slug: str) -> HttpResponse:
    """The numbered outcomes of a group, newest first, what is open now and what lies as a draft."""
    group = group_inside(request, slug)
    cities = list(group.cities.order_by("position", "slug"))
    asked = wanted(request.GET, cities)
    rows = asked.of(stated_in(group)).order_by("-pk")
    before = page_mark(request)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    page = list(rows[: PAGE + 1])
    shown = page[:PAGE]
    kept = {name: value for name, value in request.GET.items() if name != "before" and value}
    moderates = may(request.user, "moderate", group)
    unnumbered = Decision.objects.visible_to(request.user).filter(thread__group=group, number="")
    return render(request, "workinggroups/register.html", {
        "group": group,
        "decisions": shown,
        "unnumbered": unnumbered.order_by("-pk") if asked.is_everything else (),
        "older": f"?{urlencode({**kept, 'before': shown[-1].pk})}" if len(page) > PAGE else None,
        "wanted": asked,
        "query": urlencode(kept),
        "cities": cities,
        "statuses": STATUSES.items(),
        "modes": Decision.Mode.choices,
        "years": years_of(group),
        "rules": RulesOfProcedure.objects.in_force().filter(group=group).first(),
        "moderates": moderates,
        "today": clock.today(),
        "demo_page": group.is_example,
    })  # fmt: skip


def years_of(group: WorkingGroup) -> list[int]:
    """The years in which a group has stated outcomes, the last one first."""
    stated = Decision.objects.stated().filter(thread__group=group)
    return [day.year for day in stated.datetimes("outcome_at", "year", order="DESC")]


@require_safe
@workspace
def register_file(request: SignedInRequest, slug: str) -> HttpResponse:
    """The register, or what is wanted of it, as a table for office programs."""
    group = group_inside(request, slug)
    asked = wanted(request.GET, list(group.cities.all()))
    rows = asked.of(stated_in(group)).order_by("pk")
    return table(f"register-{group.slug}", heading(), map(line_of, rows))


def listed_group(slug: str) -> WorkingGroup:
    """A group with a public page; otherwise there is none."""
    return get_object_or_404(WorkingGroup.objects.public(), slug=slug)


@require_safe
def public_register(request: HttpRequest, slug: str) -> HttpResponse:
    """The outcomes that a group shows to everybody."""
    group = listed_group(slug)
    return render(
        request,
        "workinggroups/public_register.html",
        {
            "group": group,
            "outcomes": shown_in(group),
            "section": "groups",
            "demo_page": group.is_example,
            "crumbs": [
                (_("Working groups"), page_at("groups")),
                (group.name, reverse("group", args=[group.slug])),
                (pgettext("of a group", "Decisions"), None),
            ],
        },
    )


@require_safe
def public_register_file(request: HttpRequest, slug: str) -> HttpResponse:
    """The same as a table for office programs."""
    group = listed_group(slug)
    rows = shown_in(group).order_by("pk")
    return table(f"register-{group.slug}", public_heading(), map(public_line_of, rows))


def table(name: str, first: list[str], rows: Iterable[list[str]]) -> HttpResponse:
    """A CSV file that office programs of the region open as it is."""
    response = HttpResponse(written(first, rows), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response
