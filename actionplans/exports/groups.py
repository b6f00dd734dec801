"""What goes on in working groups, as a workbook: counts of a quarter."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from openpyxl import Workbook

from actionplans.exports.columns import Cell
from actionplans.exports.tables import add_sheet
from coalition import clock
from coalition.packing import packed_book
from coalition.text import coalition_name
from workinggroups.activity import COUNTED, Row


def groups_workbook(rows: Sequence[Row], period: str) -> bytes:
    """Two sheets: a line for each group, and where the figures come from."""
    book = Workbook()
    book.remove(book.active)
    headings = [
        (_("Group"), 40), *((str(heading), 16) for heading, _rows in COUNTED),
        (_("Cities that took part"), 18), (_("Cities with a seat"), 18), (_("Example"), 12),
    ]  # fmt: skip
    lines: list[list[Cell]] = [
        [row.group.name, *row.counts, row.cities, row.seats,
         _("example") if row.group.is_example else ""]
        for row in rows
    ]  # fmt: skip
    add_sheet(book, _("Working groups"), headings, lines)
    source = f"{coalition_name()}, {settings.SITE_URL}{reverse('review_activity')}"
    about: list[list[Cell]] = [
        [_("Period"), period],
        [_("Contents"), _("Counts of groups that are public or known inside the Coalition; "
                          "no words, teams of cities or consultations.")],
        [_("Source"), source],
        [_("Made on"), clock.today()],
    ]  # fmt: skip
    if any(row.group.is_example for row in rows):
        about.append([_("Example"), _("The data are invented and only show the platform.")])
    add_sheet(book, _("About this file"), [(_("About this file"), 30), ("", 100)], about)
    return packed_book(book)
