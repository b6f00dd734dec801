"""Who stands in during an absence, and who takes over a role from a day on."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from coalition.models import JournalEntry, Letter, Membership, User
from coalition.permissions import forget_rights
from coalition.projection import project
from coalition.verbs import (
    appoint,
    appoint_colleague,
    end_what_ran_out,
    invite,
    name_deputy,
    open_invitation,
    release,
    set_term,
    succeed,
)
from tests.coalition.stepping import STRANGERS, day, held, later, now_may, place

pytestmark = pytest.mark.django_db


@pytest.fixture
def osh():
    return place()


@pytest.fixture
def boss(person):
    return person("admin.osh")


# --- deputies ---
def test_a_deputy_acts_from_day_to_day_by_itself(person, boss, osh, monkeypatch):
    viewer = person("viewer.osh")
    name_deputy(held(person("approver.osh")), by=boss, deputy=viewer, since=day(2), until=day(3))
    seen = []
    for _day in range(5):
        project(osh)  # as it is done every hour
        seen.append(now_may(viewer, "approve", osh))
        later(monkeypatch, 1)

    assert seen == [False, False, True, True, False]
    assert now_may(viewer, "see_inside", osh)


def test_a_deputy_is_told_and_the_journal_names_both(person, boss):
    role = held(person("approver.osh"))
    name_deputy(role, by=boss, deputy=person("viewer.osh"), since=day(0), until=day(3))

    assert "Вы замещаете" in Letter.objects.get(to="viewer.osh@demo.invalid").subject
    entry = JournalEntry.objects.get(deed="person.deputised")
    assert (entry.city, entry.details["holder"]) == ("osh", str(role.user))


@pytest.mark.parametrize("name", STRANGERS)
def test_a_deputy_is_named_by_the_administrator_alone(person, name):
    with pytest.raises(PermissionDenied):
        name_deputy(
            held(person("approver.osh")), by=person(name), deputy=person("viewer.osh"),
            since=day(0), until=day(3),
        )  # fmt: skip


@pytest.mark.parametrize(
    "wrong",
    [
        {"deputy": "approver.osh"},
        {"deputy": "editor.dushanbe"},
        {"deputy": "reviewer"},
        {"since": -1},
        {"since": 5, "until": 4},
    ],
)
def test_a_deputy_is_another_of_the_team_for_days_to_come(person, boss, wrong):
    words = {"deputy": "viewer.osh", "since": 0, "until": 3, **wrong}

    with pytest.raises(ValidationError):
        name_deputy(
            held(person("approver.osh")), by=boss, deputy=person(words["deputy"]),
            since=day(words["since"]), until=day(words["until"]),
        )  # fmt: skip


def test_for_the_same_days_there_is_one_deputy(person, boss):
    role = held(person("approver.osh"))
    name_deputy(role, by=boss, deputy=person("viewer.osh"), since=day(0), until=day(3))

    for name in ("editor.osh", "viewer.osh"):
        with pytest.raises(ValidationError):
            name_deputy(role, by=boss, deputy=person(name), since=day(3), until=day(5))


def test_a_deputy_does_not_count_as_the_last_administrator(person, boss):
    name_deputy(held(boss), by=boss, deputy=person("editor.osh"), since=day(0), until=day(3))

    with pytest.raises(ValidationError):
        release(held(boss, "administrator"), by=person("editor.osh"))


def test_a_deputy_goes_with_whom_they_stand_in_for(person, boss, osh):
    approver, viewer = person("approver.osh"), person("viewer.osh")
    name_deputy(held(approver), by=boss, deputy=viewer, since=day(0), until=day(3))

    release(held(approver), by=boss)

    assert not now_may(viewer, "approve", osh)


def test_a_deputy_who_is_appointed_stays(person, boss, osh, monkeypatch):
    approver, viewer = person("approver.osh"), person("viewer.osh")
    name_deputy(held(approver), by=boss, deputy=viewer, since=day(0), until=day(3))

    appoint_colleague(viewer, by=boss, place=osh, role="approver")

    later(monkeypatch, 5)
    assert now_may(viewer, "approve", osh)


def test_a_deputy_goes_when_the_term_of_the_role_is_over(person, boss, osh, monkeypatch):
    role, viewer = held(person("approver.osh")), person("viewer.osh")
    name_deputy(role, by=boss, deputy=viewer, since=day(0), until=day(9))
    name_deputy(role, by=boss, deputy=person("editor.osh"), since=day(10), until=day(12))

    set_term(role, by=boss, until=day(2))

    rows = Membership.objects.filter(stands_in_for=role.user, released_at=None, place=osh)
    assert [(one.user, one.until) for one in rows] == [(viewer, day(2))]
    with pytest.raises(ValidationError):
        name_deputy(held(role.user), by=boss, deputy=person("editor.osh"), since=day(1),
                    until=day(3))  # fmt: skip
    later(monkeypatch, 3)
    assert not now_may(viewer, "approve", osh)


def test_a_deputy_does_not_change_who_administers(person, boss, osh, signed_in):
    editor, role = person("editor.osh"), held(boss, "administrator")
    _sent, secret = invite("b@sample.invalid", by=boss, place=osh, role="administrator")
    stands_in = name_deputy(role, by=boss, deputy=editor, since=day(0), until=day(3))
    forget_rights(editor)

    for deed in (
        lambda: appoint_colleague(editor, by=editor, place=osh, role="administrator"),
        lambda: invite("a@sample.invalid", by=editor, place=osh, role="administrator"),
        lambda: set_term(stands_in, by=editor, until=day(300)),
        lambda: succeed(role, by=editor, successor=person("viewer.osh"), since=day(0)),
    ):
        with pytest.raises(ValidationError):
            deed()
    sent = osh.invitations.get(email="b@sample.invalid")
    path = f"/work/city/osh/team/invitations/{sent.pk}/revoke/"
    assert signed_in("editor.osh").post(path).status_code == 302
    assert open_invitation(secret) == sent
    assert appoint_colleague(person("viewer.osh"), by=editor, place=osh, role="editor")


def test_the_database_knows_that_nobody_stands_in_for_themselves(person):
    role = held(person("editor.osh"))

    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.filter(pk=role.pk).update(stands_in_for=role.user, until=day(3))


# --- another person from a day on ---
def test_another_person_takes_over_a_role_today(person, boss, osh):
    approver, editor = person("approver.osh"), person("editor.osh")

    succeed(held(approver), by=boss, successor=editor, since=day(0))

    assert (now_may(approver, "approve", osh), now_may(editor, "approve", osh)) == (False, True)


def test_another_person_takes_over_a_role_on_the_day(person, boss, osh, monkeypatch):
    approver, editor = person("approver.osh"), person("editor.osh")
    succeed(held(approver), by=boss, successor=editor, since=day(3))
    seen = []
    for _day in range(5):
        project(osh)
        seen.append((now_may(approver, "approve", osh), now_may(editor, "approve", osh)))
        later(monkeypatch, 1)

    assert seen == [(True, False)] * 3 + [(False, True)] * 2


def test_on_the_day_what_the_former_had_passes_over(person, boss, osh, monkeypatch):
    approver, editor = person("approver.osh"), person("editor.osh")
    succeed(held(approver), by=boss, successor=editor, since=day(3))
    assert end_what_ran_out(by=User.system()) == 0

    later(monkeypatch, 3)
    assert end_what_ran_out(by=User.system()) == 1
    assert end_what_ran_out(by=User.system()) == 0
    assert JournalEntry.objects.filter(deed="person.handed_over", city="osh").count() == 1
    assert "Вы приняли дела" in Letter.objects.filter(to=editor.email).latest("pk").subject


def test_an_administrator_may_be_succeeded_though_the_last(boss, person, osh):
    editor = person("editor.osh")

    succeed(held(boss), by=boss, successor=editor, since=day(0))

    assert now_may(editor, "administer", osh)
    assert not now_may(boss, "administer", osh)


@pytest.mark.parametrize("name", STRANGERS)
def test_a_succession_is_the_administrators_alone(person, name):
    with pytest.raises(PermissionDenied):
        succeed(
            held(person("approver.osh")), by=person(name), successor=person("editor.osh"),
            since=day(0),
        )  # fmt: skip


@pytest.mark.parametrize(
    ("who", "number"), [("approver.osh", 0), ("admin.dushanbe", 0), ("editor.osh", -1)]
)
def test_a_successor_is_another_of_the_team_from_a_day_to_come(person, boss, who, number):
    with pytest.raises(ValidationError):
        succeed(held(person("approver.osh")), by=boss, successor=person(who), since=day(number))


def test_whoever_keeps_another_role_keeps_what_they_had(person, boss, osh):
    approver = person("approver.osh")
    appoint(approver, by=boss, place=osh, role="viewer")

    succeed(held(approver, "approver"), by=boss, successor=person("editor.osh"), since=day(0))

    assert not JournalEntry.objects.filter(deed="person.handed_over").exists()


def test_a_role_that_is_over_is_not_begun_again_by_its_succession(person, boss, osh, monkeypatch):
    approver = person("approver.osh")
    set_term(held(approver), by=boss, until=day(1))
    later(monkeypatch, 5)

    with pytest.raises(ValidationError):
        succeed(held(approver), by=boss, successor=person("editor.osh"), since=day(9))
    assert not now_may(approver, "approve", osh)
