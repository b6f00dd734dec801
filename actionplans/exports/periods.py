"""The stretch of time a report speaks of: a quarter, a half-year, a year, or any two dates."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from actionplans.dues import month_end, say_due
from actionplans.models import ActionPlan, Measure, ProgressUpdate

KEY = re.compile(r"(\d{4})(?:-(q[1-4]|h[12]))?")
MONTHS = {"q": 3, "h": 6}
Precision = Measure.Precision


class Period(NamedTuple):
    """From a day to a day, both counted."""

    since: date
    until: date
    name: str = ""

    @property
    def words(self) -> str:
        """«III квартал 2026», or both days."""
        return self.name or _("%(since)s to %(until)s") % {
            "since": date_format(self.since, "SHORT_DATE_FORMAT"),
            "until": date_format(self.until, "SHORT_DATE_FORMAT"),
        }

    def measures(self, measures: QuerySet[Measure]) -> QuerySet[Measure]:
        """Those due in it, and those of which something approved was said in it."""
        said = ProgressUpdate.objects.approved().filter(
            contribution__measure=OuterRef("pk"),
            contribution__visibility=Measure.Visibility.PUBLIC,
            on__range=(self.since, self.until),
        )
        return measures.filter(Q(due_on__range=(self.since, self.until)) | Exists(said))


def period_of(key: str) -> Period | None:
    """The period a key names: 2026, 2026-q3, 2026-h1; None for anything else."""
    match = KEY.fullmatch(key)
    if match is None or not 1900 < int(match[1]) < 2200:  # noqa: PLR2004 -- years of plans
        return None
    year, part = int(match[1]), match[2]
    if not part:
        return Period(date(year, 1, 1), date(year, 12, 31), say_due(date(year, 12, 31), "year"))
    length, number = MONTHS[part[0]], int(part[1])
    until = month_end(year, length * number)
    precision = Precision.QUARTER if part[0] == "q" else Precision.HALF_YEAR
    return Period(date(year, until.month - length + 1, 1), until, say_due(until, precision))


def keys_of(plan: ActionPlan) -> list[tuple[str, list[str]]]:
    """The periods of a plan by year: [("2026", ["2026", "2026-h1", …])]."""
    parts = ("", "-h1", "-h2", "-q1", "-q2", "-q3", "-q4")
    return [(str(year), [f"{year}{part}" for part in parts]) for year in plan.years]
