"""The agenda of a meeting, the answers of cities to it, and who was there."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from cities.models import City
from coalition import clock
from coalition.models import JournalEntry
from home.founding.applications import EMPTY_PDF
from workinggroups.models import AgendaItem, Attendance, MeetingInvitation
from workinggroups.models.meetings import timed
from workinggroups.verbs import (
    add_item,
    answer_invitation,
    change_meeting,
    edit_item,
    move_item,
    note_attendance,
    number_invitation,
    remove_item,
    seat_delegate,
    strike_attendance,
)

pytestmark = pytest.mark.django_db


def of(meeting, slug):
    found = meeting.invitations.select_related("city__place").get(city__slug=slug)
    found.meeting = meeting
    return found


# --- Agenda


def test_the_times_of_the_agenda_follow_from_its_order(meeting, chair):
    first = add_item(meeting, by=chair, title="Первый", minutes=30)
    add_item(meeting, by=chair, title="Второй", minutes=20)

    move_item(first, by=chair, down=True)

    items = timed(meeting, list(meeting.items.all()))
    assert [(item.title, item.begins - meeting.starts_at) for item in items] == [
        ("Второй", timedelta()),
        ("Первый", timedelta(minutes=20)),
    ]


def test_an_item_at_the_end_stays_there(meeting, chair):
    only = add_item(meeting, by=chair, title="Один", minutes=30)

    move_item(only, by=chair, down=True)
    move_item(only, by=chair, down=False)

    assert [item.title for item in meeting.items.all()] == ["Один"]


def test_an_agenda_longer_than_the_meeting_is_refused(meeting, chair):
    add_item(meeting, by=chair, title="Первый", minutes=100)

    with pytest.raises(ValidationError, match="120"):
        add_item(meeting, by=chair, title="Второй", minutes=21)

    assert meeting.items.count() == 1


def test_a_meeting_shorter_than_its_agenda_is_refused(meeting, chair):
    add_item(meeting, by=chair, title="Первый", minutes=100)

    with pytest.raises(ValidationError, match="100"):
        change_meeting(
            meeting, by=chair, version=1, ends_at=meeting.starts_at + timedelta(minutes=90)
        )


def test_the_database_lets_no_item_take_no_time(meeting):
    with pytest.raises(IntegrityError), transaction.atomic():
        AgendaItem.objects.create(meeting=meeting, position=1, title="Пусто", minutes=0)


def test_a_paper_is_taken_and_replaced(meeting, chair):
    item = add_item(
        meeting, by=chair, title="С", minutes=5, paper=SimpleUploadedFile("a.pdf", EMPTY_PDF)
    )
    first = item.paper

    item = edit_item(
        item, by=chair, title="С", minutes=5, paper=SimpleUploadedFile("b.pdf", EMPTY_PDF + b"%")
    )

    first.refresh_from_db()
    assert (item.paper.name, first.withdrawn_at is not None) == ("b.pdf", True)


def test_an_item_is_about_a_thread_of_the_group(meeting, chair, thread):
    other = type(thread).objects.exclude(group=meeting.group).first()

    with pytest.raises(ValidationError):
        add_item(meeting, by=chair, title="Чужое", minutes=5, thread=other)


@pytest.mark.parametrize("deed", ["add", "edit", "move", "remove"])
def test_a_member_leaves_the_agenda_alone(meeting, chair, person, deed):
    item, member = add_item(meeting, by=chair, title="Первый", minutes=30), person("member")
    deeds = {
        "add": lambda: add_item(meeting, by=member, title="Второй", minutes=5),
        "edit": lambda: edit_item(item, by=member, title="Иной", minutes=5),
        "move": lambda: move_item(item, by=member, down=True),
        "remove": lambda: remove_item(item, by=member),
    }

    with pytest.raises(PermissionDenied):
        deeds[deed]()


def test_a_removed_item_leaves_the_others(meeting, chair):
    first = add_item(meeting, by=chair, title="Первый", minutes=30)
    add_item(meeting, by=chair, title="Второй", minutes=30)

    remove_item(first, by=chair)

    assert [item.title for item in meeting.items.all()] == ["Второй"]


# --- Invitations


@pytest.mark.parametrize("who", ["admin.osh", "approver.osh"])
def test_a_citys_administrator_and_approver_answer(meeting, person, who):
    after = answer_invitation(of(meeting, "osh"), by=person(who), answer="comes")

    assert (after.answer, after.answered_by) == ("comes", person(who))


def test_whoever_speaks_for_the_city_in_the_group_answers(meeting, group, person):
    osh = City.objects.select_related("place").get(slug="osh")
    seat_delegate(group, by=person("admin.osh"), city=osh, user=person("editor.osh"))

    after = answer_invitation(of(meeting, "osh"), by=person("editor.osh"), answer="comes")

    assert after.answered_by == person("editor.osh")


@pytest.mark.parametrize("who", ["editor.osh", "viewer.osh", "admin.dushanbe", "member", "chair"])
def test_nobody_else_answers_for_a_city(meeting, person, who):
    with pytest.raises(PermissionDenied):
        answer_invitation(of(meeting, "osh"), by=person(who), answer="comes")


def test_the_chair_writes_down_what_a_citys_letter_says(meeting, chair):
    after = answer_invitation(of(meeting, "osh"), by=chair, answer="comes", document="№ 5 от 1.11")

    assert after.document == "№ 5 от 1.11"


def test_a_delegate_has_a_post(meeting, person):
    with pytest.raises(ValidationError):
        answer_invitation(of(meeting, "osh"), by=person("admin.osh"), answer="delegate")


def test_the_database_keeps_who_and_when_of_an_answer(meeting):
    with pytest.raises(IntegrityError), transaction.atomic():
        MeetingInvitation.objects.filter(meeting=meeting).update(answer="comes")


def test_the_last_answer_counts(meeting, person):
    answer_invitation(of(meeting, "osh"), by=person("admin.osh"), answer="delegate", post="Инженер")

    after = answer_invitation(of(meeting, "osh"), by=person("admin.osh"), answer="declines")

    assert (after.answer, after.post) == ("declines", "")


def test_a_city_reads_its_answer_in_its_journal(meeting, person):
    answer_invitation(of(meeting, "osh"), by=person("admin.osh"), answer="comes")

    assert JournalEntry.objects.filter(city="osh", deed="meeting.answered").exists()


def test_a_meeting_that_is_over_awaits_no_answer(past, person):
    with pytest.raises(ValidationError):
        answer_invitation(of(past, "osh"), by=person("admin.osh"), answer="comes")


def test_a_letter_gets_its_number_from_the_chair(meeting, chair, person):
    after = number_invitation(of(meeting, "osh"), by=chair, number="14-03", day=clock.today())
    assert (after.number, after.day) == ("14-03", clock.today())

    with pytest.raises(PermissionDenied):
        number_invitation(of(meeting, "osh"), by=person("admin.osh"), number="1", day=None)


# --- Who was there


def test_who_took_part_is_counted_by_post(past, chair):
    osh = City.objects.get(slug="osh")
    note_attendance(past, by=chair, city=osh, post="Инженер", sex="f", how="remote")
    one = note_attendance(past, by=chair, organisation="Фонд", post="Директор", how="absent")

    assert [(row.of, row.was_there) for row in past.attendance.all()] == [
        ("Ош", True),
        ("Фонд", False),
    ]
    strike_attendance(one, by=chair)
    assert past.attendance.count() == 1


def test_a_person_is_of_a_city_or_an_organisation(past, chair):
    with pytest.raises(ValidationError):
        note_attendance(past, by=chair, post="Директор")
    with pytest.raises(IntegrityError), transaction.atomic():
        Attendance.objects.create(meeting=past, post="Директор", noted_by=chair)


def test_the_list_is_not_made_before_the_meeting(meeting, chair):
    with pytest.raises(ValidationError):
        note_attendance(meeting, by=chair, organisation="Фонд", post="Директор")


def test_a_member_makes_no_list(past, chair, person):
    one = note_attendance(past, by=chair, organisation="Фонд", post="Директор")

    with pytest.raises(PermissionDenied):
        note_attendance(past, by=person("member"), organisation="Фонд", post="Директор")
    with pytest.raises(PermissionDenied):
        strike_attendance(one, by=person("member"))
