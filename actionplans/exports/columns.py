"""What a row of a file holds: every field for data, or the columns a country prints."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from actionplans.dues import say_due
from actionplans.exports.codes import CODES
from actionplans.exports.row_column import Cell, Column
from actionplans.filters import value_name
from actionplans.models import Contribution, Executor
from actionplans.outline import MeasureRow
from actionplans.templatetags.actionplans import in_scale, office
from coalition.models.terms import term_name


def lines_of(row: MeasureRow) -> list[tuple[str, str]]:
    """The money of a measure: pairs of source and amount in words."""
    return [
        (term_name("budget_sources", line.source), in_scale(line, line.amount))
        for part in row.parts
        for line in part.budget_lines.all()
    ]


def offices(row: MeasureRow) -> str:
    """The lead and the others, as printed plans name them."""
    return ", ".join(agreed(one) for one in (row.lead, *row.others) if one)


def agreed(one: Executor) -> str:
    """An office, and whether it is still to agree."""
    return f"{office(one)} ({_now('subject to agreement')})" if one.by_agreement else office(one)


def cities(row: MeasureRow) -> str:
    return ", ".join(part.city.name for part in row.parts)


def terms_of(scheme: str) -> Callable[[MeasureRow], str]:
    """The keys of one vocabulary, as systems exchange them."""
    return lambda row: ", ".join(
        term.key for term in row.measure.terms.all() if term.scheme == scheme
    )


def due(row: MeasureRow) -> Cell:
    """A day as a date; a month, a quarter or a year in words, as plans print them."""
    measure = row.measure
    if measure.due_precision == "day":
        return measure.due_on
    return say_due(measure.due_on, measure.due_precision)


def hazards(row: MeasureRow) -> str:
    return ", ".join(value_name("hazard", key) for key in row.hazards)


FULL = (
    Column("code", _("No."), _("The number of the measure in its plan; it never changes."), 10,
           lambda row: row.measure.code),
    Column("city", _("City"), _("The city, or the cities of a joint measure."), 18, cities),
    Column("direction", _("Direction"), _("The line of work it stands under."), 30,
           lambda row: f"{row.measure.direction.code} {row.measure.direction.say('title')}"),
    Column("title", _("Measure"), _("What will be done, in the language of the page."), 60,
           lambda row: row.title),
    Column("description", _("Description"), _("More about it."), 50,
           lambda row: row.measure.say("description")),
    Column("expected_result", _("Expected result"), _("What there will be at the end."), 40,
           lambda row: row.measure.say("expected_result")),
    Column("lead", _("Lead"), _("The office that leads the measure."), 30,
           lambda row: office(row.lead)),
    Column("others", _("With"), _("The offices that take part."), 30,
           lambda row: ", ".join(office(one) for one in row.others)),
    Column("start", _("Begins"), _("A date."), 12, lambda row: row.measure.start_on),
    Column("due", _("Due"), _("A date; the last day of the month, quarter or year that is told."),
           12, lambda row: row.measure.due_on),
    Column("due_precision", _("Due, exact to"), _("day, month, quarter, half_year or year"), 12,
           lambda row: row.measure.due_precision),
    Column("status", _("Status, code"),
           _("not_started, in_progress, suspended, completed or cancelled: the city's own words."),
           14, lambda row: row.status),
    Column("status_words", _("Status"), _("The same in words."), 16,
           lambda row: str(Contribution.Status(row.status).label)),
    Column("percent", _("Readiness, %"), _("From 0 to 100, as the city says."), 12,
           lambda row: row.percent),
    Column("reported_on", _("As of"), _("The day of the last approved update."), 12,
           lambda row: row.reported_on),
    Column("money", _("Expected cost"), _("Amounts with scale and currency, by source."), 30,
           lambda row: "; ".join(f"{amount} ({source})" for source, amount in lines_of(row))),
    Column("hazards", _("Hazards, codes"), _("Keys of the vocabulary of hazards."), 24,
           terms_of("hazards")),
    Column("hazard_words", _("Hazards"), _("The same in words."), 30, hazards),
    Column("sectors", _("Sectors, codes"), _("Keys of the vocabulary of sectors."), 20,
           terms_of("ci_sectors")),
    Column("sdg", _("SDG targets"), _("Numbers of targets."), 14, terms_of("sdg_targets")),
    Column("sendai", _("Sendai priorities"), _("P1 to P4."), 14, terms_of("sendai_priorities")),
    Column("sendai_targets", _("Sendai targets"), _("A to G."), 14, terms_of("sendai_targets")),
    Column("essentials", _("Ten Essentials"), _("E1 to E10."), 14, terms_of("essentials")),
    Column("gga", _("Global goal on adaptation"), _("Keys of its themes."), 18,
           terms_of("gga_themes")),
    Column("themes", _("Tags"), _("Keys of the vocabulary of themes."), 18, terms_of("themes")),
    *CODES,
    Column("language", _("Language"), _("The language of the authentic text."), 10,
           lambda row: row.measure.lang),
    Column("example", _("Example"), _("1 where the plan is invented to show the platform."), 10,
           lambda row: int(row.measure.plan.is_example)),
    Column("address", _("Address"), _("The page of the measure."), 40, lambda row: row.url),
)  # fmt: skip
