"""What a round awaits, of whom and by when: plain facts, for my day, the desk and reminders.

Nothing here says what a person should be told; whoever reminds decides that from the dates.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from enum import Enum
from typing import NamedTuple

from django.db.models import QuerySet
from django.utils import timezone

from actionplans.models import CityReport, Measure, ProgressUpdate
from actionplans.review import reviewed_cities
from cities.models import City
from coalition.permissions import Person


class What(Enum):
    """What is awaited; of the city's approver, of its editors too, or of its reviewers."""

    REPORT = "report"  # a round is open, the report is not sent: the approver
    APPROVAL = "approval"  # updates of the period wait for approval: the approver
    ANSWER = "answer"  # proposals for clarification: editors and the approver
    READING = "reading"  # a report or answers were sent: reviewers


class Awaited(NamedTuple):
    """One thing that is awaited: since which day, and by which (None: no day was named)."""

    what: What
    report: CityReport
    since: date
    by: date | None
    number: int = 0  # how many updates or proposals


def rounds_waiting(today: date, cities: Iterable[City] | None = None) -> list[Awaited]:
    """Everything the open rounds await, city by city; three queries, however many there are."""
    rows = CityReport.objects.under_way(today).select_related("city__place", "round")
    if cities is not None:
        rows = rows.filter(city__in=[one.pk for one in cities])
    reports = list(rows)
    asked = _asked(reports)
    updates = _updates(reports)
    found: list[Awaited] = []
    for report in reports:
        found += _of(report, updates, asked.get(report.pk, 0))
    return found


def _of(report: CityReport, updates: dict[int, list[date]], asked: int) -> list[Awaited]:
    state, about = CityReport.State, report.round
    if report.state == state.OPEN:
        found = [Awaited(What.REPORT, report, about.opens_on, about.submit_by)]
        waits = [on for on in updates[report.city_id] if about.starts_on <= on <= about.ends_on]
        if waits:
            found.append(Awaited(What.APPROVAL, report, min(waits), about.submit_by, len(waits)))
        return found
    if report.state == state.CLARIFICATION and report.proposed_at:
        since = timezone.localdate(report.proposed_at)
        return [Awaited(What.ANSWER, report, since, report.answer_by, asked)]
    sent = report.answered_at if report.state == state.ANSWERED else report.submitted_at
    return [Awaited(What.READING, report, timezone.localdate(sent), None)] if sent else []


def _asked(reports: list[CityReport]) -> dict[int, int]:
    """{report: how many proposals are not answered}."""
    open_ones = [one.pk for one in reports if one.state == CityReport.State.CLARIFICATION]
    if not open_ones:
        return {}
    found: dict[int, int] = defaultdict(int)
    rows = CityReport.objects.filter(pk__in=open_ones, remarks__state="sent")
    for pk in rows.values_list("pk", flat=True):
        found[pk] += 1
    return found


def _updates(reports: list[CityReport]) -> dict[int, list[date]]:
    """{city: the days of the updates that wait for its approver}."""
    found: dict[int, list[date]] = defaultdict(list)
    cities = {one.city_id for one in reports if one.state == CityReport.State.OPEN}
    if cities:
        rows = ProgressUpdate.objects.filter(
            state=ProgressUpdate.State.SUBMITTED, contribution__city__in=cities,
            contribution__measure__in=Measure.objects.public(),
        )  # fmt: skip
        for city, on in rows.values_list("contribution__city", "on"):
            found[city].append(on)
    return found


def to_read(person: Person) -> QuerySet[CityReport]:
    """What was sent to this reviewer and waits to be read; not where the reviewer stepped back."""
    return (
        CityReport.objects.to_read()
        .filter(city__in=reviewed_cities(person))
        .exclude(recusals__reviewer=person.pk or 0)
        .select_related("city", "round")
    )


def to_prepare(cities: Iterable[City]) -> QuerySet[CityReport]:
    """The reports these cities have to send or to answer."""
    rows = CityReport.objects.of_the_city().filter(city__in=[one.pk for one in cities])
    return rows.select_related("city", "round")
