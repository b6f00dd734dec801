"""The matrix of the desk as a workbook: figures, what proves each, where they come from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from openpyxl import Workbook

from actionplans.exports.columns import Cell
from actionplans.exports.tables import add_sheet
from actionplans.matrix import Cell as Figure
from actionplans.matrix import Line, Matrix
from actionplans.past import Past
from coalition import clock
from coalition.packing import packed_book
from coalition.text import coalition_name

COUNTS_ONLY = ("status", "gap")  # axes whose figures are one number


def matrix_workbook(matrix: Matrix, axis: str) -> bytes:
    """Three sheets: cities side by side, each figure with its address, about the file."""
    book = Workbook()
    book.remove(book.active)
    if axis != "goal":
        heads = [(one.name, 16) for one in matrix.shown]
        headings = [(_("Measures"), 40), *heads, (_("All cities"), 12)]
        add_sheet(book, _("Cities"), headings, _side_by_side(matrix, axis))
    add_sheet(book, _("Figures"), _headings(), _figures(matrix, axis))
    add_sheet(
        book, _("About this file"), [(_("About this file"), 30), ("", 100)], _about(matrix, axis)
    )
    return packed_book(book)


def _lines(matrix: Matrix, axis: str) -> list[Line]:
    if axis == "gap":
        return matrix.gaps()
    if axis != "status":
        return matrix.lines(axis)
    signals = [
        replace(line, name=_("Signal: %(name)s") % {"name": line.name}) for line in matrix.signals()
    ]
    return [*matrix.lines(axis), *signals]


def _side_by_side(matrix: Matrix, axis: str) -> Iterator[list[Cell]]:
    for line in _lines(matrix, axis):
        yield [line.name, *(one.why or one.total for one in line.cells), line.total.total]


def _headings() -> list[tuple[str, int]]:
    return [
        (_("City"), 18), (_("Line"), 40), (_("Measures"), 10),
        (pgettext("status", "Completed"), 12), (pgettext("status", "Late"), 12),
        (pgettext("status", "At risk"), 12), (_("No news for a long time"), 14),
        (_("What the figure is counted from"), 60),
    ]  # fmt: skip


def _figures(matrix: Matrix, axis: str) -> Iterator[list[Cell]]:
    if axis == "goal":
        for city, why, lines in matrix.goals():
            if why:
                yield [city.name, why]
            for line in lines:
                yield _row(city.name, line.name, line.total, axis)
        return
    for line in _lines(matrix, axis):
        for city, one in zip(matrix.shown, line.cells, strict=True):
            yield _row(city.name, line.name, one, axis)
        yield _row(_("All cities"), line.name, line.total, axis)


def _row(city: str, name: str, one: Figure, axis: str) -> list[Cell]:
    if one.why:
        return [city, name, one.why]
    more = [None] * 4 if axis in COUNTS_ONLY else [one.done, one.late, one.risk, one.stale]
    return [city, name, one.total, *more, f"{settings.SITE_URL}{one.url}"]


def _about(matrix: Matrix, axis: str) -> list[list[Cell]]:
    lines: list[list[Cell]] = []
    if matrix.is_example:
        lines.append([_("Example"), _("The data are invented and only show the platform.")])
    lines += [
        [_("Contents"), _("Overview of progress")],
        [_("Source"), f"{coalition_name()}, {settings.SITE_URL}{matrix.desk(axis)}"],
        [_("Made on"), clock.today()],
        [_("Cities"), _("Cities stand in the order of the Declaration; there are no ranks here.")],
        [_("Joint plans"), _("A joint measure is counted for each city that takes part in it.")],
        [_("Addresses"), _("They open to reviewers of these cities who are signed in.")],
    ]
    lines += _of_period(matrix) if isinstance(matrix, Past) else [[_("As of"), matrix.today]]
    return lines + [[city.name, matrix.source(city)] for city in matrix.shown]


def _of_period(past: Past) -> list[list[Cell]]:
    told = {"told": len(past.contents), "all": len(past.cities)}
    as_of = _("Counted from the completed reports of the period (signals as of %(day)s).")
    return [
        [_("Period"), str(past.about)],
        [_("Figures"), as_of % {"day": date_format(past.today)}],
        [_("All cities"), _("reports: %(told)s of %(all)s") % told],
    ]
