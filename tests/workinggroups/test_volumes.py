"""Choosing which letters come of a group or a thread, and ending them."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from coalition.models import Membership
from coalition.verbs import release
from workinggroups import verbs
from workinggroups.letters import stop_address
from workinggroups.models import ThreadUser, Volume

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh(db):
    """Nobody has chosen anything."""
    Volume.objects.all().delete()
    ThreadUser.objects.update(volume="")


# --- choosing
def test_a_stranger_chooses_nothing(group, thread, person):
    for deed in (
        lambda: verbs.choose_volume(group, by=person("editor.osh"), level="all"),
        lambda: verbs.follow_thread(thread, by=person("editor.osh"), volume="all"),
    ):
        with pytest.raises(PermissionDenied):
            deed()


@pytest.mark.parametrize("level", ["", "loud"])
def test_a_level_that_is_none_is_refused(group, person, level):
    with pytest.raises(ValidationError):
        verbs.choose_volume(group, by=person("member"), level=level)


def test_the_database_knows_the_levels(group, person):
    with pytest.raises(IntegrityError), transaction.atomic():
        Volume.objects.create(user=person("member"), group=group, level="loud")


def test_one_chooses_inside_the_group(signed_in, group, person):
    browser = signed_in("member")

    page = browser.post(f"/work/groups/{group.slug}/letters/", {"level": "mine"}, follow=True)

    assert Volume.objects.get(user=person("member"), group=group).level == "mine"
    assert 'value="mine" id="level-mine" checked' in page.content.decode()


def test_one_chooses_for_all_groups_in_the_settings(signed_in, group, person):
    browser = signed_in("member")
    assert f'name="group-{group.pk}"' in browser.get("/work/settings/").content.decode()

    browser.post("/work/settings/letters/", {f"group-{group.pk}": "quiet", "group-0": "all"})

    assert list(Volume.objects.values_list("group", "level")) == [(group.pk, "quiet")]


def test_one_chooses_for_one_thread(signed_in, thread, person):
    browser = signed_in("member")

    for level in ("all", "loud"):
        page = browser.post(f"/work/threads/{thread.pk}/follow/", {"volume": level}, follow=True)

    assert ThreadUser.objects.get(thread=thread, user=person("member")).volume == "all"
    assert "Выберите из списка." in page.content.decode()


# --- ending
def test_the_button_of_a_mail_program_ends_the_letters_of_the_thread(client, thread, person):
    path = "/" + stop_address(person("member"), thread).split("/", 3)[-1]

    opened = client.get(path)
    assert not ThreadUser.objects.filter(user=person("member"), volume="quiet").exists()
    client.post(path, {"List-Unsubscribe": "One-Click"})

    assert opened.status_code == 200
    assert ThreadUser.objects.get(thread=thread, user=person("member")).volume == "quiet"
    assert not Volume.objects.filter(user=person("member")).exists()


def test_the_page_behind_the_link_ends_the_letters_of_the_group_too(client, thread, person):
    path = "/" + stop_address(person("member"), thread).split("/", 3)[-1]

    client.post(path, {"group": "1"})

    assert Volume.objects.get(user=person("member")).level == "quiet"


def test_the_link_of_who_left_does_no_harm(client, thread, person, group):
    path = "/" + stop_address(person("member"), thread).split("/", 3)[-1]
    held = Membership.objects.get(user=person("member"), place=group.place, released_at=None)
    release(held, by=person("chair"))

    assert client.post(path).status_code == 200


def test_a_made_up_link_leads_nowhere(client):
    assert client.post("/letters/stop/nonsense/").status_code == 404
