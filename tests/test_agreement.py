"""`may` and `visible_to` say the same of every row to everybody; stored rights follow memberships.

Every model whose rows have `visible_to` says in `tests/<app>/visibility.py` what `may` must say
of one row. A model that says nothing there fails by name.
"""

from collections.abc import Callable
from datetime import timedelta
from importlib import import_module
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.core.management import CommandError, call_command
from django.db import models
from django.utils.functional import SimpleLazyObject
from guardian.shortcuts import assign_perm

from coalition import clock
from coalition.models import Membership, Place, PlaceGroupRight, User
from coalition.permissions import forget_rights, may, places_with, rights_of
from coalition.projection import project
from tests.denominators import count
from tests.personas import PERSONAS
from tests.repository import APPS

pytestmark = pytest.mark.django_db


def models_with_visibility() -> list[type[models.Model]]:
    return [
        model
        for app in APPS
        for model in apps.get_app_config(app).get_models()
        if hasattr(getattr(model, "objects", None), "visible_to")
    ]


def predicates() -> dict[type[models.Model], Callable]:
    found: dict[type[models.Model], Callable] = {}
    for file in sorted(Path(__file__).parent.glob("*/visibility.py")):
        found |= import_module(f"tests.{file.parent.name}.visibility").VISIBLE
    return found


def test_every_model_with_visibility_says_whose_rows_are_whose():
    assert {model.__name__ for model in models_with_visibility()} == {
        model.__name__ for model in predicates()
    }


@pytest.mark.parametrize("persona", PERSONAS, ids=lambda persona: persona.name)
def test_lists_show_exactly_what_may_allows(persona, record_property):
    user = persona.user if persona.signed_in else AnonymousUser()
    wrong, asked = [], 0

    for model, predicate in predicates().items():
        rows = list(model._base_manager.all()[:500])
        shown = set(model.objects.visible_to(user).values_list("pk", flat=True))
        asked += len(rows)
        wrong += [
            f"{model.__name__} {row.pk} {row}: {'shown' if row.pk in shown else 'not shown'}"
            for row in rows
            if (row.pk in shown) != bool(predicate(user, row))
        ]

    assert not wrong, "\n".join(wrong)
    count(record_property, "agreement: rows", asked, of=persona.name)


@pytest.mark.parametrize("name", ["editor.osh", "reviewer", "secretariat"])
def test_a_persons_rights_are_read_in_two_queries(name, person, django_assert_max_num_queries):
    user = person(name)

    with django_assert_max_num_queries(2):
        for right, place in (("edit", 1), ("review", 2), ("administer", 3)):
            may(user, right, Place(pk=place))
            places_with(user, right)


def test_rights_are_forgotten_also_of_the_person_of_a_request(person):
    osh = Place.objects.get(kind="city", key="osh")
    user = SimpleLazyObject(lambda: person("editor.osh"))
    known = may(user, "edit", osh)
    tomorrow = clock.today() + timedelta(days=1)
    Membership.objects.filter(user=person("editor.osh"), place=osh).update(since=tomorrow)

    forget_rights(user)

    assert (known, may(user, "edit", osh)) == (True, False)


def test_a_visitor_costs_no_query(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert places_with(AnonymousUser(), "see_inside") == []


@pytest.fixture
def editorship(person):
    return Membership.objects.select_related("place").get(
        user=person("editor.osh"), place__kind=Place.Kind.CITY
    )


def test_a_role_that_has_run_out_gives_nothing_though_its_rows_are_stored(editorship, person):
    yesterday = clock.today() - timedelta(days=1)
    Membership.objects.filter(pk=editorship.pk).update(since=yesterday, until=yesterday)

    assert PlaceGroupRight.objects.filter(group__user=editorship.user).exists()
    assert editorship.place_id not in rights_of(person("editor.osh"))


def test_the_last_day_of_a_role_still_counts(editorship, person):
    Membership.objects.filter(pk=editorship.pk).update(until=clock.today())

    assert may(person("editor.osh"), "edit", editorship.place)


def test_a_role_gives_nothing_before_its_first_day(editorship, person):
    tomorrow = clock.today() + timedelta(days=1)
    Membership.objects.filter(pk=editorship.pk).update(since=tomorrow)

    assert not may(person("editor.osh"), "edit", editorship.place)


def test_a_person_who_was_switched_off_has_no_rights(editorship, person):
    User.objects.filter(pk=editorship.user_id).update(is_active=False)

    assert rights_of(person("editor.osh")) == {}


def test_membership_alone_gives_nothing_without_its_stored_rows(editorship, person):
    PlaceGroupRight.objects.filter(content_object=editorship.place).delete()

    assert editorship.place_id not in rights_of(person("editor.osh"))


def complaints() -> str:
    said = StringIO()
    try:
        call_command("check_rights", stdout=said)
    except CommandError:
        return said.getvalue()
    return ""


def lose_a_right(place: Place) -> None:
    PlaceGroupRight.objects.filter(content_object=place).first().delete()


def give_a_right_too_many(place: Place) -> None:
    viewers = PlaceGroupRight.objects.get(
        content_object=place, group__name=place.group_name("viewer")
    ).group
    assign_perm("coalition.approve", viewers, place)


def put_a_stranger_into_a_group(place: Place) -> None:
    stranger = User.objects.create_user("stranger@demo.invalid")
    right = PlaceGroupRight.objects.filter(content_object=place).first()
    stranger.groups.add(right.group)


DRIFTS = [lose_a_right, give_a_right_too_many, put_a_stranger_into_a_group]


def test_the_founded_rights_follow_from_memberships():
    assert complaints() == ""


@pytest.mark.parametrize("drift", DRIFTS, ids=lambda drift: drift.__name__)
def test_drift_is_found_and_repaired(drift):
    osh = Place.objects.get(kind="city", key="osh")

    drift(osh)
    found = complaints()
    project(osh)

    assert "city:osh:" in found
    assert complaints() == ""


def test_a_right_given_by_hand_to_a_person_is_found_and_taken_back(person):
    osh = Place.objects.get(kind="city", key="osh")

    assign_perm("coalition.approve", person("viewer.osh"), osh)
    found = complaints()
    project(osh)

    assert "by hand" in found
    assert complaints() == ""


def test_a_right_given_by_hand_to_a_person_gives_nothing(person):
    osh = Place.objects.get(kind="city", key="osh")
    viewer = person("viewer.osh")

    assign_perm("coalition.approve", viewer, osh)
    forget_rights(viewer)

    assert not may(viewer, "approve", osh)
