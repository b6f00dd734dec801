"""Our words in the codes of CRF, CDP-ICLEI Track and IATI; every code is one of the system's."""

from datetime import date, timedelta

import pytest

from actionplans.frameworks import codes_of, dac_sector, hazards_in, mapped, table
from actionplans.models import Contribution
from coalition.models.terms import terms

TODAY = date(2026, 11, 21)
DUE = [None, TODAY, TODAY + timedelta(days=900)]


@pytest.mark.parametrize("status", Contribution.Status.values)
@pytest.mark.parametrize("finance", Contribution.Finance.values)
@pytest.mark.parametrize("due", DUE)
def test_every_status_and_finance_has_a_code_each_system_knows(status, finance, due):
    codes = codes_of(Contribution(status=status, finance=finance), due, TODAY)

    for system in ("crf", "cdp", "iati"):
        assert codes[system] in table("lists")[system]["status"], system


@pytest.mark.parametrize(
    ("name", "scheme", "system", "what"),
    [
        ("funding", "budget_sources", "cdp", "funding"),
        ("sectors", "ci_sectors", "crf", "sectors"),
        ("kinds", "measure_kinds", "cdp", "kinds"),
    ],
)
@pytest.mark.django_db
def test_every_term_is_mapped_to_a_code_of_the_system_or_to_none(name, scheme, system, what):
    mapping = table("mappings")[name]

    assert set(mapping) == set(terms(scheme))
    assert set(mapping.values()) - {""} <= set(table("lists")[system][what])


def test_every_finance_is_mapped_to_a_code_of_cdp_or_to_none():
    mapping = table("mappings")["finance"]

    assert set(mapping) == set(Contribution.Finance.values)
    assert set(mapping.values()) - {""} <= set(table("lists")["cdp"]["finance"])


@pytest.mark.django_db
@pytest.mark.parametrize("system", ["crf", "cdp"])
def test_every_code_of_a_hazard_is_one_of_the_system(system):
    known = set(table("lists")[system]["hazards"])

    assert {code for one in terms("hazards").values() if (code := one.data.get(system))} <= known


@pytest.mark.django_db
def test_a_hazard_the_system_does_not_know_stays_empty():
    assert hazards_in("crf", ["earthquake"]) == ""
    assert hazards_in("crf", ["mudflow", "landslide"]) == "mass_movement"
    assert hazards_in("cdp", ["river_flood", "mudflow"]) == "River flooding; Mass movement"


def test_what_has_no_counterpart_stays_empty():
    assert mapped("funding", ["none", "tbd", "unheard of"]) == ""
    assert mapped("funding", ["donor", "loan"]) == "International (including ODA)"


def test_the_dac_sector_is_told_only_of_a_measure_with_a_hazard():
    assert dac_sector([]) == ""
    assert dac_sector(["mudflow"]) in table("lists")["iati"]["sectors"]
