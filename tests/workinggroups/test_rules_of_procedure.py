"""Rules of procedure a group has registered: readable, of a day that has come, one at a time."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from cities.models import RegisteredDocument
from cities.verbs import end_registered_rules
from coalition import clock
from tests.cities.registering import rules as rules_document
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


def test_rules_of_the_register_count_here_as_long_as_they_do_there(group, person):
    document = rules_document(days=None)
    held = register_rules(group, by=person("chair"), title="", adopted_on=None, document=document)
    before = RulesOfProcedure.objects.in_force().filter(group=group).exists()

    end_registered_rules(document, by=person("keeper"))

    held.refresh_from_db()
    assert before
    assert (held.title, held.adopted_on) == (str(document), document.dated)
    assert not RulesOfProcedure.objects.in_force().filter(group=group).exists()
    assert held.out_of_force_at is not None


def test_rules_of_the_register_that_ended_are_not_taken(group, person):
    document = rules_document(days=None)
    end_registered_rules(document, by=person("keeper"))

    with pytest.raises(ValidationError, match="действующие"):
        register_rules(group, by=person("chair"), title="", adopted_on=None,
                       document=RegisteredDocument.objects.get(pk=document.pk))  # fmt: skip


def test_the_chair_chooses_rules_from_the_register_on_the_page(group, signed_in):
    document = rules_document(days=None)

    signed_in("chair").post(f"/work/groups/{group.slug}/rules/", {"document": document.pk})

    assert RulesOfProcedure.objects.in_force().get(group=group).document == document
