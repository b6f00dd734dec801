"""Minutes of a meeting: drafted, sent round, objected to, approved when nobody objects."""

import io
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from docx import Document

from cities.models import City
from cities.verbs import pause_membership
from coalition import clock
from coalition.errors import Conflict
from coalition.models import Letter, User
from tests.workinggroups.meeting import anew, planned
from workinggroups.models import Minutes, ThreadEvent
from workinggroups.papers import invitation_paper, minutes_paper
from workinggroups.verbs import (
    add_item,
    answer_invitation,
    approve_minutes,
    approve_unopposed_minutes,
    cancel_meeting,
    choose_volume,
    circulate_minutes,
    draft_minutes,
    edit_minutes,
    note_attendance,
    number_invitation,
    object_to_minutes,
    pin_post,
    post_reply,
    propose_times,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def past(group, chair):
    meeting = planned(group, chair, days=-3, chair="Заместитель акима")
    add_item(meeting, by=chair, title="Какие датчики стоят", minutes=40, speaker="Инженер")
    return meeting


@pytest.fixture
def draft(past, chair):
    return draft_minutes(past, by=chair)


@pytest.fixture
def sent(draft, chair):
    return circulate_minutes(draft, by=chair, until=clock.today() + timedelta(days=7))


@pytest.fixture
def later(monkeypatch):
    """Some days go by: later(8)."""
    real = clock.now

    def go(days):
        monkeypatch.setattr(clock, "now", lambda: real() + timedelta(days=days))

    return go


def words_of(content):
    document = Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


# --- Drafting


def test_a_draft_has_the_agenda_with_its_times_and_who_spoke(draft):
    assert "1. Какие датчики стоят (11:00–11:40)\nСлушали: Инженер." in draft.text


def test_a_draft_counts_who_was_there(past, chair):
    note_attendance(past, by=chair, organisation="Фонд", post="Директор", sex="f")
    note_attendance(past, by=chair, organisation="Фонд", post="Юрист", sex="m", how="absent")

    text = draft_minutes(past, by=chair).text

    assert "Участвовали: 1 (женщин 1, мужчин 0). Фонд — Директор." in text


def test_a_draft_holds_what_the_thread_kept_in_sight(past, chair, person):
    from uuid import uuid4  # noqa: PLC0415

    post, _new = post_reply(past.thread, by=person("member"), body="Берём приток.", key=uuid4())
    pin_post(post, by=chair)

    assert "Берём приток." in draft_minutes(past, by=chair).text


def test_minutes_are_begun_once(draft, past, chair):
    assert draft_minutes(past, by=chair) == draft


def test_a_meeting_to_come_and_one_called_off_have_no_minutes(group, chair):
    coming = planned(group, chair)
    off = planned(group, chair, title="Другая")
    cancel_meeting(off, by=chair)

    for meeting in (coming, off):
        with pytest.raises(ValidationError):
            draft_minutes(meeting, by=chair)


def test_a_member_writes_no_minutes(past, draft, person):
    member = person("member")

    with pytest.raises(PermissionDenied):
        draft_minutes(past, by=member)
    with pytest.raises(PermissionDenied):
        edit_minutes(draft, by=member, text="Иное", version=1)
    with pytest.raises(PermissionDenied):
        circulate_minutes(draft, by=member, until=clock.today() + timedelta(days=7))


def test_every_wording_is_kept(draft, chair):
    edit_minutes(draft, by=chair, text="Другой текст", version=1)

    assert [one.n for one in draft.revisions.all()] == [1, 2]
    assert draft.revisions.get(n=1).text == draft.text


def test_two_who_write_see_both_texts(draft, chair):
    edit_minutes(draft, by=chair, text="Другой текст", version=1)

    with pytest.raises(Conflict):
        edit_minutes(draft, by=chair, text="Третий текст", version=1)


# --- Sent round


def test_objections_are_taken_to_the_end_of_the_day_in_the_meetings_city(draft, chair):
    day = clock.today() + timedelta(days=7)

    after = circulate_minutes(draft, by=chair, until=day)

    end = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo("Asia/Bishkek"))
    assert after.objections_until == end + timedelta(days=1)


@pytest.mark.parametrize("days", [0, 62])
def test_the_date_for_objections_lies_ahead_and_not_far(draft, chair, days):
    today = clock.now().astimezone(ZoneInfo("Asia/Bishkek")).date()  # where the meeting was

    with pytest.raises(ValidationError):
        circulate_minutes(draft, by=chair, until=today + timedelta(days=days))


def test_minutes_sent_round_come_by_letter_with_their_text(draft, chair, person, group):
    choose_volume(group, by=person("member"), level="mine")
    Letter.objects.all().delete()

    circulate_minutes(draft, by=chair, until=clock.today() + timedelta(days=7))

    letter = Letter.objects.get(to="member@demo.invalid")
    assert letter.subject.startswith("Возражения до 28 ноября 2026 г.")
    assert "Какие датчики стоят" in letter.body


def test_changed_minutes_are_a_draft_again(sent, chair):
    after = edit_minutes(sent, by=chair, text="Другой текст", version=sent.version)

    assert (after.state, after.objections_until) == ("draft", None)


@pytest.mark.parametrize("who", ["member", "approver.osh", "admin.namangan"])
def test_a_participant_and_an_invited_city_object(sent, person, who):
    object_to_minutes(sent, by=person(who), words="Мы говорили о двух притоках.")

    assert len(sent.open_objections) == 1


@pytest.mark.parametrize("who", ["viewer.osh", "secretariat"])
def test_nobody_else_objects(sent, person, who):
    with pytest.raises(PermissionDenied):
        object_to_minutes(sent, by=person(who), words="Не так.")


def test_a_city_that_has_paused_says_nothing_of_a_meeting(sent, person):
    admin, city = person("admin.namangan"), City.objects.get(slug="namangan")
    pause_membership(city, by=admin, pages="notice", number="1", on=clock.today())

    with pytest.raises(PermissionDenied):
        object_to_minutes(sent, by=person("admin.namangan"), words="Не так.")
    invited = sent.meeting.invitations.get(city=city)
    with pytest.raises(PermissionDenied):
        answer_invitation(invited, by=person("admin.namangan"), answer="yes")


def test_an_objection_has_its_reason(sent, person):
    with pytest.raises(ValidationError):
        object_to_minutes(sent, by=person("member"), words="  ")


def test_an_objection_after_the_date_is_refused(sent, person, later):
    later(8)

    with pytest.raises(ValidationError):
        object_to_minutes(sent, by=person("member"), words="Не так.")


# --- Approved


def test_minutes_nobody_objects_to_are_approved_by_the_platform(sent, later):
    later(8)

    assert approve_unopposed_minutes(by=User.system()) == 1

    sent.refresh_from_db()
    assert (sent.state, sent.meeting.__class__.objects.get(pk=sent.meeting_id).state) == (
        "approved",
        "held",
    )


def test_minutes_are_not_approved_before_the_date(sent, chair):
    assert approve_unopposed_minutes(by=User.system()) == 0
    with pytest.raises(ValidationError):
        approve_minutes(sent, by=chair)


def test_minutes_objected_to_wait(sent, chair, person, later):
    object_to_minutes(sent, by=person("member"), words="Не так.")
    later(8)

    assert approve_unopposed_minutes(by=User.system()) == 0
    with pytest.raises(ValidationError):
        approve_minutes(sent, by=chair)


def test_sent_round_anew_the_earlier_objections_count_as_answered(sent, chair, person, later):
    object_to_minutes(sent, by=person("member"), words="Не так.")
    later(1)
    edit_minutes(sent, by=chair, text="Так.", version=sent.version)
    again = circulate_minutes(sent, by=chair, until=clock.today() + timedelta(days=7))
    assert again.open_objections == []

    later(10)
    assert approve_unopposed_minutes(by=User.system()) == 1


def test_approved_minutes_stand(sent, chair, later):
    later(8)
    approve_minutes(sent, by=chair)

    with pytest.raises(ValidationError):
        edit_minutes(sent, by=chair, text="Иначе", version=sent.version)
    with pytest.raises(ValidationError):
        add_item(sent.meeting, by=chair, title="Ещё", minutes=5)


def test_a_person_does_not_approve_for_the_platform(sent, person):
    with pytest.raises(PermissionDenied):
        approve_unopposed_minutes(by=person("chair"))
    with pytest.raises(PermissionDenied):
        approve_minutes(sent, by=person("member"))


def test_the_database_keeps_the_states_whole(draft):
    for broken in ({"state": "circulated"}, {"state": "approved", "circulated_at": clock.now()}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Minutes.objects.filter(pk=draft.pk).update(**broken)


def test_every_step_is_in_the_log_of_the_thread(sent, person, chair, later):
    object_to_minutes(sent, by=person("member"), words="Не так.")
    circulate_minutes(sent, by=chair, until=clock.today() + timedelta(days=9))
    later(10)
    approve_minutes(sent, by=chair)

    events = ThreadEvent.objects.filter(thread=sent.meeting.thread, kind="agenda.change")
    assert [event.data["what"] for event in events if "minutes" in event.data["what"]] == [
        "minutes.circulated",
        "minutes.objected",
        "minutes.circulated",
        "minutes.approved",
    ]


# --- On paper


def test_the_minutes_leave_as_word_with_the_list_of_those_present(draft, chair, past):
    note_attendance(past, by=chair, organisation="Фонд", post="Директор", sex="f")
    edit_minutes(draft, by=chair, text=draft.text, number="3", version=1)

    said = words_of(minutes_paper(Minutes.objects.get(pk=draft.pk)).content())

    for part in ("Протокол № 3", "Датчики на притоках", "Какие датчики стоят", "Директор",
                 "Заместитель акима", "Секретарь"):  # fmt: skip
        assert part in said
    assert "женщина" not in said


def test_the_letter_to_a_city_has_number_date_both_clocks_and_agenda(group, chair):
    meeting = planned(group, chair, link="https://meet.example.org/1", chair="Заместитель акима")
    add_item(meeting, by=chair, title="Какие датчики стоят", minutes=40)
    invitation = meeting.invitations.select_related("city__place").get(city__slug="dushanbe")
    number_invitation(invitation, by=chair, number="14-03", day=clock.today())
    invitation.refresh_from_db()
    invitation.meeting = meeting

    said = words_of(invitation_paper(invitation).content())

    for part in ("14-03", "21 ноября 2026", "11:00–13:00 Ош, UTC+6 · у вас 10:00",
                 "https://meet.example.org/1", "11:00–11:40", "Заместитель акима"):  # fmt: skip
        assert part in said


def test_a_letter_says_that_its_time_is_still_being_chosen(meeting, chair):
    propose_times(meeting, by=chair, starts=[meeting.starts_at + timedelta(hours=3)])
    invitation = anew(meeting).invitations.select_related("meeting__group", "city").first()

    assert "Время ещё выбирается" in words_of(invitation_paper(invitation).content())
