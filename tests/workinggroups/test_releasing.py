"""Minutes that everybody reads: approved, released, taken back; names never without posts."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from coalition import clock
from coalition.models.journal import JournalEntry
from tests.workinggroups.meeting import planned
from workinggroups.models import Meeting, Minutes, WorkingGroup
from workinggroups.verbs import (
    draft_minutes,
    edit_minutes,
    note_attendance,
    release_minutes,
    take_back_minutes,
)

pytestmark = pytest.mark.django_db
SECRET = "Берём приток у плотины."


@pytest.fixture
def past(group, chair):
    return planned(group, chair, days=-3, visibility="public")


def approved(meeting, chair, text=SECRET):
    minutes = draft_minutes(meeting, by=chair)
    edit_minutes(minutes, by=chair, text=text, number="3", version=1)
    now = clock.now()
    Minutes.objects.filter(pk=minutes.pk).update(
        state="approved", circulated_at=now, objections_until=now, approved_at=now
    )
    return Minutes.objects.get(pk=minutes.pk)


def page_of(client, meeting):
    return client.get(
        reverse("public_meeting", args=[meeting.group.slug, meeting.pk])
    ).content.decode()


def test_approved_minutes_stay_inside_until_they_are_released(client, past, chair):
    minutes = approved(past, chair)
    assert SECRET not in page_of(client, past)

    release_minutes(minutes, by=chair)

    assert SECRET in page_of(client, past)
    assert "Протокол № 3" in page_of(client, past)


def test_taken_back_they_are_gone_at_once_and_the_mark_remains(client, past, chair):
    minutes = release_minutes(approved(past, chair), by=chair)

    take_back_minutes(minutes, by=chair)

    assert SECRET not in page_of(client, past)
    entry = JournalEntry.objects.get(deed="minutes.taken_back")
    assert len(entry.details["sha256"]) == 64
    assert SECRET not in str(entry.details)


def test_the_list_is_shown_by_city_and_post_without_names(client, past, chair):
    note_attendance(past, by=chair, organisation="Фонд", post="Директор", name="Иванова А.")
    note_attendance(past, by=chair, organisation="Фонд", post="Юрист", how="absent")
    release_minutes(approved(past, chair), by=chair)

    page = page_of(client, past)

    assert "Директор" in page
    assert "Иванова" not in page
    assert "Юрист" not in page


def test_a_name_without_its_post_keeps_the_minutes_inside(past, chair):
    note_attendance(past, by=chair, organisation="Фонд", post="Директор", name="Иванова А.")
    minutes = approved(past, chair, text="Иванова предложила приток.")

    with pytest.raises(ValidationError, match="Иванова предложила"):
        release_minutes(minutes, by=chair)


def test_a_name_beside_its_post_may_be_shown(past, chair):
    note_attendance(past, by=chair, organisation="Фонд", post="Директор", name="Иванова А.")
    minutes = approved(past, chair, text="Директор, Иванова А., предложила приток.")

    assert release_minutes(minutes, by=chair).released_at is not None


def test_a_draft_is_shown_to_nobody(past, chair):
    with pytest.raises(ValidationError):
        release_minutes(draft_minutes(past, by=chair), by=chair)


@pytest.mark.parametrize("hidden", ["meeting", "group", "consultation"])
def test_what_is_not_public_has_no_public_minutes(client, past, chair, hidden):
    minutes = approved(past, chair)
    if hidden == "meeting":
        Meeting.objects.filter(pk=past.pk).update(visibility="group")
    elif hidden == "group":
        WorkingGroup.objects.filter(pk=past.group_id).update(visibility="coalition")
    else:
        WorkingGroup.objects.filter(pk=past.group_id).update(kind="consultation")
    minutes = Minutes.objects.select_related("meeting__group__place").get(pk=minutes.pk)

    with pytest.raises(ValidationError):
        release_minutes(minutes, by=chair)


def test_a_meeting_that_is_hidden_later_hides_its_minutes(client, past, chair):
    release_minutes(approved(past, chair), by=chair)
    Meeting.objects.filter(pk=past.pk).update(visibility="group")

    answer = client.get(reverse("public_meeting", args=[past.group.slug, past.pk]))

    assert answer.status_code == 404
    assert not Minutes.objects.public().exists()


@pytest.mark.parametrize("who", ["member", "approver.osh", "secretariat"])
def test_only_the_chair_and_the_secretary_release_and_take_back(past, chair, person, who):
    minutes = approved(past, chair)

    with pytest.raises(PermissionDenied):
        release_minutes(minutes, by=person(who))
    with pytest.raises(PermissionDenied):
        take_back_minutes(minutes, by=person(who))


def test_the_database_shows_nothing_that_is_not_approved(past, chair):
    minutes = draft_minutes(past, by=chair)

    with pytest.raises(IntegrityError), transaction.atomic():
        Minutes.objects.filter(pk=minutes.pk).update(released_at=clock.now(), released_by=chair)


def test_the_page_of_the_minutes_releases_them_after_a_tick(client, signed_in, past, chair):
    approved(past, chair)
    browser, path = signed_in("chair"), reverse("release_minutes", args=[past.pk])

    browser.post(path)
    assert SECRET not in page_of(client, past)
    browser.post(path, {"looked": "on"})
    assert SECRET in page_of(client, past)
    assert "#minutes" in client.get("/events/").content.decode()

    browser.post(path, {"off": "1"})
    assert SECRET not in page_of(client, past)
