"""The matrix of a period that is over, counted from the reports that were completed for it.

A completed report is kept byte for byte, so these figures never change. Nothing of today's plans
is read: what a city did not report then is a dash that says so.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple, Self

from django.conf import settings
from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from actionplans.figures import ALL, COUNTED, OTHER, Line
from actionplans.freezing import Content
from actionplans.matrix import AXES, SCHEME_OF, UNSAID, Head, Matrix, named
from actionplans.models import CityReport, Contribution, ProgressUpdate, ReportingRound
from actionplans.timeliness import Facts, Signal, signals_from
from cities.models import City
from coalition.models.terms import terms

PAST_AXES = tuple(axis for axis in AXES if axis != "gap")  # reports do not keep gaps


def completed_rounds(cities: Collection[City]) -> QuerySet[ReportingRound]:
    """The periods of which at least one of these cities has a completed report."""
    done = CityReport.objects.filter(city__in=cities, state=CityReport.State.CLOSED)
    return ReportingRound.objects.filter(pk__in=done.values("round"))


class Told(NamedTuple):
    """One measure of a completed report, and what the dates said of it when the period ended."""

    report: CityReport
    about: Content
    signals: frozenset[Signal]

    def keys(self, axis: str) -> Sequence[str]:
        """The lines of an axis the measure is counted in."""
        if axis == ALL:
            return (ALL,)
        if axis == "status":
            return (self.about["status"],)
        if "direction_key" not in self.about:
            return (UNSAID,)
        if axis == "direction":
            key = self.about["direction_key"]
            return (key if key in terms("directions") else OTHER,)
        if axis == "goal":
            return (str(self.about["goal"]["id"]),)
        return self.about["terms"].get(SCHEME_OF[axis], ())

    @property
    def adds(self) -> Line:
        """What it adds to a line: itself, done, late, at risk, silent."""
        done = self.about["status"] == Contribution.Status.COMPLETED
        return [1, int(done), *(int(signal in self.signals) for signal in COUNTED[2:])]


@dataclass
class Past(Matrix):
    """The matrix as it stood at the end of a period: the columns are the same cities."""

    about: ReportingRound | None = None

    def of_round(self, about: ReportingRound) -> Self:
        """The same columns, filled from the reports of a period; signals as of its last day."""
        self.about = about
        return self

    @cached_property
    def reports(self) -> dict[int, CityReport]:
        """{city: its report of the period}, completed or not."""
        rows = CityReport.objects.filter(round=self.about, city__in=[one.pk for one in self.cities])
        taken_back = Q(updates__state=ProgressUpdate.State.WITHDRAWN)
        rows = rows.select_related("frozen", "round").annotate(
            corrected=Count("corrections", distinct=True),
            gone=Count("updates", filter=taken_back, distinct=True),
        )
        return {one.city_id: one for one in rows}

    @cached_property
    def contents(self) -> list[tuple[CityReport, Content]]:
        """The completed reports with what was frozen of them, in the order of cities."""
        found = []
        for city in self.cities:
            report = self.reports.get(city.pk)
            if report and report.closed_at:
                report.city = city
                found.append((report, json.loads(bytes(report.frozen.content))))
        return found

    @cached_property
    def told(self) -> list[Told]:
        """Every measure of every completed report, in the order of cities and plans."""
        return [
            Told(report, about, signals_from(_facts(about), self.today))
            for report, content in self.contents
            for about in content["measures"]
        ]

    @property
    def is_example(self) -> bool:
        """Whether a report of invented plans is among what is counted."""
        return any(content["example"] for _report, content in self.contents)

    def figures(self, axis: str) -> dict[int, dict[str, list[int]]]:
        """{city: {key: counted}} of one axis, counted from what was frozen."""
        found: dict[int, dict[str, list[int]]] = {city.pk: {} for city in self.cities}
        for one in self.told:
            lines = found[one.report.city_id]
            for key in one.keys(axis):
                known = lines.setdefault(key, [0] * len(COUNTED))
                lines[key] = [sum(pair) for pair in zip(known, one.adds, strict=True)]
        return found

    def why_none(self, city: City) -> str:
        """Why there are no figures of a city: it was not asked, has not sent, the talk goes on."""
        report = self.reports.get(city.pk)
        if report is None:
            return _("was not asked for a report")
        if report.closed_at:
            return ""
        if report.is_sent:
            return _("the overview of its report is not completed")
        if report.round.closed_on:
            return _("the report was not sent")
        return _("the report is not sent yet")

    @property
    def heads(self) -> list[Head]:
        """The columns of this page, each with the report it is counted from."""
        found = []
        for city in self.shown:
            why, report = self.why_none(city), self.reports.get(city.pk)
            url = "" if why or not report else reverse("review_report", args=[report.pk])
            found.append(Head(city, url, why or self.beside(city)))
        return found

    def beside(self, city: City) -> str:
        """When the report was completed, and what has been said beside it since."""
        report = self.reports[city.pk]
        day = date_format(localtime(report.closed_at), "SHORT_DATE_FORMAT")
        said = [_("report completed on %(day)s") % {"day": day}]
        if report.corrected:  # type: ignore[attr-defined]  # annotated
            said.append(_("corrections beside it: %(number)d") % {"number": report.corrected})  # type: ignore[attr-defined]
        if report.gone:  # type: ignore[attr-defined]
            said.append(_("taken back since: %(number)d") % {"number": report.gone})  # type: ignore[attr-defined]
        return "; ".join(said)

    def source(self, city: City) -> str:
        """The report a column is counted from, with its fingerprint and address."""
        why, report = self.why_none(city), self.reports.get(city.pk)
        if why or report is None:
            return why
        address = f"{settings.SITE_URL}{reverse('review_report', args=[report.pk])}"
        return f"{self.beside(city)}. SHA-256: {report.frozen.sha256}. {address}"

    def address(self, city: City | None, chosen: Mapping[str, str], start: int = 0) -> str:
        """The list of what the reports said, behind a figure."""
        asked = {"round": self.about.pk if self.about else ""}
        asked |= {"city": city.slug} if city else {}
        asked |= chosen
        asked |= {"from": start} if start else {}
        return f"{reverse('review_period')}?{urlencode(asked)}"

    def desk(self, axis: str = "status") -> str:
        """The matrix of the period."""
        asked = {"by": axis, "round": self.about.pk if self.about else ""}
        return f"{reverse('review')}?{urlencode(asked)}"

    def names_of_goals(self, keys: Collection[str]) -> dict[str, tuple[str, str]]:
        """Goals as the reports name them."""
        found: dict[str, tuple[str, str]] = {}
        for one in self.told:
            key, goal = one.keys("goal")[0], one.about.get("goal")
            if key in keys and key not in found:
                found[key] = (_named(goal, one.about["joint"]), goal["lang"] if goal else "")
        return found

    def chosen(self, params: Mapping[str, str]) -> dict[str, str]:
        """The conditions of an address; what no report knows is left out."""
        asked = {axis: params.get(axis, "") for axis in (*PAST_AXES, "signal")}
        return {axis: key for axis, key in asked.items() if key and self.words_of(axis, key)}

    def words_of(self, axis: str, key: str) -> str:
        """A condition in words; nothing where there is no such."""
        if axis == "signal":
            return str(dict(Signal.choices).get(key, ""))
        if axis == "goal":
            return self.names_of_goals([key]).get(key, ("", ""))[0]
        return str(dict(named(axis)).get(key, ""))

    def behind(self, city: City | None, chosen: Mapping[str, str]) -> list[Told]:
        """The measures behind a figure: of one city or of all, that meet every condition."""
        return [
            one for one in self.told
            if (city is None or one.report.city_id == city.pk)
            and all(
                key in (one.signals if axis == "signal" else one.keys(axis))
                for axis, key in chosen.items()
            )
        ]  # fmt: skip


def _named(goal: dict[str, Any] | None, is_joint: bool) -> str:  # noqa: FBT001 -- as it is kept
    if goal is None:
        return _("The report does not say")
    joint = f" ({_('joint plan')})" if is_joint else ""
    return f"{goal['code']}. {goal['title']}{joint}"


def _facts(about: Content) -> Facts:
    """What signals are computed from: the last word of the report, or the last before it."""
    last = about["updates"][-1] if about["updates"] else about["before"]
    news_on = last["on"] if last else about.get("could_begin_on")
    return Facts(about["status"], about["percent"], _day(about["due_on"]), _day(news_on))


def _day(said: str | None) -> date | None:
    return date.fromisoformat(said) if said else None
