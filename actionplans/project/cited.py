"""What cities said in a period, as a report cites it; completed reports count as they were sent.

Only what everybody may read is here: public measures, approved updates. What a city has taken
back since is gone from here at once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Prefetch, Q, QuerySet

from actionplans.models import CityReport, Contribution, Measure, ProgressUpdate
from actionplans.project.spans import Span
from cities.models import City


@dataclass(frozen=True)
class Told:
    """The cities a report is about and their completed reports of the period."""

    span: Span
    cities: Collection[City]
    reports: Collection[CityReport]

    @classmethod
    def of(cls, span: Span, cities: Collection[City]) -> Told:
        """With the reports of the round of this very period that are completed."""
        found = CityReport.objects.filter(
            round__kind=span.kind, round__starts_on=span.starts_on, city__in=cities,
            state=CityReport.State.CLOSED,
        ).select_related("frozen", "round", "city")  # fmt: skip
        return cls(span, cities, list(found))

    @property
    def closed(self) -> set[int]:
        """The cities with a completed report."""
        return {one.city_id for one in self.reports}

    def updates(self) -> QuerySet[ProgressUpdate]:
        """Updates of the period; of a city with a completed report, what that report tells."""
        inside = Q(on__range=(self.span.starts_on, self.span.ends_on))
        live = ~Q(contribution__city__in=self.closed) | Q(report__isnull=False)
        return self._public().filter(Q(report__in=self.reports) | (inside & live))

    def standing(self) -> dict[int, ProgressUpdate]:
        """{contribution: its last word by the end of the period}, with status and percent."""
        rows = self.standing_updates().order_by("on", "pk")
        return {
            one.contribution_id: one
            for one in rows.only("contribution", "status", "percent", "on", "state")
        }

    def standing_updates(self) -> QuerySet[ProgressUpdate]:
        """All that had been said by the end of the period."""
        return self._public().filter(Q(on__lte=self.span.as_of) | Q(report__in=self.reports))

    def _public(self) -> QuerySet[ProgressUpdate]:
        return ProgressUpdate.objects.public().filter(contribution__city__in=self.cities)


@dataclass(frozen=True)
class Part:
    """One city's part in a measure with what it said in the period, oldest first."""

    part: Contribution
    updates: list[ProgressUpdate]

    @property
    def measure(self) -> Measure:
        return self.part.measure

    @property
    def last(self) -> ProgressUpdate:
        return self.updates[-1]


def parts_of(told: Told) -> list[Part]:
    """Everything a report cites, in the order of cities and plans; three queries."""
    updates = told.updates().select_related("undp_english").prefetch_related("translations")
    rows = (
        Contribution.objects.filter(pk__in=told.updates().order_by().values("contribution"))
        .select_related("city", "measure__plan__city", "measure__undp_english")
        .prefetch_related(
            "measure__translations",
            Prefetch("updates", updates.order_by("on", "pk"), to_attr="cited"),
        )
        .order_by("city__position", "city_id", "measure__plan_id", "measure__position", "pk")
    )
    return [Part(one, one.cited) for one in rows if one.cited]  # type: ignore[attr-defined]


def things_of(parts: Iterable[Part]) -> list[tuple[Part, Measure | ProgressUpdate]]:
    """What is to be read in English: each measure once, then its updates."""
    found: list[tuple[Part, Measure | ProgressUpdate]] = []
    seen: set[int] = set()
    for part in parts:
        if part.measure.pk not in seen:
            seen.add(part.measure.pk)
            found.append((part, part.measure))
        found += [(part, one) for one in part.updates]
    return found
