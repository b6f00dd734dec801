"""A status in the words of the global reporting systems (CRF, CDP, IATI)."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from actionplans.models import Contribution

YEAR = timedelta(days=365)


@cache
def _table() -> dict[str, dict[str, Any]]:
    return yaml.safe_load((Path(__file__).parent / "status_codes.yaml").read_text("utf-8"))


def codes_of(contribution: Contribution, due_on: date | None, today: date) -> dict[str, Any]:
    """{crf, cdp, iati} of a contribution; due_on is the due date of its measure."""
    row = _table()[contribution.status]
    cdp = row["cdp"]
    if contribution.status == Contribution.Status.NOT_STARTED:
        cdp = cdp[contribution.finance]
    elif contribution.status == Contribution.Status.IN_PROGRESS:
        soon = due_on is not None and due_on <= today + YEAR
        cdp = cdp["soon" if soon else "later"]
    return {"crf": row["crf"], "cdp": cdp, "iati": row["iati"]}
