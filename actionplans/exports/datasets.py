"""Open data beside the measures: indicators with their values, updates, money by source.

Only what cities show to everybody: public measures of plans in force and approved updates. What a
city has taken back is not here any more.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Prefetch, QuerySet
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from actionplans.exports.row_column import Cell
from actionplans.exports.tables import harmless
from actionplans.frameworks import mapped
from actionplans.models import (
    BudgetLine,
    Contribution,
    Indicator,
    Measure,
    ProgressUpdate,
    Reading,
    Spending,
)
from actionplans.outline import measure_url
from actionplans.patches import plain
from actionplans.reading import given_out
from coalition import clock

EXPENDITURE = 4  # IATI's type of a transaction: money spent


class Field(NamedTuple):
    """One field of a data file: its key, what it means, its value."""

    key: str
    meaning: str | Promise
    value: Callable[[Any], Cell]


class Dataset(NamedTuple):
    """A file of open data: its rows and their fields."""

    key: str
    label: Promise
    meaning: Promise
    fields: tuple[Field, ...]
    rows: Callable[[], Iterable[Any]]


def _number(value: Decimal | None) -> Cell:
    return "" if value is None else plain(value)


def _address(measure: Measure) -> str:
    return f"{settings.SITE_URL}{measure_url(measure)}"


def _measures(of: str) -> list[Field]:
    """The fields that say which measure a row is of; `of` names the way to it."""

    def measure(row: Any) -> Measure:
        for name in filter(None, of.split(".")):
            row = getattr(row, name)
        return row

    return [
        Field("measure", _("The number of the measure in its plan."),
              lambda row: measure(row).code),
        Field("plan", _("The plan's own name in addresses."), lambda row: measure(row).plan.slug),
        Field("address", _("The page of the measure."), lambda row: _address(measure(row))),
        Field("example", _("1 where the plan is invented to show the platform."),
              lambda row: int(measure(row).plan.is_example)),
    ]  # fmt: skip


class _Value(NamedTuple):
    """An indicator with one of its values, or with none."""

    indicator: Indicator
    reading: Reading | None


def _indicators() -> Iterable[_Value]:
    told = Reading.objects.filter(update__state=ProgressUpdate.State.APPROVED)
    rows = (
        Indicator.objects.filter(measure__in=given_out())
        .select_related("measure__plan__city")
        .prefetch_related(
            Prefetch("readings", told.select_related("contribution__city").order_by("on", "pk"))
        )
        .order_by("measure__plan_id", "measure__position", "measure_id", "position", "pk")
    )
    for one in rows:
        yield from [_Value(one, value) for value in one.readings.all()] or [_Value(one, None)]


def _updates() -> QuerySet[ProgressUpdate]:
    return (
        ProgressUpdate.objects.public()
        .filter(contribution__measure__in=given_out())
        .select_related("contribution__city", "contribution__measure__plan__city")
        .prefetch_related("translations")
        .order_by("contribution__city__position", "contribution__measure__plan_id",
                  "contribution__measure__position", "on", "pk")
    )  # fmt: skip


def _money() -> list[BudgetLine]:
    parts = Contribution.objects.filter(measure__in=given_out())
    said = Spending.objects.filter(
        update__state=ProgressUpdate.State.APPROVED, update__contribution__in=parts
    ).order_by("update__on", "update_id")
    spent = {one[0]: one[1:] for one in said.values_list(
        "budget_line_id", "amount", "update__on")}  # fmt: skip
    rows = list(
        BudgetLine.objects.filter(contribution__in=parts)
        .select_related("contribution__city", "contribution__measure__plan__city")
        .order_by("contribution__city__position", "contribution__measure__plan_id",
                  "contribution__measure__position", "position", "pk")
    )  # fmt: skip
    for line in rows:
        amount, on = spent.get(line.pk, (None, None))
        line.spent = None if amount is None else amount * line.scale  # type: ignore[attr-defined]
        line.spent_on = on  # type: ignore[attr-defined]
    return rows


def _read(name: str) -> Callable[[_Value], Cell]:
    """A value of the reading, empty where there is none."""
    return lambda row: getattr(row.reading, name) if row.reading else ""


INDICATORS = Dataset(
    "indicators", _("Indicators and their values"),
    _("One line for each approved value; an indicator without values has one line."),
    (
        Field("id", _("The number of the indicator on the platform."),
              lambda row: row.indicator.pk),
        *_measures("indicator.measure"),
        Field("name", _("What is counted, in the language of the page."),
              lambda row: row.indicator.name),
        Field("unit", _("The unit, in the language of the page."), lambda row: row.indicator.unit),
        Field("kind", _("output or outcome"), lambda row: row.indicator.kind),
        Field("better", _("higher or lower: which way is better."),
              lambda row: row.indicator.better),
        Field("baseline", _("The value at the beginning."),
              lambda row: _number(row.indicator.baseline)),
        Field("baseline_year", _("The year of the baseline."),
              lambda row: row.indicator.baseline_year or ""),
        Field("target", _("The value to be reached."), lambda row: _number(row.indicator.target)),
        Field("target_year", _("The year of the target."),
              lambda row: row.indicator.target_year or ""),
        Field("source", _("Where the data are from."), lambda row: row.indicator.source),
        Field("city", _("The city that names the value."),
              lambda row: row.reading.contribution.city.slug if row.reading else ""),
        Field("on", _("The day of the value."), _read("on")),
        Field("value", _("The value, approved by the city."),
              lambda row: _number(row.reading.value) if row.reading else ""),
    ),
    _indicators,
)  # fmt: skip
UPDATES = Dataset(
    "updates", _("What cities said of their progress"),
    _("One line for each approved update, in the city's own words."),
    (
        Field("id", _("The number of the update on the platform."), lambda row: row.pk),
        Field("city", _("The city that speaks."), lambda row: row.contribution.city.slug),
        *_measures("contribution.measure"),
        Field("on", _("The day it is true of."), lambda row: row.on),
        Field("status", _("The status, code."), lambda row: row.status),
        Field("percent", _("From 0 to 100, as the city says."), lambda row: row.percent),
        Field("language", _("The language of the city's words."), lambda row: row.lang),
        Field("achieved", _("What was done, in the city's words."), lambda row: row.achieved),
        Field("obstacles", _("What is in the way, in the city's words."),
              lambda row: row.obstacles),
        Field("next_steps", _("Next steps, in the city's words."), lambda row: row.next_steps),
        Field("approved_on", _("The day the city approved it."),
              lambda row: row.approved_at.date() if row.approved_at else ""),
    ),
    _updates,
)  # fmt: skip
MONEY = Dataset(
    "money", _("Money by source"),
    _("One line for each line of a budget, in whole units of its currency."),
    (
        Field("id", _("The number of the line on the platform."), lambda row: row.pk),
        Field("city", _("The city that contributes."), lambda row: row.contribution.city.slug),
        *_measures("contribution.measure"),
        Field("source", _("The source, key of the vocabulary."), lambda row: row.source),
        Field("currency", _("ISO 4217"), lambda row: row.currency),
        Field("planned", _("The whole sum."), lambda row: _number(row.in_units)),
        Field("secured", _("How much of it is secured."),
              lambda row: _number(row.secured * row.scale)),
        Field("spent", _("Spent since the beginning, as last approved; empty when unknown."),
              lambda row: _number(row.spent)),
        Field("spent_on", _("The day the spent sum is true of."), lambda row: row.spent_on or ""),
        Field("price_year", _("In prices of this year."), lambda row: row.price_year or ""),
        Field("cdp_funding", _("The source in the words of CDP; empty where CDP has none."),
              lambda row: mapped("funding", [row.source])),
        Field("iati_spent", _("IATI's type of transaction of the spent sum: 4, expenditure."),
              lambda row: EXPENDITURE if row.spent is not None else ""),
    ),
    _money,
)  # fmt: skip
DATASETS = {one.key: one for one in (INDICATORS, UPDATES, MONEY)}


def dataset_csv(dataset: Dataset) -> bytes:
    """Semicolons and a mark of UTF-8, as the other files; nothing in it is a formula."""
    text = io.StringIO()
    write = csv.writer(text, delimiter=";")
    write.writerow(field.key for field in dataset.fields)
    write.writerows([harmless(field.value(row)) for field in dataset.fields]
                    for row in dataset.rows())  # fmt: skip
    return text.getvalue().encode("utf-8-sig")


def dataset_json(dataset: Dataset) -> bytes:
    """The same rows as a list, with where they come from."""
    rows = [{field.key: field.value(row) for field in dataset.fields} for row in dataset.rows()]
    whole = {
        "source": f"{settings.SITE_URL}/data/",
        "made_on": clock.today(),
        "language": get_language(),
        "example": any(row["example"] for row in rows),
        dataset.key: rows,
    }
    return json.dumps(whole, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1).encode()


WRITERS: dict[str, tuple[Callable[[Dataset], bytes], str]] = {
    "csv": (dataset_csv, "text/csv; charset=utf-8"),
    "json": (dataset_json, "application/json"),
}


def dataset_name(dataset: Dataset, kind: str, day: date) -> str:
    """The name under which a file is kept."""
    return f"{dataset.key}-{day.isoformat()}.{kind}"
