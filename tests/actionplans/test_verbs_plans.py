import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from actionplans import verbs
from cities.models import City
from coalition import clock
from coalition.models import User
from tests.actionplans.planning import deeds, measure, plan_of

pytestmark = pytest.mark.django_db

STRANGERS = ["editor.dushanbe", "approver.osh", "viewer.osh", "admin.osh", "reviewer", "keeper",
             "secretariat", "member", "chair"]  # fmt: skip
NOT_APPROVERS = ["editor.osh", "approver.dushanbe", "viewer.osh", "admin.osh", "reviewer",
                 "keeper", "secretariat"]  # fmt: skip


def new_measure(**more):
    return {
        "code": "OSH-10",
        "title": "Новая мера",
        "direction": measure("OSH-03").direction_id,
        "due_on": "2028-12-31",
        "due_precision": "year",
        "lead": {"department": "health", "name": "", "by_agreement": False},
        **more,
    }


def test_a_city_begins_with_an_empty_draft_of_a_plan():
    from cities.verbs import provision_city  # noqa: PLC0415

    city = provision_city("khujand", by=User.system(), names={"ru": "Худжанд"}, country="TJ",
                          joined_on=clock.today())  # fmt: skip

    plan = city.plans.get()
    assert (plan.state, plan.edition, plan.measures.count()) == ("draft", 0, 0)
    assert plan.goals.get().directions.count() == 8
    provision_city("khujand", by=User.system())
    assert city.plans.count() == 1


def test_a_first_edition_goes_before_the_approver_and_is_adopted(person):
    plan = plan_of("osh")
    plan.is_current = False
    plan.save()
    fresh = verbs.open_plan(City.objects.select_related("place").get(slug="osh"),
                            by=person("editor.osh"), slug="osh-next")  # fmt: skip
    line = fresh.goals.get().directions.first()
    waiting = verbs.draft_measure(
        fresh, by=person("editor.osh"), patch=new_measure(direction=line.pk)
    )

    assert verbs.submit_plan(fresh, by=person("editor.osh")).state == "on_review"
    verbs.adopt_drafts(fresh, by=person("approver.osh"), drafts=[waiting])

    fresh.refresh_from_db()
    assert (fresh.state, fresh.edition) == ("adopted", 1)
    assert {"plan.opened", "plan.submitted", "plan.adopted"} == set(deeds(fresh))


def test_an_empty_plan_is_not_submitted(person):
    plan = plan_of("osh")
    plan.state = "draft"
    plan.save()
    plan.drafts.all().delete()

    with pytest.raises(ValidationError):
        verbs.submit_plan(plan, by=person("editor.osh"))


@pytest.mark.parametrize("name", STRANGERS)
def test_opening_and_submitting_a_plan_are_refused(person, name):
    plan = plan_of("osh")

    with pytest.raises(PermissionDenied):
        verbs.open_plan(plan.city, by=person(name))
    with pytest.raises(PermissionDenied):
        verbs.submit_plan(plan, by=person(name))


def test_the_headings_of_an_adopted_plan_are_the_approvers(person):
    plan = plan_of("osh")
    goal = plan.goals.first()

    with pytest.raises(PermissionDenied):
        verbs.rename_heading(goal, by=person("editor.osh"), title="Иначе")
    with pytest.raises(PermissionDenied):
        verbs.add_goal(plan, by=person("approver.dushanbe"), code="9", title="Чужая")
    verbs.rename_heading(goal, by=person("approver.osh"), title="Иначе")
    verbs.add_direction(goal, by=person("approver.osh"), code="1.9", title="Ещё одно")

    goal.refresh_from_db()
    assert goal.title == "Иначе"
    assert not goal.translations.exists()
    assert goal.directions.filter(code="1.9").exists()
