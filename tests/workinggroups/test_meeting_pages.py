"""The screens of meetings, as they work without JavaScript."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from coalition import clock
from coalition.models import Attachment, Letter
from home.founding.applications import EMPTY_PDF
from tests.pages import soup
from tests.workinggroups.meeting import anew, planned
from workinggroups.models import Meeting, Minutes
from workinggroups.verbs import add_item, draft_minutes, note_attendance

pytestmark = pytest.mark.django_db
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.fixture
def meeting(group, person):
    return planned(group, person("chair"), link="https://meet.example.org/1", visibility="public")


def at(name, meeting, *more):
    return reverse(name, args=[meeting.pk, *more])


def said(answer):
    return answer.content.decode()


def test_the_chair_plans_a_meeting_with_five_fields(signed_in, group):
    address = reverse("new_meeting", args=[group.slug])
    chair = signed_in("chair")
    fields = (
        soup(said(chair.get(address)))
        .find("form", class_="form")
        .find_all(["input", "select"], attrs={"type": lambda kind: kind != "hidden"})
    )
    data = {"title": "О селе", "day": "03.12.2026", "at": "11:00", "minutes": "90", "city": "osh"}

    answer = chair.post(address, data)

    made = Meeting.objects.get(title="О селе")
    assert len(fields) == 5
    assert (answer.status_code, answer.url) == (302, at("meeting", made))
    assert made.starts_at.isoformat() == "2026-12-03T05:00:00+00:00"
    assert made.minutes_long == 90


def test_a_meeting_of_the_past_is_written_down_and_nobody_is_told(signed_in, group):
    data = {"title": "О селе", "day": "03.11.2026", "at": "11:00", "minutes": "90", "city": "osh"}

    answer = signed_in("chair").post(reverse("new_meeting", args=[group.slug]), data, follow=True)

    assert "писем никому не отправлено" in said(answer)
    assert not Letter.objects.filter(subject__contains="О селе").exists()


def test_an_answer_after_the_meeting_is_refused_with_a_sentence(signed_in, past):
    answer = signed_in("approver.osh").post(
        at("invitation_of_city", past, "osh"), {"answer": "comes"}
    )

    assert answer.status_code == 422
    assert "Встреча прошла или отменена" in said(answer)


def test_what_was_typed_wrong_comes_back_with_a_sentence(signed_in, group):
    data = {"title": "О селе", "day": "31.02.2026", "at": "25", "minutes": "90", "city": "osh"}

    answer = signed_in("chair").post(reverse("new_meeting", args=[group.slug]), data)

    assert answer.status_code == 422
    assert "Напишите часы и минуты: 11:00." in said(answer)
    assert "О селе" in said(answer)


def test_the_group_page_leads_the_chair_to_a_new_meeting_and_members_to_the_meetings(
    signed_in, group, meeting
):
    page = reverse("work_group", args=[group.slug])

    assert "Новая встреча" in said(signed_in("chair").get(page))
    shown = said(signed_in("member").get(page))
    assert "Новая встреча" not in shown
    assert at("meeting", meeting) in shown


def test_the_thread_shows_its_meeting_beside_the_posts(signed_in, meeting):
    page = said(signed_in("member").get(reverse("thread", args=[meeting.thread_id])))

    assert "https://meet.example.org/1" in page
    assert at("meeting", meeting) in page


@pytest.mark.parametrize(
    ("who", "own"), [("editor.osh", ""), ("editor.dushanbe", "у вас 10:00"), ("member", "")]
)
def test_the_time_is_told_in_the_events_city_and_ones_own(signed_in, meeting, who, own):
    page = soup(said(signed_in(who).get(at("meeting", meeting))))

    line = page.find("p", class_="lede")
    assert line.time["datetime"] == "2026-12-01T11:00+06:00"
    assert line.get_text().startswith("1 декабря 2026 г., 11:00–13:00 Ош, UTC+6")
    assert ("у вас" in line.get_text()) is bool(own)
    assert own in line.get_text()


def test_a_public_page_tells_the_events_time_alone_and_no_link(client, meeting, signed_in):
    path = reverse("public_meeting", args=[meeting.group.slug, meeting.pk])
    page = said(client.get(path))

    assert "11:00–13:00</time> Ош, UTC+6" in page
    assert "у вас" not in said(signed_in("editor.dushanbe").get(path))
    assert "meet.example.org" not in page


def test_a_meeting_that_is_not_public_has_no_public_page(client, past):
    path = reverse("public_meeting", args=[past.group.slug, past.pk])

    assert client.get(path).status_code == 404


def test_a_city_answers_from_my_day(signed_in, meeting):
    admin = signed_in("admin.osh")
    address = at("invitation_of_city", meeting, "osh")
    assert address in said(admin.get(reverse("work")))

    answer = admin.post(address, {"answer": "delegate", "post": "Инженер", "name": "", "words": ""})

    assert answer.url == at("meeting", meeting)
    assert "Инженер" in said(admin.get(answer.url))
    day = said(admin.get(reverse("work")))
    assert address not in day
    assert at("meeting", meeting) in day


def test_a_delegate_without_a_post_is_asked_for(signed_in, meeting):
    answer = signed_in("admin.osh").post(
        at("invitation_of_city", meeting, "osh"), {"answer": "delegate"}
    )

    assert answer.status_code == 422
    assert "Назовите должность делегата." in said(answer)


def test_the_letter_of_a_city_is_read_by_the_city_and_the_chair_alone(signed_in, meeting):
    address = at("invitation_letter", meeting, "osh", "docx")

    assert signed_in("admin.osh").get(address)["Content-Type"] == WORD
    assert signed_in("admin.dushanbe").get(address).status_code == 403
    assert "Исх. №" in said(
        signed_in("chair").get(at("invitation_letter", meeting, "osh", "print"))
    )


def test_the_chair_gives_the_letter_its_number(signed_in, meeting):
    data = {"number": "14-03", "day": "21.11.2026"}

    signed_in("chair").post(at("invitation_number", meeting, "osh"), data)

    assert meeting.invitations.get(city__slug="osh").number == "14-03"


def test_an_item_comes_with_a_paper_that_the_invited_open(signed_in, meeting, client):
    data = {
        "title": "Датчики", "minutes": "30", "unrestricted": "on",
        "paper": SimpleUploadedFile("a.pdf", EMPTY_PDF),
    }  # fmt: skip
    signed_in("chair").post(at("agenda", meeting), data)
    paper = reverse("open_attachment", args=[Attachment.objects.latest("pk").pk])

    assert paper in said(signed_in("viewer.osh").get(at("meeting", meeting)))
    assert signed_in("viewer.osh").get(paper).status_code == 200
    assert signed_in("secretariat").get(paper).status_code == 404


def test_an_agenda_that_does_not_fit_says_so(signed_in, meeting):
    answer = signed_in("chair").post(at("agenda", meeting), {"title": "Длинный", "minutes": "121"})

    assert answer.status_code == 422
    assert "Пункты занимают вместе 121 мин, а встреча длится 120 мин." in said(answer)


def test_items_change_places_and_go(signed_in, meeting, person):
    first = add_item(meeting, by=person("chair"), title="Первый", minutes=10)
    add_item(meeting, by=person("chair"), title="Второй", minutes=10)
    chair = signed_in("chair")

    chair.post(at("agenda_item", meeting, first.pk), {"what": "down"})
    assert [item.title for item in meeting.items.all()] == ["Второй", "Первый"]
    chair.post(at("agenda_item", meeting, first.pk), {"what": "remove"})
    assert [item.title for item in meeting.items.all()] == ["Второй"]


def test_a_meeting_is_moved_and_called_off_from_its_page(signed_in, meeting):
    chair = signed_in("chair")
    data = {
        "title": meeting.title, "day": "02.12.2026", "at": "15:30", "minutes": "120",
        "city": "osh", "mode": "mixed", "place": "Зал", "link": "", "dial_in": "", "chair": "",
        "languages": ["en", "ky"], "visibility": "public", "version": "1",
    }  # fmt: skip

    chair.post(at("edit_meeting", meeting), data)
    after = anew(meeting)
    assert (after.starts_at.isoformat(), after.languages) == (
        "2026-12-02T09:30:00+00:00",
        ["en", "ky"],
    )
    chair.post(at("call_off_meeting", meeting), {"why": "Дорога закрыта."})
    assert "Дорога закрыта." in said(chair.get(at("meeting", meeting)))


def test_from_the_list_to_approved_minutes(signed_in, past, monkeypatch):
    chair = signed_in("chair")
    chair.post(at("meeting_held", past))
    chair.post(at("attendance", past), {"city": "osh", "post": "Инженер", "sex": "f",
                                        "how": "remote"})  # fmt: skip
    assert "Участвовали: 1, женщин 1, мужчин 0." in said(chair.get(at("attendance", past)))
    chair.post(at("draft_minutes", past))
    chair.post(at("edit_minutes", past), {"number": "3", "text": "1. Датчики", "version": "1"})
    chair.post(at("circulate_minutes", past), {"until": "28.11.2026"})
    member = signed_in("member")
    assert "Возражения до 28 ноября 2026 г." in said(member.get(at("minutes", past)))
    real = clock.now
    monkeypatch.setattr(clock, "now", lambda: real() + timedelta(days=8))

    answer = signed_in("chair").post(at("approve_minutes", past))

    assert answer.status_code == 302
    assert Minutes.objects.get(meeting=past).state == "approved"


def test_a_participant_objects_from_the_page(signed_in, past, person):
    draft_minutes(past, by=person("chair"))
    signed_in("chair").post(at("circulate_minutes", past), {"until": "28.11.2026"})

    signed_in("member").post(at("object_to_minutes", past), {"words": "Говорили о двух."})

    page = said(signed_in("chair").get(at("minutes", past)))
    assert "Говорили о двух." in page
    assert "протокол ждёт новой редакции" in page


def test_an_objection_without_words_comes_back_with_a_sentence(signed_in, past, person):
    draft_minutes(past, by=person("chair"))
    signed_in("chair").post(at("circulate_minutes", past), {"until": "28.11.2026"})

    answer = signed_in("member").post(at("object_to_minutes", past), {"words": " "})

    assert answer.status_code == 422
    assert 'role="alert"' in said(answer)


def test_a_draft_of_minutes_is_its_writers_alone(signed_in, past, person):
    draft_minutes(past, by=person("chair"))

    assert signed_in("member").get(at("minutes", past)).status_code == 403
    assert signed_in("member").get(at("minutes_file", past, "docx")).status_code == 403
    assert signed_in("chair").get(at("minutes_file", past, "docx"))["Content-Type"] == WORD


def test_minutes_that_are_not_begun_are_nowhere(signed_in, past):
    assert signed_in("chair").get(at("minutes", past)).status_code == 404


def test_a_struck_line_is_gone(signed_in, past, person):
    one = note_attendance(past, by=person("chair"), organisation="Фонд", post="Директор")

    signed_in("chair").post(at("strike_attendance", past, one.pk))

    assert not past.attendance.exists()


def test_a_wrong_kind_of_paper_is_nowhere(signed_in, meeting):
    assert signed_in("chair").get(at("invitation_letter", meeting, "osh", "exe")).status_code == 404


@pytest.mark.parametrize(("mode", "how"), [("online", "remote"), ("in_person", "present")])
def test_whoever_is_listed_took_part_as_the_meeting_was_held(signed_in, past, mode, how):
    Meeting.objects.filter(pk=past.pk).update(mode=mode)

    page = soup(said(signed_in("chair").get(at("attendance", past))))

    chosen = page.select_one("[name=how] [selected]") or page.select_one("[name=how] option")
    assert chosen["value"] == how


@pytest.mark.parametrize("page", ["meeting", "group", "work"])
def test_more_rows_ask_the_database_no_more(signed_in, group, person, page):
    chair, meeting = person("chair"), planned(group, person("chair"))
    address = {
        "meeting": at("meeting", meeting),
        "group": reverse("work_group", args=[group.slug]),
        "work": reverse("work"),
    }[page]
    browser = signed_in("chair")

    def asked():
        with CaptureQueriesContext(connection) as queries:
            browser.get(address)
        return len(queries)

    add_item(meeting, by=chair, title="Первый", minutes=5)
    asked()
    few = asked()
    for number in range(5):
        add_item(meeting, by=chair, title=f"Пункт {number}", minutes=5)
        planned(group, chair, title=f"Встреча {number}")

    assert asked() == few
