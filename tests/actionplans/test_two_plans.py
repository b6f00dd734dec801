"""What nobody loses while a city has two plans: the one in force and the next."""

from datetime import date

import pytest

from actionplans import verbs
from actionplans.models import ActionPlan
from actionplans.reporting import parts_of
from coalition.models import User
from tests.actionplans.forms import fields_of, words_of
from tests.actionplans.planning import plan_of
from tests.actionplans.test_next_plan import NEXT, OSH, adopted, begun

pytestmark = pytest.mark.django_db


def test_the_title_is_offered_with_the_years_of_the_next_plan(signed_in):
    sent = fields_of(signed_in("editor.osh").get(NEXT), "title")

    assert "2031–2035" in sent["title"][0]
    assert "2026" not in sent["title"][0]


def test_changes_that_wait_in_the_plan_in_force_are_told_and_reached_by_the_approver(
    signed_in, person
):
    old = plan_of("osh")
    assert old.drafts.open().count() == 2
    begun(person, "OSH-03", "OSH-05", "OSH-01")
    approver = signed_in("approver.osh")

    for page in (OSH, OSH + "approve/", OSH + "documents/"):
        assert "В нём 2 правки ждут утверждения." in words_of(approver.get(page))
    answer = approver.post(NEXT + "take-up/", follow=True)

    assert plan_of("osh") == old
    assert "В нём 3 правки ждут утверждения." in words_of(answer)


def test_a_plan_that_was_taken_back_is_no_second_plan_once_another_is_in_force(signed_in, person):
    old = plan_of("osh")
    fresh = begun(person, "OSH-03")
    ActionPlan.objects.filter(pk=old.pk).update(state="withdrawn")
    verbs.adopt_drafts(fresh, by=person("approver.osh"), drafts=fresh.drafts.open())

    page = words_of(signed_in("editor.osh").get(OSH))

    assert "Готовится следующий план" not in page
    assert "Начать следующий план" in page


def test_measures_of_the_old_plan_stay_in_the_report_of_a_period_it_was_in_force_in(person):
    asked = verbs.open_round("half_year", date(2026, 1, 1), by=User.system())
    sent = asked.reports.select_related("city__place", "round").get(city__slug="osh")
    before = set(parts_of(sent).values_list("pk", flat=True))

    adopted(person, "OSH-03")

    assert before
    assert set(parts_of(sent).values_list("pk", flat=True)) >= before


def test_a_plan_that_ended_before_the_period_is_no_part_of_its_report(person):
    old = plan_of("osh")
    fresh = adopted(person, "OSH-03")
    fresh.editions.update(adopted_on=date(2025, 12, 31))
    asked = verbs.open_round("half_year", date(2026, 1, 1), by=User.system())
    sent = asked.reports.select_related("city__place", "round").get(city__slug="osh")

    plans = set(parts_of(sent).values_list("measure__plan", flat=True))

    assert old.pk not in plans
