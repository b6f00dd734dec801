"""Who speaks for a city in a group."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from cities.models import City
from coalition import clock
from coalition.models import JournalEntry, Membership, User
from coalition.permissions import may
from coalition.verbs import appoint, end_what_ran_out, release, set_term
from tests.workinggroups.deciding import opened
from workinggroups.models import Seat
from workinggroups.verbs import seat_delegate, state_position, unseat_delegate
from workinggroups.waiting import decisions_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def osh():
    return City.objects.select_related("place").get(slug="osh")


def principal(group, city):
    return Seat.objects.open().filter(group=group, city=city, is_alternate=False).get().user


def test_a_citys_administrator_names_who_speaks_for_it(group, osh, person):
    seat = seat_delegate(group, by=person("admin.osh"), city=osh, user=person("editor.osh"))

    assert (principal(group, osh), seat.since) == (person("editor.osh"), clock.today())


def test_whoever_speaks_for_a_city_is_in_the_group(group, osh, person):
    seat_delegate(group, by=person("admin.osh"), city=osh, user=person("editor.osh"))

    role = Membership.objects.get(user=person("editor.osh"), place=group.place)
    assert role.role == "member"


def test_the_chair_writes_down_what_a_citys_letter_says(group, osh, person):
    seat = seat_delegate(
        group,
        by=person("chair"),
        city=osh,
        user=person("editor.osh"),
        document="№ 12 от 01.11.2026",
    )

    assert seat.document == "№ 12 от 01.11.2026"


@pytest.mark.parametrize("who", ["chair", "editor.osh", "admin.dushanbe", "secretariat", "member"])
def test_nobody_else_names_who_speaks_for_a_city(group, osh, person, who):
    with pytest.raises(PermissionDenied):
        seat_delegate(group, by=person(who), city=osh, user=person("editor.osh"))


def test_only_a_citys_own_people_speak_for_it(group, osh, person):
    with pytest.raises(ValidationError):
        seat_delegate(group, by=person("admin.osh"), city=osh, user=person("editor.dushanbe"))


def test_a_city_without_a_seat_names_nobody(group, osh, person):
    group.cities.remove(osh)

    with pytest.raises(ValidationError):
        seat_delegate(group, by=person("admin.osh"), city=osh, user=person("editor.osh"))


def test_a_new_principal_takes_the_place_of_the_one_before(group, osh, person):
    first = seat_delegate(group, by=person("admin.osh"), city=osh, user=person("editor.osh"))

    seat_delegate(group, by=person("admin.osh"), city=osh, user=person("approver.osh"))

    first.refresh_from_db()
    assert (principal(group, osh), first.ended_by) == (person("approver.osh"), person("admin.osh"))


def test_an_alternate_stands_beside_the_principal(group, osh, person):
    seat_delegate(group, by=person("admin.osh"), city=osh, user=person("editor.osh"))

    seat_delegate(
        group, by=person("admin.osh"), city=osh, user=person("approver.osh"), is_alternate=True
    )

    assert Seat.objects.in_force(clock.today()).filter(group=group, city=osh).count() == 2


def test_the_database_keeps_one_principal(group, osh, person):
    seat = seat_delegate(group, by=person("admin.osh"), city=osh, user=person("editor.osh"))
    seat.pk, seat.user = None, person("approver.osh")

    with pytest.raises(IntegrityError), transaction.atomic():
        seat.save()


def test_a_term_that_is_over_counts_no_more(group, osh, person):
    seat = seat_delegate(
        group, by=person("admin.osh"), city=osh, user=person("editor.osh"), until=clock.today()
    )

    assert seat in Seat.objects.in_force(clock.today())
    assert seat not in Seat.objects.in_force(clock.today() + timedelta(days=1))


def test_a_seat_is_given_up(group, osh, person):
    seat = seat_delegate(group, by=person("admin.osh"), city=osh, user=person("editor.osh"))

    unseat_delegate(seat, by=person("admin.osh"))

    assert not Seat.objects.open().filter(pk=seat.pk).exists()


def test_a_seat_is_not_ended_by_another_city(group, osh, person):
    seat = seat_delegate(group, by=person("admin.osh"), city=osh, user=person("editor.osh"))

    with pytest.raises(PermissionDenied):
        unseat_delegate(seat, by=person("admin.dushanbe"))


@pytest.mark.parametrize("where", ["group", "city"])
def test_whoever_leaves_the_group_or_the_city_speaks_for_it_no_longer(group, osh, person, where):
    seat_delegate(group, by=person("admin.osh"), city=osh, user=person("editor.osh"))
    place = group.place if where == "group" else osh.place
    held = Membership.objects.get(user=person("editor.osh"), place=place, released_at=None)

    release(held, by=person("chair" if where == "group" else "admin.osh"))

    assert not Seat.objects.open().filter(group=group, city=osh).exists()


def test_whoever_leaves_the_city_reads_no_more_in_its_groups(group, osh, person):
    editor, admin = person("editor.osh"), person("admin.osh")
    seat_delegate(group, by=admin, city=osh, user=editor)
    kept = appoint(editor, by=admin, place=osh.place, role="viewer")
    release(Membership.objects.get(user=editor, place=osh.place, role="editor"), by=admin)
    assert may(person("editor.osh"), "post", group)

    release(kept, by=admin)

    assert not may(person("editor.osh"), "see_inside", group)


def test_whose_term_in_the_city_has_run_out_reads_no_more_in_its_groups(
    group, osh, person, monkeypatch
):
    editor, then = person("editor.osh"), clock.today() + timedelta(days=2)
    seat_delegate(group, by=person("admin.osh"), city=osh, user=editor)
    held = Membership.objects.get(user=editor, place=osh.place)
    set_term(held, by=person("admin.osh"), until=clock.today())
    monkeypatch.setattr(clock, "today", lambda: then)

    end_what_ran_out(by=User.system())

    assert not may(person("editor.osh"), "see_inside", group)


def test_a_city_reads_in_its_journal_who_was_named(group, osh, person):
    seat_delegate(group, by=person("admin.osh"), city=osh, user=person("editor.osh"))

    assert JournalEntry.objects.filter(city="osh", deed="seat.given").exists()


def test_a_post_is_said_for_the_city_of_the_seat(group, osh, person):
    seat_delegate(group, by=person("admin.osh"), city=osh, user=person("editor.osh"))

    assert group.city_of(person("editor.osh")) == osh


@pytest.mark.parametrize("where", ["osh", "early-warning"])
def test_nobody_speaks_for_a_city_longer_than_their_role_lasts(group, thread, osh, person, where):
    voice = person("editor.osh")
    seat_delegate(group, by=person("admin.osh"), city=osh, user=voice)
    decision = opened(thread)
    yesterday = clock.today() - timedelta(days=1)
    held = Membership.objects.filter(user=voice, place__key=where)

    held.update(since=yesterday, until=yesterday)

    with pytest.raises(PermissionDenied):
        state_position(decision, by=voice, choice="agree")
    assert not Seat.objects.in_force(clock.today()).filter(group=group, user=voice).exists()


@pytest.mark.parametrize("where", ["osh", "early-warning"])
def test_nobody_is_asked_for_a_city_longer_than_their_role_lasts(group, thread, osh, person, where):
    seat_delegate(group, by=person("admin.osh"), city=osh, user=person("editor.osh"))
    decision = opened(thread)
    asked = [one.decision for one in decisions_for(person("editor.osh")).asked]
    yesterday = clock.today() - timedelta(days=1)
    held = Membership.objects.filter(user=person("editor.osh"), place__key=where)

    held.update(since=yesterday, until=yesterday)

    assert asked == [decision]
    assert decisions_for(person("editor.osh")).asked == []


def test_a_closed_account_speaks_for_no_city(group, osh, person):
    seat_delegate(group, by=person("admin.osh"), city=osh, user=person("editor.osh"))

    User.objects.filter(email="editor.osh@demo.invalid").update(is_active=False)

    assert not Seat.objects.in_force(clock.today()).filter(group=group, city=osh).exists()


def test_one_person_does_not_speak_for_two_cities(group, osh, person):
    voice, namangan = person("editor.osh"), City.objects.get(slug="namangan")
    appoint(voice, by=User.system(), place=namangan.place, role="editor")
    seat_delegate(group, by=person("admin.osh"), city=osh, user=voice)

    with pytest.raises(ValidationError, match="за другой город"):
        seat_delegate(group, by=person("admin.namangan"), city=namangan, user=voice)
