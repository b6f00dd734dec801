"""How much goes on in groups, for those who support them: counts by period, never the words.

Only groups that are public or known inside the Coalition; teams of cities and consultations are
never counted. What is counted stands in `COUNTED`: a further kind of work is one more line there.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cities.models import City
from workinggroups.models import Decision, Meeting, Post, Thread, WorkingGroup

KNOWN = (WorkingGroup.Visibility.PUBLIC, WorkingGroup.Visibility.COALITION)
APART = (WorkingGroup.Kind.CITY_TEAM, WorkingGroup.Kind.CONSULTATION)


@dataclass(frozen=True)
class Span:
    """A period: from a moment, up to another."""

    start: datetime
    end: datetime

    def of(self, field: str) -> Q:
        """Rows whose moment lies in the period."""
        return Q(**{f"{field}__gte": self.start, f"{field}__lt": self.end})


@dataclass(frozen=True)
class Row:
    """One group in a period."""

    group: WorkingGroup
    counts: list[int]  # in the order of COUNTED
    cities: int  # that took part
    seats: int  # cities with a seat


def _posts(span: Span) -> QuerySet[Any]:
    return Post.objects.filter(span.of("created_at"), redacted_at=None).annotate(
        at_group=F("thread__group")
    )


def _opened(span: Span) -> QuerySet[Any]:
    return Thread.objects.filter(span.of("opened_at")).annotate(at_group=F("group"))


def _closed(span: Span) -> QuerySet[Any]:
    return Thread.objects.filter(span.of("closed_at")).annotate(at_group=F("group"))


def _held(span: Span) -> QuerySet[Any]:
    held = Meeting.objects.filter(span.of("starts_at"), state=Meeting.State.HELD)
    return held.annotate(at_group=F("group"))


def _asked(span: Span) -> QuerySet[Any]:
    return Decision.objects.put().filter(span.of("opened_at")).annotate(at_group=F("thread__group"))


def _settled(span: Span) -> QuerySet[Any]:
    return Decision.objects.filter(span.of("closed_at")).annotate(at_group=F("thread__group"))


def _recommended(span: Span) -> QuerySet[Any]:
    adopted = Decision.objects.filter(span.of("outcome_at"), result=Decision.Result.ADOPTED)
    return adopted.annotate(at_group=F("thread__group"))


# a heading, and the rows of a period with the group of each as `at_group`
COUNTED: list[tuple[str | Promise, Callable[[Span], QuerySet[Any]]]] = [
    (_("Posts"), _posts),
    (_("Threads opened"), _opened),
    (_("Threads closed"), _closed),
    (_("Meetings held"), _held),
    (_("Decisions opened"), _asked),
    (_("Decisions closed"), _settled),
    (_("Recommendations"), _recommended),
]


def activity_in(span: Span) -> list[Row]:
    """The groups that were there in a period, in their own order; one query for all counts."""
    speaking = _posts(span).filter(city__working_groups=F("thread__group"))
    counts = {
        f"count_{place}": _number(rows(span)) for place, (_heading, rows) in enumerate(COUNTED)
    }
    groups = (
        WorkingGroup.objects.filter(visibility__in=KNOWN, opened_at__lt=span.end)
        .exclude(kind__in=APART)
        .exclude(archived_on__lt=span.start.date())
        .annotate(
            seats_of_cities=_number(City.objects.members().annotate(at_group=F("working_groups"))),
            cities_speaking=_number(speaking, Count("city", distinct=True)),
            **counts,
        )
        .order_by("position", "slug")
    )
    return [
        Row(
            group,
            [getattr(group, name) for name in counts],
            group.cities_speaking,
            group.seats_of_cities,
        )
        for group in groups
    ]


def _number(rows: QuerySet[Any], how: Count | None = None) -> Coalesce:
    """How many of these rows the group of the outer query has."""
    own = rows.filter(at_group=OuterRef("pk")).order_by().values("at_group")
    return Coalesce(Subquery(own.annotate(number=how or Count("pk")).values("number")), 0)
