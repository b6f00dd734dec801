"""Roles that end, and what ends with them; terms, handing over."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from coalition.models import ApiToken, Invitation, JournalEntry, Letter, User
from coalition.verbs import (
    accept_invitation,
    appoint,
    appoint_colleague,
    end_what_ran_out,
    invite,
    issue_token,
    open_invitation,
    release,
    revoke_invitation,
    set_term,
)
from tests.coalition.stepping import STRANGERS, day, held, later, now_may, place, real

pytestmark = pytest.mark.django_db


@pytest.fixture
def osh():
    return place()


@pytest.fixture
def boss(person):
    return person("admin.osh")


# --- keys and invitations end with the role ---
def test_without_any_role_no_key_works(person, boss):
    editor = person("viewer.osh")
    for scope in ("read", "write"):
        issue_token(editor, by=editor, name=scope, scope=scope)

    release(held(editor), by=boss)

    assert not ApiToken.objects.filter(user=editor, revoked_at=None).exists()


def test_without_a_right_to_edit_no_key_writes(person, boss, osh):
    editor = person("editor.osh")
    appoint(editor, by=boss, place=osh, role="viewer")
    for scope in ("read", "write"):
        issue_token(editor, by=editor, name=scope, scope=scope)

    release(held(editor, "editor"), by=boss)

    assert [key.scope for key in ApiToken.objects.filter(user=editor, revoked_at=None)] == ["read"]


def test_whoever_still_edits_keeps_their_keys(person, boss, osh):
    editor = person("editor.osh")
    appoint(editor, by=boss, place=osh, role="viewer")
    issue_token(editor, by=editor, name="Таблица", scope="write")

    release(held(editor, "viewer"), by=boss)

    assert ApiToken.objects.filter(user=editor, revoked_at=None).count() == 1


def test_the_invitations_of_a_released_administrator_are_revoked(boss, osh):
    second = real("second", "administrator")
    _one, secret = invite("a@example.org", by=second, place=osh, role="viewer")
    _two, of_boss = invite("b@example.org", by=boss, place=osh, role="viewer")

    release(held(second), by=boss)

    assert open_invitation(secret) is None
    assert open_invitation(of_boss) is not None
    deeds = JournalEntry.objects.filter(city="osh").order_by("-pk").values_list("deed", flat=True)
    assert "invitation.revoked" in deeds[:3]


def test_a_release_that_is_refused_takes_nothing_away(boss, osh):
    invite("a@example.org", by=boss, place=osh, role="viewer")
    issue_token(boss, by=boss, name="Таблица", scope="write")

    with pytest.raises(ValidationError):
        release(held(boss), by=boss)

    assert ApiToken.objects.filter(user=boss, revoked_at=None).exists()
    assert Invitation.objects.filter(invited_by=boss, revoked_at=None).exists()


# --- invitations ---
def test_an_invitation_is_revoked_and_told_in_the_journal(boss, osh):
    found, secret = invite("a@example.org", by=boss, place=osh, role="viewer")

    revoke_invitation(found, by=boss)

    assert open_invitation(secret) is None
    assert JournalEntry.objects.latest("pk").deed == "invitation.revoked"


@pytest.mark.parametrize("name", STRANGERS)
def test_revoking_an_invitation_is_refused_to_others(person, boss, osh, name):
    found, secret = invite("a@example.org", by=boss, place=osh, role="viewer")

    with pytest.raises(PermissionDenied):
        revoke_invitation(found, by=person(name))
    assert open_invitation(secret) is not None


def test_an_invitation_that_was_taken_up_is_not_revoked(boss, osh):
    found, secret = invite("a@example.org", by=boss, place=osh, role="viewer")
    accept_invitation(secret, by=None, password="вода камень точит")

    assert revoke_invitation(found, by=boss).revoked_at is None


@pytest.mark.parametrize("status", ["suspended", "left"])
def test_a_city_whose_membership_rests_takes_nobody_in(boss, osh, status):
    _one, secret = invite("a@example.org", by=boss, place=osh, role="viewer")
    type(osh.city).objects.filter(place=osh).update(status=status)

    assert open_invitation(secret) is None
    with pytest.raises(ValidationError):
        accept_invitation(secret, by=None, password="вода камень точит")
    with pytest.raises(ValidationError):
        invite("b@example.org", by=boss, place=osh, role="viewer")


# --- a further role ---
def test_a_colleague_gets_a_further_role_without_an_invitation(person, boss, osh):
    editor = person("editor.osh")

    appoint_colleague(editor, by=boss, place=osh, role="approver", until=day(30))

    assert now_may(editor, "approve", osh)
    assert "Новая роль для вас" in Letter.objects.get(to=editor.email).subject


@pytest.mark.parametrize("name", STRANGERS)
def test_a_further_role_is_given_by_the_administrator_alone(person, osh, name):
    with pytest.raises(PermissionDenied):
        appoint_colleague(person("editor.osh"), by=person(name), place=osh, role="approver")


@pytest.mark.parametrize("name", ["editor.dushanbe", "reviewer"])
def test_only_somebody_of_the_team_gets_a_further_role(person, boss, osh, name):
    with pytest.raises(ValidationError):
        appoint_colleague(person(name), by=boss, place=osh, role="approver")


def test_a_role_is_not_given_twice_or_until_a_day_that_has_passed(person, boss, osh):
    for words in ({"role": "editor"}, {"role": "approver", "until": day(-1)}):
        with pytest.raises(ValidationError):
            appoint_colleague(person("editor.osh"), by=boss, place=osh, **words)


# --- terms ---
def test_a_term_is_set_changed_and_taken_away(person, boss):
    role = held(person("editor.osh"))

    for until in (day(30), day(10), None):
        assert set_term(role, by=boss, until=until).until == until

    entries = JournalEntry.objects.filter(deed="person.term_set").order_by("-pk")
    assert [entry.details["became"] for entry in entries] == ["", str(day(10)), str(day(30))]
    assert Letter.objects.filter(to=role.user.email).count() == 3


def test_the_rights_end_with_the_last_day(person, boss, osh, monkeypatch):
    editor = person("editor.osh")
    set_term(held(editor), by=boss, until=day(1))

    later(monkeypatch, 1)
    assert now_may(editor, "edit", osh)
    later(monkeypatch, 1)
    assert not now_may(editor, "edit", osh)


@pytest.mark.parametrize("name", STRANGERS)
def test_a_term_is_set_by_the_administrator_alone(person, name):
    with pytest.raises(PermissionDenied):
        set_term(held(person("editor.osh")), by=person(name), until=day(5))


def test_a_term_does_not_end_in_the_past_and_not_after_the_end(person, boss):
    role = held(person("editor.osh"))
    with pytest.raises(ValidationError):
        set_term(role, by=boss, until=day(-1))
    release(role, by=boss)
    with pytest.raises(ValidationError):
        set_term(role, by=boss, until=day(5))


@pytest.mark.parametrize("name", ["editor.osh", "admin.dushanbe"])
def test_a_release_hands_over_only_within_the_team(person, boss, name):
    editor = held(person("editor.osh"))

    with pytest.raises(ValidationError):
        release(editor, by=boss, successor=person(name))
    editor.refresh_from_db()
    assert editor.released_at is None


def test_only_the_platform_ends_what_ran_out(boss):
    with pytest.raises(PermissionDenied):
        end_what_ran_out(by=boss)


def test_a_term_that_ran_out_takes_the_keys_along(person, boss, monkeypatch):
    editor = person("editor.osh")
    issue_token(editor, by=editor, name="Таблица", scope="write")
    set_term(held(editor), by=boss, until=day(1))

    later(monkeypatch, 2)
    end_what_ran_out(by=User.system())

    assert not ApiToken.objects.filter(user=editor, revoked_at=None).exists()
