"""What a completed report keeps for ever, whatever happens to the plan."""

import hashlib
import json
from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from actionplans import verbs
from actionplans.freezing import content_of
from actionplans.models import CityReport, FrozenReport
from tests.actionplans.rounds import (
    a_part,
    fresh,
    hide,
    people,
    report_in,
)

pytestmark = pytest.mark.django_db


def measures(report: CityReport) -> dict:
    return {one["code"]: one for one in content_of(fresh(report))["measures"]}


@pytest.mark.parametrize(("state", "outcome"), [("closed", "no_remarks"),
                                                ("position", "city_position")])  # fmt: skip
def test_a_completed_report_is_frozen_with_its_fingerprint(state, outcome):
    report = report_in(state)

    kept = bytes(report.frozen.content)
    assert report.frozen.sha256 == hashlib.sha256(kept).hexdigest()
    assert json.loads(kept)["outcome"] == outcome == report.outcome


def test_a_completed_report_keeps_the_rates_it_was_completed_with():
    early = date(2020, 1, 1)

    def enter(rate: int) -> None:
        verbs.enter_rates(
            early, by=people("reviewer"), rates={"KGS": Decimal(rate)}, source="Казначейство"
        )

    enter(80)
    report = report_in("closed")
    enter(81)

    assert content_of(fresh(report))["rates"] == {
        "month": "2020-01",
        "per_dollar": {"KGS": "80"},
        "sources": ["Казначейство"],
        "example": False,
    }


def test_a_frozen_report_stays_byte_for_byte_whatever_happens_to_the_plan():
    report = report_in("closed")
    before = bytes(report.frozen.content)
    part = a_part(report)
    verbs.withdraw_update(report.updates.get(), by=people("approver.osh"))
    hide(part.measure)
    verbs.add_correction(
        report, by=people("approver.osh"), text="Двенадцать домов.", measure=part.measure
    )

    kept = FrozenReport.objects.get(report=report)
    assert bytes(kept.content) == before
    assert part.measure.code in measures(report)
    assert fresh(report).corrections.get().code == part.measure.code


@pytest.mark.parametrize(
    "statement",
    ["UPDATE actionplans_frozenreport SET content = 'x'",
     "UPDATE actionplans_frozenreport SET sha256 = 'x'",
     "DELETE FROM actionplans_frozenreport"],
)  # fmt: skip
def test_the_database_refuses_to_touch_a_frozen_report(statement):
    report_in("closed")

    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_the_rows_of_a_frozen_report_do_not_change_through_the_models():
    kept = report_in("closed").frozen
    kept.content = b"{}"

    with pytest.raises(IntegrityError), transaction.atomic():
        kept.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        FrozenReport.objects.update(sha256="0")
    with pytest.raises(IntegrityError), transaction.atomic():
        FrozenReport.objects.all().delete()
