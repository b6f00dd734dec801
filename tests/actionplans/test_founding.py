import pytest
from django.core.management import call_command

from actionplans.models import (
    ActionPlan,
    Contribution,
    Edition,
    Measure,
    MeasureDraft,
    Participation,
    ProgressUpdate,
    Reading,
)
from actionplans.timeliness import Signal, signalled
from coalition import clock
from coalition.models import JournalEntry

pytestmark = pytest.mark.django_db

COUNTED = (ActionPlan, Measure, MeasureDraft, ProgressUpdate, Reading, Edition, JournalEntry)


def test_every_city_has_an_adopted_plan_that_says_it_is_an_example():
    plans = ActionPlan.objects.filter(city__isnull=False)

    assert plans.count() == 5
    assert set(plans.values_list("state", "edition", "is_example", "is_current")) == {
        ("adopted", 1, True, True)
    }
    assert all("(пример)" in plan.title for plan in plans)
    assert [plan.measures.count() for plan in plans] == [8] * 5


def test_the_joint_plan_has_the_parts_of_the_cities():
    parts = Contribution.objects.filter(measure__plan__slug="joint-2026")

    assert parts.filter(measure__code="JNT-03").count() == 5
    assert sum(part.coordinates for part in parts.select_related("measure")) == 3
    assert Participation.objects.awaiting().get().city.slug == "osh"


def test_nothing_in_the_examples_is_late():
    assert not Contribution.objects.filter(signalled(Signal.LATE, clock.today())).exists()


def test_every_measure_is_said_in_russian_and_english():
    for measure in Measure.objects.prefetch_related("translations"):
        assert [one.lang for one in measure.translations.all()] == ["en"]


def test_in_osh_two_drafts_and_one_report_wait():
    assert MeasureDraft.objects.open().filter(plan__city__slug="osh").count() == 2
    assert MeasureDraft.objects.open().exclude(plan__city=None).count() == 2
    assert ProgressUpdate.objects.get(state="submitted").contribution.measure.code == "OSH-07"


def test_a_founding_repeated_changes_nothing():
    before = [model.objects.count() for model in COUNTED]

    call_command("found_coalition", demo=True)

    assert [model.objects.count() for model in COUNTED] == before


def test_what_people_changed_in_their_example_stays(person):
    plan = ActionPlan.objects.get(city__slug="osh")
    plan.title = "Мой план"
    plan.save()

    call_command("found_coalition", demo=True)

    assert ActionPlan.objects.get(city__slug="osh").title == "Мой план"
