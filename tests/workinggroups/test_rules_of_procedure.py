"""Rules of procedure a group has registered: readable, of a day that has come, one at a time."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from coalition import clock
from tests.workinggroups.deciding import with_rules
from workinggroups.models import RulesOfProcedure
from workinggroups.verbs import register_rules

pytestmark = pytest.mark.django_db


def test_rules_are_readable_somewhere(group, person):
    with pytest.raises(ValidationError, match="ссылку"):
        register_rules(group, by=person("chair"), title="Правила", adopted_on=clock.today())


def test_rules_are_not_of_tomorrow(group, person):
    with pytest.raises(ValidationError, match="ещё не наступил"):
        register_rules(group, by=person("chair"), title="Правила", link="https://example.org/",
                       adopted_on=clock.today() + timedelta(days=1))  # fmt: skip


def test_new_rules_take_the_place_of_the_old(group):
    with_rules(group)
    newer = with_rules(group)

    assert RulesOfProcedure.objects.in_force().get(group=group) == newer


@pytest.mark.parametrize("who", ["member", "secretariat", "admin.osh"])
def test_rules_are_registered_by_the_chair_alone(group, person, who):
    with pytest.raises(PermissionDenied):
        register_rules(group, by=person(who), title="Правила", link="https://example.org/",
                       adopted_on=clock.today())  # fmt: skip
