"""What cities say in the codes of the global reporting systems: CRF, CDP-ICLEI Track, IATI.

Tables only, in the YAML files beside: `status` for the city's status with its finance and due date,
`mappings` for everything else, `lists` for what the systems themselves know. Nothing is guessed:
what has no counterpart stays empty.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from actionplans.models import Contribution
from coalition.models.terms import terms

YEAR = timedelta(days=365)
DISASTER_RISK_REDUCTION = "43060"  # a DAC sector, as IATI has it
BETWEEN = "; "


@cache
def table(name: str) -> dict[str, Any]:
    """One of the tables: status, mappings or lists."""
    return yaml.safe_load((Path(__file__).parent / f"{name}.yaml").read_text("utf-8"))


def codes_of(contribution: Contribution, due_on: date | None, today: date) -> dict[str, Any]:
    """{crf, cdp, iati} of a contribution; due_on is the due date of its measure."""
    row = table("status")[contribution.status]
    cdp = row["cdp"]
    if contribution.status == Contribution.Status.NOT_STARTED:
        cdp = cdp[contribution.finance]
    elif contribution.status == Contribution.Status.IN_PROGRESS:
        soon = due_on is not None and due_on <= today + YEAR
        cdp = cdp["soon" if soon else "later"]
    return {"crf": row["crf"], "cdp": cdp, "iati": row["iati"]}


def mapped(name: str, keys: Iterable[str]) -> str:
    """Keys of ours in the codes of a mapping, each code once; unknown keys add nothing."""
    mapping = table("mappings")[name]
    return BETWEEN.join(dict.fromkeys(filter(None, (mapping.get(key, "") for key in keys))))


def hazards_in(system: str, keys: Iterable[str]) -> str:
    """Hazards in the codes of CRF or CDP; those the system does not know add nothing."""
    known = terms("hazards")
    found = (known[key].data.get(system) for key in keys if key in known)
    return BETWEEN.join(dict.fromkeys(filter(None, found)))


def dac_sector(hazards: Iterable[str]) -> str:
    """The DAC sector of a measure: disaster risk reduction where it names a hazard."""
    return DISASTER_RISK_REDUCTION if any(hazards) else ""
