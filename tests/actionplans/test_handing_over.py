"""What a city's person had in the plan, and who takes it over."""

import pytest
from django.core.exceptions import PermissionDenied

from actionplans.models import Measure, MeasureDraft, MeasureWatch, PlanImport
from actionplans.verbs.handing import take_over_in_plans
from coalition import clock
from coalition.handover import held_in
from coalition.models import JournalEntry, Membership, User
from coalition.verbs import release
from tests.actionplans.planning import draft, part, plan_of
from tests.coalition.stepping import place

pytestmark = pytest.mark.django_db


@pytest.fixture
def osh(db):
    return place()


@pytest.fixture
def editor(person):
    return person("editor.osh")


def some_measure() -> Measure:
    return plan_of("osh").measures.filter(state="standing").order_by("pk").first()


def leave(user, osh, successor=None):
    role = Membership.objects.get(user=user, place=osh, released_at=None)
    return release(role, by=User.objects.get(email="admin.osh@demo.invalid"), successor=successor)


def test_a_waiting_draft_passes_to_the_successor(person, editor, osh):
    waiting = draft(some_measure().code, editor, location="Набережная")

    leave(editor, osh, successor=person("approver.osh"))

    waiting.refresh_from_db()
    assert (waiting.by, waiting.state) == (person("approver.osh"), MeasureDraft.State.OPEN)
    assert JournalEntry.objects.filter(deed="work.handed_over", city="osh").exists()


def test_without_a_successor_a_draft_stays_as_it_is(editor, osh):
    waiting = draft(some_measure().code, editor, location="Набережная")

    leave(editor, osh)

    waiting.refresh_from_db()
    assert waiting.by == editor


def test_a_file_that_waits_passes_and_one_that_was_accepted_does_not(person, editor, osh):
    files = [
        PlanImport.objects.create(
            city=osh.city, by=editor, at=clock.now(), name=f"{state}.xlsx", size=1,
            sha256=state.ljust(64, "0"), state=state,
        )
        for state in ("ready", "accepted")
    ]  # fmt: skip

    leave(editor, osh, successor=person("approver.osh"))

    for one in files:
        one.refresh_from_db()
    assert [one.by for one in files] == [person("approver.osh"), editor]


def test_the_own_list_of_measures_passes_without_doubles(person, editor, osh):
    mine = part(some_measure().code)
    for user in (editor, person("approver.osh")):
        MeasureWatch.objects.get_or_create(user=user, contribution=mine)

    leave(editor, osh, successor=person("approver.osh"))

    assert [watch.user for watch in MeasureWatch.objects.filter(contribution=mine)] == [
        person("approver.osh")
    ]


def test_what_one_has_is_told_before_the_end(editor, osh):
    draft(some_measure().code, editor, location="Набережная")
    MeasureWatch.objects.get_or_create(user=editor, contribution=part(some_measure().code))

    told = {held.what for held in held_in(osh, editor)}

    assert {"Ожидающие черновики", "Свой список мер"} <= told


def test_measures_that_name_one_in_words_are_told_and_do_not_pass(editor, osh):
    editor.first_name, editor.last_name = "Айгүл", "Асанова"
    editor.save()
    mine = part(some_measure().code)
    type(mine).objects.filter(pk=mine.pk).update(lead="Айгүл Асанова, отдел воды")

    named = next(held for held in held_in(osh, editor) if held.what == "Назван в мерах")

    assert (len(named.rows), named.moves) == (1, False)


@pytest.mark.parametrize("name", ["editor.osh", "admin.dushanbe", "secretariat"])
def test_taking_over_is_the_administrators_to_decide(person, editor, osh, name):
    with pytest.raises(PermissionDenied):
        take_over_in_plans(osh, leaver=editor, successor=person("approver.osh"), by=person(name))
