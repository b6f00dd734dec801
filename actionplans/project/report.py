"""The report of a period put together: what its page shows and its files hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import Prefetch, Q

from actionplans.models import (
    Contribution,
    Measure,
    Project,
    ProjectActual,
    ProjectEvidence,
    ProjectIndicator,
    ProjectOutput,
    ProjectText,
)
from actionplans.models.project import GROUPS, SPLIT_OF, Group, Section, Split
from actionplans.project.cited import Part, Told, parts_of, things_of
from actionplans.project.english import Tally, tally
from actionplans.project.finance import Finance, finance_of
from actionplans.project.spans import Span
from cities.models import City


@dataclass
class IndicatorLine:
    """An indicator with its targets and what was entered for the period."""

    indicator: ProjectIndicator
    targets: dict[int, Decimal]
    actual: ProjectActual | None
    others: list[ProjectActual] = field(default_factory=list)

    @property
    def target(self) -> Decimal | None:
        """What is to be reached in the year the actual belongs to."""
        return self.targets.get(self.actual.ends_on.year) if self.actual else None

    @property
    def people(self) -> list[tuple[Split, list[tuple[str, int]]]]:
        """The counts of the actual, split by split."""
        return people_of(self.actual) if self.actual else []

    @property
    def evidence(self) -> list[ProjectEvidence]:
        """What the actual rests on and everybody may still read."""
        return list(self.actual.evidence.all()) if self.actual else []


def people_of(actual: ProjectActual) -> list[tuple[Split, list[tuple[str, int]]]]:
    """How many of each group, by split; needs `people` prefetched."""
    found: dict[Split, list[tuple[str, int]]] = {}
    for one in actual.people.all():
        found.setdefault(SPLIT_OF[Group(one.group)], []).append(
            (one.get_group_display(), one.count)
        )
    return [(split, found[split]) for split in GROUPS if split in found]


def readable_evidence(cities: Collection[City]) -> Prefetch:
    """Evidence as it may be shown: of a city only while it consents and shows the measure."""
    public = Q(contribution__measure__in=Measure.objects.readable(), contribution__city__in=cities)
    said = Q(update=None) | Q(update__state="approved")
    rows = ProjectEvidence.objects.filter(Q(contribution=None) | (public & said))
    return Prefetch(
        "evidence",
        rows.select_related(
            "update", "contribution__city", "contribution__measure__plan__city"
        ).prefetch_related("contribution__measure__translations"),
    )


def outputs_of(
    project: Project, span: Span, cities: Collection[City]
) -> list[tuple[ProjectOutput, list[IndicatorLine]]]:
    """Outputs with their indicators, and the actuals of this kind of period; seven queries."""
    actuals = (
        ProjectActual.objects.filter(kind=span.kind)
        .prefetch_related("people", readable_evidence(cities))
        .order_by("starts_on")
    )
    indicators = ProjectIndicator.objects.prefetch_related("targets", Prefetch("actuals", actuals))
    found = []
    for output in project.outputs.prefetch_related(Prefetch("indicators", indicators)):
        lines = []
        for one in output.indicators.all():
            known = list(one.actuals.all())
            lines.append(IndicatorLine(
                one,
                {target.year: target.value for target in one.targets.all()},
                next((it for it in known if it.starts_on == span.starts_on), None),
                [it for it in known if it.starts_on < span.starts_on],
            ))  # fmt: skip
        found.append((output, lines))
    return found


def texts_of(project: Project, span: Span, lang: str) -> dict[str, ProjectText]:
    """What reviewers have written, by section; the last version of each."""
    rows = project.texts.filter(lang=lang, **span.of).select_related("by").order_by("version")
    return {one.section: one for one in rows}


@dataclass
class Report:
    """Everything a report of a period tells, for the page and for the files."""

    project: Project
    told: Told
    lang: str
    outputs: list[tuple[ProjectOutput, list[IndicatorLine]]]
    parts: list[Part]
    finance: Finance
    texts: dict[str, ProjectText]
    statuses: Counter[str]
    english: Tally

    @classmethod
    def of(cls, project: Project, span: Span, cities: Collection[City], lang: str) -> Report:
        """Put the report together from what is there now."""
        told = Told.of(span, cities)
        parts = parts_of(told)
        return cls(
            project, told, lang, outputs_of(project, span, cities), parts, finance_of(told),
            texts_of(project, span, lang),
            Counter(one.status for one in told.standing().values()),
            tally(thing for _part, thing in things_of(parts)),
        )  # fmt: skip

    @property
    def span(self) -> Span:
        return self.told.span

    @property
    def is_example(self) -> bool:
        """Whether anything invented is in it."""
        return (
            any(part.measure.plan.is_example for part in self.parts)
            or any(line.indicator.is_example for _output, lines in self.outputs for line in lines)
            or self.finance.rates.is_example
        )

    @property
    def standing(self) -> list[tuple[str, int]]:
        """How many parts of measures stand in each status at the end of the period."""
        return [
            (str(label), self.statuses[status])
            for status, label in Contribution.Status.choices
            if self.statuses[status]
        ]

    def text(self, section: Section) -> str:
        """The words of a section; empty where nobody has written any."""
        found = self.texts.get(section)
        return found.text if found else ""

    @property
    def obstacles(self) -> list[Part]:
        """Where a city's last word of the period names something in the way."""
        return [part for part in self.parts if part.last.obstacles]

    @property
    def next_steps(self) -> list[Part]:
        return [part for part in self.parts if part.last.next_steps]

    @property
    def closed_on(self) -> list[tuple[City, date]]:
        """Cities whose figures are those of a completed report."""
        return [(one.city, one.closed_at.date()) for one in self.told.reports if one.closed_at]
