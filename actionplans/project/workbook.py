"""The report of a period as a workbook: indicators, measures, money, sources."""

from __future__ import annotations

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override
from openpyxl import Workbook

from actionplans.exports.columns import Cell
from actionplans.exports.tables import add_sheet
from actionplans.models import Contribution
from actionplans.models.project import Group, Section
from actionplans.project.english import Mark
from actionplans.project.lines import (
    about,
    address_of,
    beside,
    indicator_lines,
    proofs,
    rates_words,
)
from actionplans.project.report import Report
from coalition import clock
from coalition.models.terms import term_name
from coalition.packing import packed_book


def report_workbook(report: Report) -> bytes:
    """Four sheets in the report's language; nothing in them is taken for a formula."""
    book = Workbook()
    book.remove(book.active)
    with override(report.lang):
        add_sheet(book, _("Indicators"), *_indicators(report))
        add_sheet(book, _("Measures"), *_measures(report))
        add_sheet(book, _("Money"), *_money(report))
        add_sheet(book, _("Sources"), *_sources(report))
    return packed_book(book)


def _indicators(report: Report) -> tuple[list[tuple[str, int]], list[list[Cell]]]:
    lines = list(indicator_lines(report))
    years = sorted({*report.project.years, *(year for line in lines for year in line.targets)})
    used = {one.group for line in lines if line.actual for one in line.actual.people.all()}
    groups = [group for group in Group if group in used]
    headings = [
        (_("Output"), 40), (_("No."), 8), (_("Indicator"), 50), (_("Unit"), 12),
        (_("Values are told"), 20), (_("Baseline"), 12), (_("Year of the baseline"), 12),
        *((_("Target for %(year)s") % {"year": year}, 12) for year in years),
        (report.span.words, 16), *((str(group.label), 14) for group in groups),
        (_("Comment"), 30), (_("Source of verification"), 30), (_("Evidence"), 50),
        (_("Example"), 10),
    ]  # fmt: skip
    rows: list[list[Cell]] = []
    for output, own in report.outputs:
        for line in own:
            one, actual = line.indicator, line.actual
            people = {it.group: it.count for it in actual.people.all()} if actual else {}
            rows.append([
                f"{output.code}. {output.name}", one.code, one.name, one.unit,
                one.get_counts_display(), one.baseline, one.baseline_year,
                *(line.targets.get(year) for year in years),
                actual.value if actual else None, *(people.get(group) for group in groups),
                actual.note if actual else "", one.verification,
                "\n".join(" ".join(filter(None, pair)) for pair in proofs(report, line)),
                _("yes") if one.is_example else "",
            ])  # fmt: skip
    return headings, rows


def _measures(report: Report) -> tuple[list[tuple[str, int]], list[list[Cell]]]:
    headings = [
        (_("City"), 18), (_("No."), 10), (_("As of"), 12), (_("Status"), 16),
        (_("Readiness, %"), 10), (_("What it is"), 18), (_("In the city's words"), 60),
        (_("Language"), 8), (_("In English"), 60), (_("Whose English"), 24), (_("Address"), 40),
        (_("Example"), 10),
    ]  # fmt: skip
    rows: list[list[Cell]] = []
    for part in report.parts:
        example = _("yes") if part.measure.plan.is_example else ""
        told = [(part.last, words) for words in beside(part.measure)]
        told += [(update, words) for update in part.updates for words in beside(update)]
        rows += [
            [
                part.part.city.name, part.measure.code, update.on,
                str(Contribution.Status(update.status).label), update.percent, words.heading,
                words.text, words.lang, words.english.text, str(Mark(words.english.mark).label),
                address_of(part.measure), example,
            ]
            for update, words in told
        ]  # fmt: skip
    return headings, rows


def _money(report: Report) -> tuple[list[tuple[str, int]], list[list[Cell]]]:
    headings = [
        (_("Source"), 40), (_("Currency"), 10), (_("Planned"), 18), (_("Secured"), 18),
        (_("Spent"), 18), (_("For one US dollar"), 14), (_("Planned, USD"), 16),
        (_("Secured, USD"), 16), (_("Spent, USD"), 16),
    ]  # fmt: skip
    rates = report.finance.rates
    rows: list[list[Cell]] = []
    for line in report.finance.lines:
        for currency, sums in sorted(line.by_currency.items()):
            rate = rates.of(currency) if rates.month else None
            dollars = [round(one, 2) for one in sums.over(rate)] if rate else [None] * 3
            rows.append([term_name("budget_sources", line.source), currency, *sums, rate, *dollars])
    return headings, rows


def _sources(report: Report) -> tuple[list[tuple[str, int]], list[list[Cell]]]:
    lines: list[list[Cell]] = []
    if report.is_example:
        lines.append([_("Example"), _("The data are invented and only show the platform.")])
    lines += [
        [_("Project"), report.project.name],
        [_("Donor"), report.project.donor],
        [_("Source"), report.project.source],
        [_("Period"), report.span.words],
        [_("Made on"), date_format(clock.today(), "DATE_FORMAT")],
        [_("Rates"), rates_words(report)],
    ]
    lines += [[_("About"), line] for line in about(report)]
    lines += [[f"{one.code}. {one.name}", one.source] for one, _lines in report.outputs]
    lines += [
        [str(Section(name).label), one.text] for name, one in report.texts.items() if one.text
    ]
    lines.append([_("Address"), settings.SITE_URL])
    return [(_("About this file"), 30), ("", 100)], lines
