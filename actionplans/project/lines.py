"""The tables of a period's report, as the page, the Word file and the workbook show them."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from actionplans.models import Contribution, Measure, ProjectEvidence
from actionplans.outline import measure_url
from actionplans.periods import say_month
from actionplans.project.cited import Part
from actionplans.project.english import FIELDS, Mark, Said, Thing, in_english
from actionplans.project.figures import FIGURES
from actionplans.project.report import IndicatorLine, Report
from coalition import clock
from coalition.charts.frame import say

NONE = "—"


class Words(NamedTuple):
    """A city's words beside their English."""

    heading: str
    text: str
    lang: str
    english: Said


def beside(thing: Thing, *names: str) -> list[Words]:
    """Texts of a measure or an update with the English beside; the empty ones are left out."""
    labels = FIELDS[type(thing)]
    on = "" if isinstance(thing, Measure) else date_format(thing.on, "SHORT_DATE_FORMAT")
    return [
        Words(
            ", ".join(filter(None, (str(labels[name]), on))),
            getattr(thing, name),
            thing.lang,
            in_english(thing, name),
        )
        for name in names or labels
        if getattr(thing, name)
    ]


def marked(said: Said) -> str:
    """English with whose it is: a translation is never taken for the city's own words."""
    if said.mark == Mark.MISSING:
        return _("[not translated yet]")
    if said.mark == Mark.ORIGINAL:
        return said.text
    return f"{said.text} [{Mark(said.mark).label}]"


def status_words(part: Part) -> str:
    """How the city says the measure stands, in words."""
    last = part.last
    return _("%(status)s, %(percent)s %%, as of %(day)s") % {
        "status": Contribution.Status(last.status).label,
        "percent": last.percent,
        "day": date_format(last.on, "SHORT_DATE_FORMAT"),
    }


def number(value: Decimal | None, unit: str = "") -> str:
    """A value as people read it."""
    return NONE if value is None else f"{say(value)} {unit}".strip()


def targets_of(line: IndicatorLine) -> str:
    return "; ".join(f"{year}: {say(value)}" for year, value in line.targets.items()) or NONE


def people_words(line: IndicatorLine) -> str:
    """The people counted apart, in words."""
    return "; ".join(
        f"{split.label}: " + ", ".join(f"{name} {count}" for name, count in groups)
        for split, groups in line.people
    )


def evidence_words(one: ProjectEvidence) -> tuple[str, str]:
    """What evidence is, and its address."""
    if one.contribution is None:
        return one.title, one.url
    measure = one.contribution.measure
    words = f"{one.contribution.city.name}, {measure.code} {measure.say('title')}"
    if one.update:
        words += f" ({date_format(one.update.on, 'SHORT_DATE_FORMAT')})"
    return words, address_of(measure)


def address_of(measure: Measure) -> str:
    """The page of a measure as everybody may open it."""
    return f"{settings.SITE_URL}{measure_url(measure)}"


def proofs(report: Report, line: IndicatorLine) -> list[tuple[str, str]]:
    """All an actual rests on: the platform's figure, then measures and what is elsewhere."""
    found = [evidence_words(one) for one in line.evidence]
    if line.actual and line.actual.figure in FIGURES:
        figure = FIGURES[line.actual.figure]
        query = f"?period={report.span.key}&figure={line.actual.figure}"
        url = f"{settings.SITE_URL}{reverse('review_project_figure')}{query}"
        found.insert(0, (_("Figure of the platform: %(name)s") % {"name": figure.label}, url))
    return found


def indicator_lines(report: Report) -> Iterator[IndicatorLine]:
    for _output, lines in report.outputs:
        yield from lines


def rates_words(report: Report) -> str:
    """By which rates dollars are told, and where they are from."""
    rates = report.finance.rates
    if not rates.month:
        return _("No rate has been entered yet, so nothing is told in dollars.")
    said = ", ".join(f"{currency} {say(rate)}" for currency, rate in rates.per_dollar.items())
    return _("UN operational rates of %(month)s for one dollar: %(rates)s. Source: %(source)s.") % {
        "month": say_month(rates.month),
        "rates": said,
        "source": "; ".join(rates.sources),
    }


def about(report: Report) -> list[str]:
    """What a reader should know of the report as a whole."""
    cities = ", ".join(city.name for city in report.told.cities)
    said = [
        _("Made on %(day)s at %(address)s.")
        % {"day": date_format(clock.today(), "SHORT_DATE_FORMAT"), "address": settings.SITE_URL},
        _("Cities that consent to the overview and are in this report: %(cities)s.")
        % {"cities": cities},
        _("Only what cities have adopted, approved and show to everybody is told here."),
    ]
    if report.closed_on:
        closed = ", ".join(
            f"{city.name} ({date_format(day, 'SHORT_DATE_FORMAT')})"
            for city, day in report.closed_on
        )
        said.append(_("As the completed reports of the round tell it: %(cities)s.")
                    % {"cities": closed})  # fmt: skip
    english = report.english
    said.append(
        _("In English: %(done)s of %(total)s texts of cities; %(missing)s not translated yet, "
          "%(outdated)s outdated.")
        % {"done": english.total - english.missing - english.outdated, "total": english.total,
           "missing": english.missing, "outdated": english.outdated}
    )  # fmt: skip
    said.append(_("UNDP's translations are marked; the city's words are authoritative."))
    return said
