from datetime import date

import pytest

from actionplans import verbs
from actionplans.awaiting import What, rounds_waiting, to_read
from actionplans.models import CityReport
from actionplans.reporting import gathered
from cities.models import City
from coalition import clock
from tests.actionplans.rounds import consent, fresh, open_report, people, report_in, say

pytestmark = pytest.mark.django_db


def awaited(report: CityReport) -> dict[What, object]:
    return {one.what: one for one in rounds_waiting(clock.today()) if one.report.pk == report.pk}


def test_an_open_round_awaits_the_report_and_what_waits_for_approval():
    report = open_report()
    waits = say(gathered(report).get().contribution, "editor.osh")
    waits.on = date(2025, 12, 1)
    waits.save()

    found = awaited(report)

    assert found.keys() == {What.REPORT, What.APPROVAL}
    assert found[What.REPORT].since == report.round.opens_on
    assert found[What.REPORT].by == report.round.submit_by
    assert found[What.APPROVAL].number == 1


@pytest.mark.parametrize(
    ("state", "what"),
    [("submitted", What.READING), ("clarification", What.ANSWER), ("answered", What.READING)],
)
def test_each_state_awaits_one_thing(state, what):
    report = report_in(state)

    found = awaited(report)

    assert found.keys() == {what}
    assert found[what].since == clock.today()
    if what is What.ANSWER:
        assert (found[what].by, found[what].number) == (fresh(report).answer_by, 1)


@pytest.mark.parametrize("state", ["closed", "position"])
def test_a_completed_report_awaits_nothing(state):
    assert awaited(report_in(state)) == {}


def test_a_round_that_has_ended_awaits_no_report(settings):
    report = open_report()
    settings.FROZEN_TODAY = "2027-05-01"
    verbs.keep_rounds(by=people("reviewer").system())

    assert awaited(report) == {}


def test_nothing_is_awaited_of_a_city_without_consent():
    report = open_report()
    consent("osh", None)

    assert awaited(report) == {}


def test_a_reviewer_who_stepped_back_is_awaited_no_more():
    report = report_in("submitted")
    assert report in to_read(people("reviewer"))

    verbs.recuse(report, by=people("reviewer"), reason="Родом из города")

    assert report not in to_read(people("reviewer"))


def test_the_facts_cost_the_same_for_one_city_and_for_all(django_assert_num_queries):
    osh = list(City.objects.filter(slug="osh"))
    with django_assert_num_queries(2):
        rounds_waiting(clock.today(), osh)
    with django_assert_num_queries(3):
        rounds_waiting(clock.today())
