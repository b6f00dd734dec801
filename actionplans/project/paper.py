"""The report of a period as a document: for Word, for print, for PDF."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from actionplans.models.project import Section as Chapter
from actionplans.project.cited import Part
from actionplans.project.lines import (
    NONE,
    about,
    beside,
    marked,
    number,
    people_words,
    proofs,
    rates_words,
    status_words,
    targets_of,
)
from actionplans.project.report import Report
from coalition.charts.frame import say
from coalition.documents import Paper, Section, Words
from coalition.models.terms import term_name

SMALL, SMALLER = 10, 9


def report_paper(report: Report) -> Paper:
    """The whole report in its language."""
    with override(report.lang):
        title = _("Report on the project, %(period)s") % {"period": report.span.words}
        paper = Paper(title=title, lang=report.lang, landscape=True, example=report.is_example,
                      on=report.span.as_of)  # fmt: skip
        paper.heading(title)
        paper.subheading(report.project.name)
        paper.subheading(_("UNDP; donor: %(donor)s") % {"donor": report.project.donor})
        for line in about(report):
            paper.small(line)
        _words(paper, report, Chapter.SUMMARY)
        _outputs(paper, report)
        _evidence(paper, report)
        _money(paper, report)
        _words(paper, report, Chapter.RISKS, report.obstacles)
        _said(paper, _("In the way, as cities say"), "obstacles", report.obstacles)
        _words(paper, report, Chapter.CHALLENGES)
        _words(paper, report, Chapter.LESSONS)
        _words(paper, report, Chapter.PLAN, report.next_steps)
        _said(paper, _("Next steps, as cities say"), "next_steps", report.next_steps)
    return paper


def _words(paper: Paper, report: Report, section: Chapter, filled: Any = ()) -> None:
    """The reviewers' words of a section under its heading; a section that is empty is left out."""
    text = report.text(section)
    if text or filled:
        paper.heading(str(section.label), level=2)
    for line in filter(None, text.split("\n")):
        paper.paragraph(line)


def _outputs(paper: Paper, report: Report) -> None:
    _words(paper, report, Chapter.PROGRESS, report.outputs)
    rows: list[Section | list[str]] = []
    for output, lines in report.outputs:
        rows.append(Section(f"{output.code}. {output.name}", "left"))
        for line in lines:
            one, actual = line.indicator, line.actual
            baseline = number(one.baseline)
            if one.baseline is not None and one.baseline_year:
                baseline += f" ({one.baseline_year})"
            said = number(actual.value) if actual else NONE
            if actual and line.people:
                said += f"\n{people_words(line)}"
            if actual and actual.note:
                said += f"\n{actual.note}"
            example = f" [{_('example')}]" if one.is_example else ""
            unit = f", {one.unit}" if one.unit else ""
            rows.append([
                one.code, f"{one.name}{unit}{example}", baseline, targets_of(line), said,
                "\n".join([one.verification, *(text for text, _url in proofs(report, line))]),
            ])  # fmt: skip
    paper.table(
        [_("No."), _("Indicator"), _("Baseline"), _("Targets by year"), report.span.words,
         _("Source of verification and evidence")],
        rows, widths=(2, 8, 4, 5, 7, 10), size=SMALL,
    )  # fmt: skip


def _evidence(paper: Paper, report: Report) -> None:
    paper.heading(_("Evidence: what cities did"), level=2)
    standing = "; ".join(f"{name} — {count}" for name, count in report.standing)
    if standing:
        paper.paragraph(_("Measures by the end of the period: %(counts)s.") % {"counts": standing})
    rows: list[Section | list[str | Words]] = []
    city = None
    for part in report.parts:
        if part.part.city_id != city:
            city = part.part.city_id
            rows.append(Section(part.part.city.name, "left"))
        rows += _lines(part)
    if not rows:
        paper.paragraph(_("No city has said anything of the period."))
        return
    paper.table(
        [_("No."), _("In the city's words"), _("In English"), _("Status")],
        rows, widths=(2, 10, 10, 4), size=SMALLER,
    )  # fmt: skip


def _lines(part: Part) -> list[list[str | Words]]:
    """A measure, then each update: the city's words and the English beside them."""
    rows: list[list[str | Words]] = []
    for one in beside(part.measure):
        first = not rows
        rows.append([
            part.measure.code if first else "", Words(one.text, one.lang, first),
            Words(marked(one.english), "en", first), status_words(part) if first else "",
        ])  # fmt: skip
    for update in part.updates:
        rows += [
            [
                "",
                Words(f"{one.heading}: {one.text}", one.lang),
                Words(marked(one.english), "en"),
                "",
            ]
            for one in beside(update)
        ]
    return rows


def _money(paper: Paper, report: Report) -> None:
    _words(paper, report, Chapter.FINANCE)
    finance = report.finance
    rows = []
    for line in [*finance.lines, *([finance.whole] if finance.rates.month else [])]:
        whole = line is finance.whole
        cells = []
        for column in line.columns:
            own = [] if whole else [f"{say(round(sum_))} {one}" for one, sum_ in column.currencies]
            dollars = [f"{say(round(column.dollars))} USD"] if finance.rates.month else []
            cells.append("\n".join(dollars + [one for one in own if one not in dollars]))
        name = _("All sources") if whole else term_name("budget_sources", line.source)
        rows.append([name + (" *" if line.missing and finance.rates.month else ""), *cells])
    if rows:
        paper.table([_("Source"), _("Planned"), _("Secured"), _("Spent")], rows,
                    widths=(6, 5, 5, 5), size=SMALL)  # fmt: skip
    paper.small(_("Planned and secured: as adopted plans say on the day this was made. "
                  "Spent: as approved by the end of the period."))  # fmt: skip
    paper.small(rates_words(report))
    if finance.whole.missing and finance.rates.month:
        paper.small(_("* Without the sums in: %(currencies)s.")
                    % {"currencies": ", ".join(sorted(finance.whole.missing))})  # fmt: skip


def _said(paper: Paper, heading: str, field: str, parts: list[Part]) -> None:
    """What cities say themselves, the English beside it."""
    rows: list[list[str | Words]] = []
    for part in parts:
        (one,) = beside(part.last, field)
        rows.append([
            f"{part.part.city.name}, {part.measure.code}", Words(one.text, one.lang),
            Words(marked(one.english), "en"),
        ])  # fmt: skip
    if rows:
        paper.table([_("City, measure"), heading, _("In English")], rows, widths=(4, 9, 9),
                    size=SMALLER)  # fmt: skip
