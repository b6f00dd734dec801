"""Choosing when to meet: proposed by the chair, marked by cities, settled by the chair."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from cities.models import City
from coalition.models import Letter
from tests.workinggroups.ics import strictly
from tests.workinggroups.meeting import anew
from workinggroups.calendars import calendar, meeting_event
from workinggroups.choices import proposed_for, silent_of
from workinggroups.models import TimeMark
from workinggroups.verbs import (
    cancel_meeting,
    choose_time,
    mark_times,
    propose_times,
    rename_thread,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(meeting, chair):
    """Three times: the meeting's own, three hours later, the next day."""
    later = [meeting.starts_at + timedelta(hours=3), meeting.starts_at + timedelta(days=1)]
    propose_times(meeting, by=chair, starts=later)
    return anew(meeting)


def osh():
    return City.objects.select_related("place").get(slug="osh")


def test_cities_mark_what_suits_and_the_last_word_counts(asked, person):
    first, second, third = asked.times.all()
    mark_times(asked, by=person("approver.osh"), city=osh(), suits=[first.pk])
    mark_times(asked, by=person("admin.osh"), city=osh(), suits=[second.pk, third.pk])

    rows = proposed_for(asked)

    assert [[city.slug for city in row.suits] for row in rows] == [[], ["osh"], ["osh"]]
    assert [city.slug for city in silent_of([osh()], rows)] == []


def test_the_chair_settles_on_one_and_that_is_the_meeting(asked, chair):
    time = asked.times.last()

    after = choose_time(time, by=chair)

    assert (after.starts_at, after.tentative) == (time.starts_at, False)
    assert after.ends_at - after.starts_at == asked.ends_at - asked.starts_at
    assert not after.times.exists()


def test_calendars_show_an_uncertain_meeting_until_it_is_settled(meeting, asked, chair):
    def told(one):
        event = strictly(calendar("x", [meeting_event(one, inside=True)]))[0]
        return event["STATUS"], int(event["SEQUENCE"])

    assert told(asked) == ("TENTATIVE", 1)
    choose_time(asked.times.first(), by=chair)
    assert told(anew(meeting)) == ("CONFIRMED", 2)


def test_everybody_is_asked_by_letter_with_both_clocks_and_told_what_was_settled(meeting, chair):
    Letter.objects.all().delete()
    propose_times(meeting, by=chair, starts=[meeting.starts_at + timedelta(hours=3)])

    letter = Letter.objects.get(to="approver.dushanbe@demo.invalid")
    assert letter.subject == "Какое время подходит вашему городу: Датчики на притоках"
    assert "11:00–13:00 Ош, UTC+6 · у вас 10:00" in letter.body
    assert "14:00–16:00 Ош, UTC+6 · у вас 13:00" in letter.body
    assert f"/work/meetings/{meeting.pk}/times/" in letter.body

    choose_time(meeting.times.last(), by=chair)
    subject = "Время выбрано: Датчики на притоках"
    assert Letter.objects.filter(to="approver.dushanbe@demo.invalid", subject=subject).exists()


@pytest.mark.parametrize("hours", [[], [0], [-24 * 30], range(1, 9)])
def test_too_few_too_many_or_past_times_are_refused(meeting, chair, hours):
    with pytest.raises(ValidationError):
        propose_times(
            meeting, by=chair, starts=[meeting.starts_at + timedelta(hours=n) for n in hours]
        )


def test_proposed_anew_the_marks_on_times_that_stay_are_kept(asked, chair, person):
    first, second, _third = asked.times.all()
    mark_times(asked, by=person("approver.osh"), city=osh(), suits=[first.pk, second.pk])

    propose_times(asked, by=chair, starts=[second.starts_at, second.starts_at + timedelta(hours=1)])

    assert [len(row.suits) for row in proposed_for(asked)] == [1, 1, 0]


@pytest.mark.parametrize("who", ["viewer.osh", "approver.namangan", "secretariat"])
def test_nobody_marks_for_a_city_they_do_not_answer_for(asked, person, who):
    with pytest.raises(PermissionDenied):
        mark_times(asked, by=person(who), city=osh(), suits=[])


def test_a_participant_does_not_propose_or_settle(meeting, asked, person):
    with pytest.raises(PermissionDenied):
        propose_times(meeting, by=person("member"), starts=[])
    with pytest.raises(PermissionDenied):
        choose_time(asked.times.first(), by=person("member"))


def test_once_settled_or_called_off_nothing_is_marked_or_chosen(asked, chair, person):
    time = asked.times.first()
    time.meeting = asked
    cancel_meeting(asked, by=chair)

    for deed in (
        lambda: mark_times(asked, by=person("approver.osh"), city=osh(), suits=[]),
        lambda: choose_time(time, by=chair),
        lambda: propose_times(asked, by=chair, starts=[asked.starts_at + timedelta(hours=1)]),
    ):
        with pytest.raises(ValidationError):
            deed()


def test_on_screen_the_chair_asks_a_city_marks_the_chair_settles(signed_in, meeting):
    day = f"{meeting.starts_at:%d.%m.%Y}"
    page = reverse("meeting_times", args=[meeting.pk])
    signed_in("chair").post(
        reverse("propose_times", args=[meeting.pk]), {"day1": day, "at1": "15:00"}
    )
    first, second = meeting.times.all()

    signed_in("approver.osh").post(page, {"suits": [str(second.pk)]})
    assert "Подходит: Ош" in signed_in("chair").get(page).content.decode()

    signed_in("chair").post(reverse("choose_time", args=[meeting.pk, second.pk]))
    assert anew(meeting).starts_at == second.starts_at != first.starts_at


def test_half_a_time_comes_back_with_a_sentence(signed_in, meeting):
    answer = signed_in("chair").post(
        reverse("propose_times", args=[meeting.pk]),
        {"day1": "01.12.2026", "at1": "15:00", "day2": "02.12.2026"},
    )

    assert answer.status_code == 422
    assert answer.context["form"].has_error("at2")


def test_ones_day_asks_which_time_suits(signed_in, asked):
    page = signed_in("approver.osh").get(reverse("work")).content.decode()

    assert reverse("meeting_times", args=[asked.pk]) in page


def test_the_thread_of_a_meeting_keeps_its_group_and_the_name_of_the_meeting(
    signed_in, meeting, chair
):
    page = signed_in("chair").get(reverse("move_thread", args=[meeting.thread_id]))
    assert "остаются в своей группе" in page.content.decode()

    with pytest.raises(ValidationError, match="на странице самой встречи"):
        rename_thread(meeting.thread, by=chair, title="Иначе")
    assert rename_thread(meeting.thread, by=chair, title=meeting.title, purpose="Зачем")


@pytest.mark.parametrize("mark", ["9" * 5000, "٣", "-1", "x"])
def test_a_mark_that_is_no_time_marks_nothing(signed_in, meeting, chair, mark):
    propose_times(meeting, by=chair, starts=[meeting.starts_at + timedelta(hours=3)])

    answer = signed_in("admin.osh").post(f"/work/meetings/{meeting.pk}/times/", {"suits": [mark]})

    assert answer.status_code == 302
    assert not any(row.suits for row in TimeMark.objects.filter(time__meeting=meeting))
