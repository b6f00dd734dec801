"""What cities have made public lately: editions of plans and approved updates, newest first.

Read from the approved things themselves, not from the journal: what a city takes back is gone
from here at once, and nothing of its internal work can slip in.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet

from actionplans.models import ActionPlan, Edition, ProgressUpdate
from cities.models import City
from coalition.http import moment, whole

PAGE = 15


class Entry(NamedTuple):
    """One publication."""

    at: datetime
    kind: str  # "edition" or "update"
    pk: int
    city: City
    thing: Any

    @property
    def anchor(self) -> str:
        """Where the next page begins."""
        return f"{self.at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ}~{self.kind}.{self.pk}"


def page_of(cities: Iterable[City], before: str) -> tuple[list[Entry], str | None]:
    """One page of publications of these cities, and the anchor of the next."""
    ids = [city.pk for city in cities]
    updates = (
        ProgressUpdate.objects.public()
        .filter(contribution__city__in=ids)
        .select_related("contribution__city", "contribution__measure__plan__city")
        .prefetch_related("translations", "contribution__measure__translations")
    )
    editions = (
        Edition.objects.filter(plan__city__in=ids, plan__state__in=ActionPlan.PUBLIC_STATES)
        .defer("content")
        .select_related("plan__city")
        .prefetch_related("plan__translations")
    )
    found = [
        Entry(one.approved_at, "update", one.pk, one.contribution.city, one)
        for one in _before(updates, "approved_at", "update", before)
    ] + [
        Entry(one.at, "edition", one.pk, one.plan.city, one)
        for one in _before(editions, "at", "edition", before)
    ]
    found.sort(key=lambda entry: entry[:3], reverse=True)
    if len(found) > PAGE:
        return found[:PAGE], found[PAGE - 1].anchor
    return found, None


def _before(rows: QuerySet[Any], when: str, kind: str, anchor: str) -> QuerySet[Any]:
    """The rows of one kind that stand behind an anchor, in the common order."""
    there = _read(anchor)
    if there is not None:
        at, kind_there, pk = there
        behind = Q(**{f"{when}__lt": at})
        if kind < kind_there:
            behind |= Q(**{when: at})
        elif kind == kind_there:
            behind |= Q(**{when: at, "pk__lt": pk})
        rows = rows.filter(behind)
    return rows.order_by(f"-{when}", "-pk")[: PAGE + 1]


def _read(anchor: str) -> tuple[datetime, str, int] | None:
    """An anchor of an address; one that cannot be read gives the beginning."""
    at, _dot, rest = anchor.partition("~")
    kind, _dot, pk = rest.partition(".")
    when, number = moment(at), whole(pk)
    return (when, kind, number) if when is not None and number is not None else None
