"""A person's notification centre: lines by day, the unread ones first."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.contrib import messages
from django.db.models import BooleanField, ExpressionWrapper, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from coalition import clock, verbs
from coalition.http import SignedInRequest, moment, whole, workspace
from coalition.models import Notification
from coalition.notifications import lines_of, sentence, unread_count
from coalition.templatetags.site import in_language

PAGE = 40


@dataclass
class Day:
    """The lines of one day, either unread or read."""

    name: str
    is_read: bool
    lines: list[tuple[Notification, str]] = field(default_factory=list)


@require_safe
@workspace
def notifications(request: SignedInRequest) -> HttpResponse:
    """What happened that concerns this person, a sentence and a way there for each."""
    lines, older = page_of_lines(request)
    return render(
        request,
        "account/notifications.html",
        {
            "days": by_day(lines),
            "older": older,
            "unread": unread_count(request.user),
            "section": "notifications",
        },
    )


def page_of_lines(request: SignedInRequest) -> tuple[list[Notification], str | None]:
    """A page of lines, unread ones first, and the address of the older ones."""
    is_read = ExpressionWrapper(Q(read_at__isnull=False), output_field=BooleanField())
    lines = lines_of(request.user).annotate(is_read=is_read)
    lines = lines.select_related("place__city", "place__working_group")
    state, _comma, rest = request.GET.get("before", "").partition(",")
    when, _comma, mark = rest.partition(",")
    at, before = moment(when), whole(mark)
    if at is not None and before is not None:
        follows = Q(at__lt=at) | Q(at=at, pk__lt=before)
        behind = Q(read_at__isnull=False)
        lines = lines.filter(behind & follows if state == "read" else behind | follows)
    page = list(lines.order_by("is_read", "-at", "-pk")[: PAGE + 1])
    if len(page) <= PAGE:
        return page, None
    last = page[PAGE - 1]
    state = "read" if last.read_at else "new"
    return page[:PAGE], f"?before={state},{last.at:%Y-%m-%dT%H:%M:%S.%fZ},{last.pk}"


def by_day(lines: list[Notification]) -> list[Day]:
    """Lines under the days they are of; a line whose kind is no more says nothing."""
    days: list[Day] = []
    for line in lines:
        words = sentence(line)
        if not words:
            continue
        name, is_read = day_name(timezone.localdate(line.at)), line.read_at is not None
        if not days or (days[-1].name, days[-1].is_read) != (name, is_read):
            days.append(Day(name, is_read))
        days[-1].lines.append((line, words))
    return days


def day_name(day: date) -> str:
    """Today, yesterday, or the date."""
    today = clock.today()
    if day >= today:
        return _("Today")
    return _("Yesterday") if day == today - timedelta(days=1) else date_format(day)


@require_POST
@workspace
def open_line(request: SignedInRequest, pk: int) -> HttpResponse:
    """Go where a line leads; it is read with that."""
    line = get_object_or_404(lines_of(request.user), pk=pk)
    verbs.read_line(line, by=request.user)
    return redirect(in_language(line.path, translation.get_language() or "ru"))


@require_POST
@workspace
def read_all(request: SignedInRequest) -> HttpResponse:
    """Take everything in the centre as read."""
    if verbs.read_lines(by=request.user):
        messages.success(request, _("Everything is marked as read."))
    return redirect("notifications")
