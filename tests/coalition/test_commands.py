"""Commands of the operator: who is first, and whether rights are what they should be."""

import re

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import CommandError, call_command
from django.db.migrations.recorder import MigrationRecorder
from guardian.shortcuts import assign_perm

from coalition.models import Invitation, Letter, Membership, Place, User
from coalition.permissions import may

pytestmark = pytest.mark.django_db


def test_the_first_person_is_invited_and_the_link_printed_where_mail_is_not_set_up(client, capsys):
    call_command("appoint_secretariat", "first@example.org")

    link = capsys.readouterr().out.strip()
    assert re.fullmatch(r"http://127\.0\.0\.1:8000/accounts/invitation/[\w-]+/", link)
    person = {"post": "Секретариат", "first_name": "Имя", "password": "вода камень точит"}
    client.post(link.removeprefix("http://127.0.0.1:8000"), person)
    assert may(User.objects.get(email="first@example.org"), "administer", Place.coalition())


def test_the_link_is_not_printed_where_mail_is_set_up(settings, capsys):
    settings.EMAIL_URL = "smtp://mail.example"

    call_command("appoint_secretariat", "first@example.org")

    said = capsys.readouterr().out
    assert "on its way to first@example.org" in said
    assert "invitation/" not in said
    assert "/accounts/invitation/" in Letter.objects.get(to="first@example.org").body


def test_inviting_the_first_person_again_leaves_one_link(capsys):
    for _time in range(2):
        call_command("appoint_secretariat", "first@example.org")

    invited = Invitation.objects.filter(email="first@example.org", revoked_at=None)
    assert invited.count() == 1


def test_what_is_no_address_is_refused():
    with pytest.raises(CommandError, match="not an e-mail address"):
        call_command("appoint_secretariat", "секретариат")


def test_rights_of_the_founded_platform_follow_from_memberships(capsys):
    call_command("check_rights")

    assert "follow from memberships" in capsys.readouterr().out


def editors_of_osh() -> Group:
    return Group.objects.get(name="city:osh:editor")


def give_by_hand(what: str) -> None:
    """A right somebody wrote into the database past the platform."""
    dushanbe = Place.objects.get(kind="city", key="dushanbe")
    if what == "right":
        assign_perm(
            "coalition.approve", editors_of_osh(), Place.objects.get(key="osh", kind="city")
        )
    elif what == "person":
        editors_of_osh().user_set.add(User.objects.get(email="editor.dushanbe@demo.invalid"))
    elif what == "personal right":
        assign_perm(
            "coalition.see_inside", User.objects.get(email="viewer.osh@demo.invalid"), dushanbe
        )
    elif what == "right elsewhere":
        assign_perm("coalition.edit", editors_of_osh(), dushanbe)
    elif what == "superuser":
        User.objects.filter(email="viewer.osh@demo.invalid").update(is_superuser=True)
    elif what == "permission":
        viewer = User.objects.get(email="viewer.osh@demo.invalid")
        viewer.user_permissions.add(Permission.objects.get(codename="access_admin"))
    elif what == "group":
        stray = Group.objects.create(name="Friends")
        stray.user_set.add(User.objects.get(email="viewer.osh@demo.invalid"))
    else:
        editors_of_osh().page_permissions.all().delete()


@pytest.mark.parametrize(
    "what",
    ["right", "person", "personal right", "right elsewhere", "superuser", "permission", "group",
     "missing page"],
)  # fmt: skip
def test_rights_given_by_hand_are_found(what, capsys):
    give_by_hand(what)

    with pytest.raises(CommandError, match="differ from what follows"):
        call_command("check_rights")

    said = capsys.readouterr().out
    assert {
        "right": "city:osh:editor: too much ('right', 'approve')",
        "person": "city:osh:editor: too much ('member',",
        "personal right": "right given to",
        "right elsewhere": "city:osh:editor: too much ('right elsewhere',",
        "superuser": "a superuser",
        "permission": "permissions of their own",
        "group": "in the group Friends, which is no role's",
        "missing page": "city:osh:editor: missing ('page',",
    }[what] in said


def test_a_membership_that_ran_out_is_found_until_its_rows_are_gone():
    held = Membership.objects.get(user__email="editor.osh@demo.invalid", place__key="osh")
    Membership.objects.filter(pk=held.pk).update(since="2026-01-01", until="2026-01-31")

    assert not may(held.user, "edit", held.place)
    with pytest.raises(CommandError):
        call_command("check_rights")


def test_an_address_longer_than_a_letter_can_have_is_refused():
    with pytest.raises(CommandError, match="not an e-mail address"):
        call_command("appoint_secretariat", "x" * 300 + "@example.org")


@pytest.mark.parametrize(
    "command",
    [["found_coalition"], ["check_rights"], ["appoint_secretariat", "a@example.org"], ["serve"]],
    ids=lambda command: command[0],
)
def test_a_command_before_migrate_says_what_to_do_first(command):
    MigrationRecorder.Migration.objects.filter(app="coalition").delete()

    with pytest.raises(CommandError, match="First run"):
        call_command(*command)
