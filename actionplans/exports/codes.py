"""Fields of the data files in the codes of CRF, CDP-ICLEI Track and IATI."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from actionplans.exports.row_column import Cell, Column
from actionplans.frameworks import BETWEEN, codes_of, dac_sector, hazards_in, mapped
from actionplans.models import Contribution
from actionplans.outline import MeasureRow

Rows = Callable[[MeasureRow], Cell]


def _status(system: str) -> Rows:
    """The status in a system; of a joint measure each part's, without repeating."""

    def said(row: MeasureRow) -> Cell:
        due = row.measure.due_on
        parts = row.parts or [Contribution(status=row.status)]
        found = [codes_of(part, due, row.today)[system] for part in parts]
        if len(found) == 1:
            return found[0]
        return BETWEEN.join(dict.fromkeys(map(str, found)))

    return said


def _keys(row: MeasureRow, scheme: str) -> list[str]:
    return [one.key for one in row.measure.terms.all() if one.scheme == scheme]


def _funding(row: MeasureRow) -> str:
    return mapped(
        "funding", (line.source for part in row.parts for line in part.budget_lines.all())
    )


CODES = (
    Column("crf_status", _("CRF: status"),
           _("Common Reporting Framework of the Global Covenant of Mayors."), 14, _status("crf")),
    Column("crf_hazards", _("CRF: hazards"), _("Empty where CRF has no such hazard."), 24,
           lambda row: hazards_in("crf", _keys(row, "hazards"))),
    Column("crf_sectors", _("CRF: sectors"), _("Vulnerable sectors of CRF."), 20,
           lambda row: mapped("sectors", _keys(row, "ci_sectors"))),
    Column("cdp_status", _("CDP: status"),
           _("CDP-ICLEI Track, wording of 2024; from the status, the money and the due date."), 40,
           _status("cdp")),
    Column("cdp_hazards", _("CDP: hazards"), _("Empty where CDP has no such hazard."), 30,
           lambda row: hazards_in("cdp", _keys(row, "hazards"))),
    Column("cdp_category", _("CDP: category"), _("From the kind of the measure, where it fits."),
           30, lambda row: mapped("kinds", [row.measure.kind])),
    Column("cdp_finance", _("CDP: financing status"),
           _("Empty where nothing is said of money; Other where CDP has no such word."), 40,
           lambda row: mapped("finance", (part.finance for part in row.parts))),
    Column("cdp_funding", _("CDP: sources of funding"), _("From the sources of the budget."), 40,
           _funding),
    Column("iati_status", _("IATI: activity status"), _("A number from 1 to 6."), 12,
           _status("iati")),
    Column("iati_sector", _("IATI: DAC sector"),
           _("43060, disaster risk reduction, where the measure names a hazard."), 12,
           lambda row: dac_sector(_keys(row, "hazards"))),
)  # fmt: skip
