"""Planning a meeting, moving it, calling it off; the agenda; the answers of cities."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from cities.models import City
from coalition.errors import Conflict
from coalition.models import Letter, Notification
from coalition.notifications import sentence
from tests.workinggroups.meeting import anew, planned
from workinggroups.models import Meeting, ThreadEvent
from workinggroups.verbs import (
    cancel_meeting,
    change_meeting,
    choose_volume,
    hold_meeting,
)

pytestmark = pytest.mark.django_db


def told(thread):
    events = ThreadEvent.objects.filter(thread=thread, kind="agenda.change")
    return [event.data["what"] for event in events]


# --- Planning


def test_a_meeting_has_a_thread_of_its_own(meeting):
    assert (meeting.thread.kind, meeting.thread.title) == ("meeting", meeting.title)


def test_the_cities_of_the_group_are_invited(meeting, group):
    invited = {one.city for one in meeting.invitations.all()}

    assert invited == set(group.cities.members())


@pytest.mark.parametrize("who", ["member", "admin.osh", "secretariat", "reviewer"])
def test_nobody_but_the_chair_plans_a_meeting(group, person, who):
    with pytest.raises(PermissionDenied):
        planned(group, person(who))


def test_a_meeting_does_not_end_before_it_begins(group, chair):
    with pytest.raises(ValidationError):
        planned(group, chair, minutes=-30)


def test_the_database_keeps_the_order_of_beginning_and_end(meeting):
    meeting.ends_at = meeting.starts_at

    with pytest.raises(IntegrityError), transaction.atomic():
        meeting.save()


def test_a_group_without_a_public_page_has_no_public_meeting(group, chair):
    group.visibility = "group"
    group.save()

    with pytest.raises(ValidationError):
        planned(group, chair, visibility="public")


def test_everybody_concerned_is_told_of_a_new_meeting(group, chair, person):
    choose_volume(group, by=person("member"), level="mine")
    Letter.objects.all().delete()

    meeting = planned(group, chair, tell=True)

    assert told(meeting.thread) == ["planned"]
    addresses = set(Letter.objects.values_list("to", flat=True))
    assert {"member@demo.invalid", "admin.osh@demo.invalid", "approver.osh@demo.invalid"} <= (
        addresses
    )
    assert not {"chair@demo.invalid", "editor.osh@demo.invalid"} & addresses


def test_a_letter_tells_the_time_of_the_event_and_ones_own(group, chair):
    Letter.objects.all().delete()

    planned(group, chair, tell=True)

    assert (
        "11:00–13:00 Ош, UTC+6 · у вас 10:00"
        in Letter.objects.get(to="admin.dushanbe@demo.invalid").body
    )
    assert "у вас" not in Letter.objects.get(to="admin.osh@demo.invalid").body


def test_who_is_not_in_the_group_finds_the_news_under_their_city(group, chair, person):
    planned(group, chair, tell=True)

    line = Notification.objects.get(user=person("admin.osh"), kind="meeting")
    assert line.place == City.objects.get(slug="osh").place
    assert "11:00–13:00 Ош, UTC+6" in sentence(line)


def test_a_meeting_of_the_past_is_only_written_down(group, chair):
    Letter.objects.all().delete()

    planned(group, chair, days=-3, tell=True)

    assert not Letter.objects.exists()


# --- Changing


def moved(meeting, by, hours=24, version=1, **more):
    return change_meeting(
        meeting,
        by=by,
        version=version,
        starts_at=meeting.starts_at + timedelta(hours=hours),
        ends_at=meeting.ends_at + timedelta(hours=hours),
        **more,
    )


def test_a_moved_meeting_tells_everybody_what_was_and_what_is(meeting, chair, person):
    choose_volume(meeting.group, by=person("member"), level="mine")
    Letter.objects.all().delete()

    moved(meeting, chair)

    body = Letter.objects.get(to="member@demo.invalid").body
    assert "Было: 1 декабря 2026 г., 11:00" in body
    assert "Стало: 2 декабря 2026 г., 11:00" in body
    line = Notification.objects.get(user=person("member"), kind="meeting")
    assert "перенесена" in sentence(line)
    assert "1 декабря" in sentence(line)


def test_a_moved_meeting_is_a_new_one_for_calendars(meeting, chair):
    after = moved(meeting, chair)

    assert (after.uid, after.sequence) == (meeting.uid, meeting.sequence + 1)


def test_a_changed_link_is_told_and_a_changed_chair_is_not(meeting, chair, person):
    choose_volume(meeting.group, by=person("member"), level="mine")
    Letter.objects.all().delete()

    change_meeting(meeting, by=chair, version=1, chair="Заместитель акима")
    assert not Letter.objects.exists()

    change_meeting(meeting, by=chair, version=2, link="https://meet.example.org/2")
    assert "https://meet.example.org/2" in Letter.objects.get(to="member@demo.invalid").body


def test_a_meeting_told_in_the_time_of_another_city_keeps_its_moment_or_moves(meeting, chair):
    dushanbe = City.objects.get(slug="dushanbe")

    after = change_meeting(meeting, by=chair, version=1, city=dushanbe)

    assert (after.tz, after.starts_at) == ("Asia/Dushanbe", meeting.starts_at)


def test_two_who_change_a_meeting_see_both_texts(meeting, chair):
    moved(meeting, chair)

    with pytest.raises(Conflict):
        moved(meeting, chair, hours=48, version=1)


def test_what_two_have_changed_is_told_in_words(meeting, chair):
    later = meeting.starts_at + timedelta(hours=1)
    with pytest.raises(Conflict) as both:
        change_meeting(meeting, by=chair, version=7, title=meeting.title, mode="mixed",
                       languages=["kk", "uz"], starts_at=later)  # fmt: skip

    assert both.value.rows == [
        ("Формат", "по видеосвязи", "очно и по видеосвязи"),
        ("Языки перевода", "", "казахский, узбекский"),
        ("Начало", "1 декабря 2026 г., 11:00", "1 декабря 2026 г., 12:00"),
    ]


def test_nothing_changed_is_no_change(meeting, chair):
    after = change_meeting(meeting, by=chair, version=1, title=meeting.title)

    assert (after.version, after.sequence) == (1, 0)


def test_the_thread_follows_the_title(meeting, chair):
    change_meeting(meeting, by=chair, version=1, title="Один приток")

    assert anew(meeting).thread.title == "Один приток"


def test_a_member_changes_nothing(meeting, person):
    with pytest.raises(PermissionDenied):
        moved(meeting, person("member"))


def test_a_meeting_called_off_stays_and_is_told(meeting, chair, person):
    Letter.objects.all().delete()

    cancel_meeting(meeting, by=chair, why="Дорога закрыта.")

    after = anew(meeting)
    assert (after.state, after.sequence) == ("cancelled", 1)
    letter = Letter.objects.get(to="admin.osh@demo.invalid")
    assert letter.subject.startswith("Отменена")
    assert "Дорога закрыта." in letter.body
    line = Notification.objects.get(user=person("member"), subject=f"meeting:{meeting.pk}")
    assert "отменена" in sentence(line)


def test_a_meeting_is_called_off_once(meeting, chair):
    cancel_meeting(meeting, by=chair)
    cancel_meeting(meeting, by=chair)

    assert (anew(meeting).sequence, told(meeting.thread)) == (1, ["cancelled"])


def test_a_meeting_called_off_changes_no_more(meeting, chair):
    cancel_meeting(meeting, by=chair)

    with pytest.raises(ValidationError):
        moved(meeting, chair, version=2)


@pytest.mark.parametrize("deed", [cancel_meeting, hold_meeting])
def test_a_member_neither_calls_off_nor_holds_a_meeting(meeting, person, deed):
    with pytest.raises(PermissionDenied):
        deed(meeting, by=person("member"))


def test_a_meeting_to_come_has_not_taken_place(meeting, chair):
    with pytest.raises(ValidationError):
        hold_meeting(meeting, by=chair)


def test_a_held_meeting_is_not_called_off(past, chair):
    hold_meeting(past, by=chair)

    with pytest.raises(ValidationError):
        cancel_meeting(past, by=chair)


# --- Who sees it


@pytest.mark.parametrize(
    ("who", "sees"),
    [("member", True), ("viewer.osh", True), ("secretariat", False), ("reviewer", False)],
)
def test_a_meeting_is_seen_by_the_group_and_the_cities_invited(meeting, person, who, sees):
    assert Meeting.objects.visible_to(person(who)).filter(pk=meeting.pk).exists() is sees


def test_a_meeting_of_a_citys_team_is_the_citys_alone(person):
    team = City.objects.get(slug="osh").working_groups.get(slug="team-osh")
    meeting = planned(team, person("admin.osh"))

    assert Meeting.objects.visible_to(person("viewer.osh")).filter(pk=meeting.pk).exists()
    assert not Meeting.objects.visible_to(person("admin.dushanbe")).filter(pk=meeting.pk).exists()
