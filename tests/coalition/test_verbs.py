import threading
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection

from coalition import clock
from coalition.models import ApiToken, Invitation, JournalEntry, Letter, Membership, Place, User
from coalition.permissions import forget_rights, may
from coalition.verbs import (
    accept_invitation,
    appoint,
    invite,
    issue_token,
    open_invitation,
    release,
    revoke_token,
)


@pytest.fixture
def osh(db):
    return Place.objects.get(kind="city", key="osh")


@pytest.fixture
def newcomer(db):
    return User.objects.create_user("newcomer@example.org")


def test_appoint_gives_the_rights_of_the_role(osh, person, newcomer):
    appoint(newcomer, by=person("admin.osh"), place=osh, role="editor")

    assert may(newcomer, "edit", osh)


def test_appoint_gives_nothing_in_another_city(osh, person, newcomer):
    appoint(newcomer, by=person("admin.osh"), place=osh, role="editor")

    assert not may(newcomer, "see_inside", Place.objects.get(kind="city", key="dushanbe"))


def test_appoint_writes_the_journal_of_the_city(osh, person, newcomer):
    appoint(newcomer, by=person("admin.osh"), place=osh, role="viewer")

    entry = JournalEntry.objects.latest("pk")
    assert (entry.city, entry.deed, entry.details["role"]) == ("osh", "person.appointed", "viewer")


def test_appointing_twice_keeps_one_membership(osh, person, newcomer):
    first = appoint(newcomer, by=person("admin.osh"), place=osh, role="editor")

    assert appoint(newcomer, by=person("admin.osh"), place=osh, role="editor") == first


@pytest.mark.parametrize(
    "name",
    ["editor.osh", "approver.osh", "viewer.osh", "admin.dushanbe", "secretariat", "reviewer"],
)
def test_appoint_is_refused_to_everybody_but_the_citys_administrator(osh, person, newcomer, name):
    with pytest.raises(PermissionDenied):
        appoint(newcomer, by=person(name), place=osh, role="editor")

    assert not Membership.objects.filter(user=newcomer).exists()


def test_the_secretariat_names_the_administrator_of_a_city_that_has_none(osh, person, newcomer):
    held = Membership.objects.filter(place=osh, role="administrator")
    held.update(released_at=clock.now(), released_by=User.system())

    appoint(newcomer, by=person("secretariat"), place=osh, role="administrator")

    assert may(newcomer, "administer", osh)


def test_a_role_of_another_kind_of_place_is_refused(osh, person, newcomer):
    with pytest.raises(ValidationError):
        appoint(newcomer, by=person("admin.osh"), place=osh, role="secretariat")


def test_a_role_does_not_end_before_it_begins(osh, person, newcomer):
    with pytest.raises(ValidationError):
        appoint(newcomer, by=person("admin.osh"), place=osh, role="editor", until=date(2020, 1, 1))


def test_release_takes_the_rights_away(osh, person):
    editor = person("editor.osh")

    release(Membership.objects.get(user=editor, place=osh), by=person("admin.osh"))

    forget_rights(editor)
    assert not may(editor, "see_inside", osh)


def test_release_takes_the_person_out_of_the_group(osh, person):
    editor = person("editor.osh")

    release(Membership.objects.get(user=editor, place=osh), by=person("admin.osh"))

    assert not editor.groups.filter(name="city:osh:editor").exists()


def test_the_last_administrator_stays(osh, person):
    membership = Membership.objects.get(place=osh, role="administrator")

    with pytest.raises(ValidationError):
        release(membership, by=person("admin.osh"))


def test_release_is_refused_to_another_citys_administrator(osh, person):
    membership = Membership.objects.get(place=osh, role="editor")

    with pytest.raises(PermissionDenied):
        release(membership, by=person("admin.dushanbe"))


def test_an_invitation_stores_no_secret(osh, person):
    invitation, secret = invite("a@example.org", by=person("admin.osh"), place=osh, role="viewer")

    assert secret not in (invitation.digest, str(invitation.__dict__))


def test_an_invitation_leaves_by_letter(osh, person):
    _invitation, secret = invite("a@example.org", by=person("admin.osh"), place=osh, role="viewer")

    assert secret in Letter.objects.get(to="a@example.org").body


def test_a_second_invitation_to_the_same_role_revokes_the_first(osh, person):
    admin = person("admin.osh")
    _one, first = invite("a@example.org", by=admin, place=osh, role="viewer")

    invite("A@example.org ", by=admin, place=osh, role="viewer")

    assert open_invitation(first) is None


def test_the_secretariat_names_the_first_administrator_alone(osh, person):
    secretariat = person("secretariat")
    held = Membership.objects.filter(place=osh, role="administrator")
    held.update(released_at=clock.now(), released_by=secretariat)
    links = [invite(f"{name}@example.org", by=secretariat, place=osh, role="administrator")[1]
             for name in ("one", "other")]  # fmt: skip

    accept_invitation(links[0], by=None, password="вода камень точит", post="Акимат")

    assert open_invitation(links[1]) is None
    with pytest.raises(ValidationError):
        accept_invitation(links[1], by=None, password="вода камень точит", post="Акимат")


def test_an_invitation_ends_with_its_days(osh, person):
    invitation, secret = invite("a@example.org", by=person("admin.osh"), place=osh, role="viewer")

    Invitation.objects.filter(pk=invitation.pk).update(expires_at=clock.now() - timedelta(1))

    assert open_invitation(secret) is None


def test_whoever_accepts_has_the_role(osh, person):
    _one, secret = invite("a@example.org", by=person("admin.osh"), place=osh, role="editor")

    user = accept_invitation(secret, by=None, password="a long enough sentence")

    assert may(user, "edit", osh)


def test_an_invitation_of_a_known_address_needs_that_person(osh, person):
    _one, secret = invite(
        "editor.dushanbe@demo.invalid", by=person("admin.osh"), place=osh, role="editor"
    )

    with pytest.raises(PermissionDenied):
        accept_invitation(secret, by=person("editor.namangan"))


def test_an_invitation_works_once_however_many_tabs_accept_it(committed, person):
    osh = Place.objects.get(kind="city", key="osh")
    _one, secret = invite("a@example.org", by=person("admin.osh"), place=osh, role="viewer")
    accepted = []

    def accept():
        try:
            accepted.append(accept_invitation(secret, by=None, password="a long sentence").pk)
        except (ValidationError, PermissionDenied):
            pass
        finally:
            connection.close()

    tabs = [threading.Thread(target=accept) for _ in range(4)]
    for tab in tabs:
        tab.start()
    for tab in tabs:
        tab.join()

    assert len(accepted) == User.objects.filter(email="a@example.org").count() == 1


def test_a_key_is_stored_as_its_fingerprint(db, person):
    editor = person("editor.osh")

    token, secret = issue_token(editor, by=editor, name="script", scope="read")

    assert token.digest == ApiToken.digest_of(secret) != secret


def test_nobody_makes_a_key_for_somebody_else(db, person):
    with pytest.raises(PermissionDenied):
        issue_token(person("editor.osh"), by=person("admin.osh"), name="x", scope="read")


def test_nobody_revokes_somebody_elses_key(db, person):
    editor = person("editor.osh")
    token, _secret = issue_token(editor, by=editor, name="script", scope="read")

    with pytest.raises(PermissionDenied):
        revoke_token(token, by=person("admin.osh"))


def test_a_person_whose_role_ran_out_is_appointed_anew(osh, person, newcomer):
    yesterday = clock.today() - timedelta(days=1)
    over = appoint(newcomer, by=person("admin.osh"), place=osh, role="viewer",
                   since=yesterday, until=yesterday)  # fmt: skip

    appoint(newcomer, by=person("admin.osh"), place=osh, role="viewer")

    forget_rights(newcomer)
    assert may(newcomer, "see_inside", osh)
    over.refresh_from_db()
    assert (over.until, over.released_at is not None) == (yesterday, True)


@pytest.mark.parametrize("days", [30, None])
def test_an_appointment_until_a_later_day_prolongs_the_role(osh, person, newcomer, days):
    longer = clock.today() + timedelta(days=days) if days else None
    appoint(newcomer, by=person("admin.osh"), place=osh, role="viewer", until=clock.today())

    appoint(newcomer, by=person("admin.osh"), place=osh, role="viewer", until=longer)

    held = Membership.objects.filter(user=newcomer, released_at=None)
    assert set(held.values_list("until", flat=True)) == {longer}


def test_an_appointment_until_an_earlier_day_shortens_nothing(osh, person, newcomer):
    appoint(newcomer, by=person("admin.osh"), place=osh, role="viewer")

    held = appoint(newcomer, by=person("admin.osh"), place=osh, role="viewer", until=clock.today())

    assert held.until is None


def test_nobody_is_invited_until_a_day_that_has_passed(osh, person):
    with pytest.raises(ValidationError, match="прош"):
        invite("guest@example.org", by=person("admin.osh"), place=osh, role="viewer",
               until=clock.today() - timedelta(days=1))  # fmt: skip
