"""What is unread, in the one letter of a person's morning."""

import uuid
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied

from actionplans.digests import stop_token
from actionplans.verbs import choose_reminders, end_letters_of_the_morning, send_digests
from coalition import clock
from coalition.models import Letter, Membership, User
from coalition.verbs import read_lines, release
from workinggroups import verbs
from workinggroups.models import Thread, ThreadUser, Volume

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _read(db, person):
    """The member has read everything, and no letter waits."""
    for thread in Thread.objects.visible_to(person("member")):
        verbs.mark_read(thread, by=person("member"), seq=thread.head)
    read_lines(by=person("member"))
    Volume.objects.all().delete()
    Letter.objects.all().delete()


def take(user):
    return [line.words for line in verbs.take_unread(user, by=User.system())]


def morning(days=0):
    day = clock.today() + timedelta(days=days)
    return datetime(day.year, day.month, day.day, 8, 30, tzinfo=ZoneInfo("Asia/Dushanbe"))


def letters():
    return Letter.objects.filter(to="member@demo.invalid").order_by("pk")


def test_unread_posts_are_told_by_thread_with_their_number(thread, say, person):
    say(thread, "chair")
    say(thread, "chair")

    assert take(person("member")) == [
        f"{thread.group.name}, «{thread.title}»: 2 непрочитанных сообщения"
    ]


def test_what_was_read_before_the_morning_is_not_told(thread, say, person):
    say(thread, "chair")
    verbs.mark_read(thread, by=person("member"), seq=8)

    assert take(person("member")) == []


def test_nothing_is_told_twice(thread, say, person):
    say(thread, "chair")

    assert (len(take(person("member"))), take(person("member"))) == (1, [])


def test_my_own_and_withdrawn_posts_are_no_news(thread, say, person):
    say(thread, "member")
    verbs.redact_post(say(thread, "chair"), by=person("chair"))

    assert take(person("member")) == []


@pytest.mark.parametrize("level", ["all", "mine", "quiet"])
def test_only_who_chose_the_morning_is_told_in_the_morning(thread, say, person, level):
    say(thread, "chair")
    verbs.choose_volume(thread.group, by=person("member"), level=level)

    assert take(person("member")) == []


def test_a_thread_with_a_choice_of_its_own_keeps_to_it(thread, say, person):
    say(thread, "chair")
    verbs.choose_volume(thread.group, by=person("member"), level="quiet")
    verbs.follow_thread(thread, by=person("member"), volume="digest")

    assert len(take(person("member"))) == 1


def test_posts_older_than_a_week_are_no_news(thread, say, person):
    say(thread, "chair", said_at=clock.now() - timedelta(days=8))

    assert take(person("member")) == []


def test_whoever_left_is_told_nothing(thread, say, person):
    say(thread, "chair")
    held = Membership.objects.get(user=person("member"), place=thread.group.place, released_at=None)
    release(held, by=person("chair"))

    assert take(person("member")) == []


def test_only_the_platform_takes_what_is_unread(person):
    with pytest.raises(PermissionDenied):
        verbs.take_unread(person("member"), by=person("member"))


def test_the_letter_of_the_morning_tells_it_with_a_link(thread, say):
    say(thread, "chair")

    send_digests(by=User.system(), now=morning())

    letter = letters().get()
    assert letter.subject == "Непрочитанное на платформе Коалиции"
    assert "Новое в ваших группах:" in letter.body
    assert f"/work/threads/{thread.pk}/" in letter.body


def test_who_wants_no_reminders_still_hears_of_the_groups(thread, say, person):
    choose_reminders(person("member"), by=person("member"), level="none")
    say(thread, "chair")

    send_digests(by=User.system(), now=morning())

    assert letters().count() == 1


def test_reminders_once_a_week_do_not_hold_back_the_groups(thread, say, person):
    choose_reminders(person("member"), by=person("member"), level="all", pace="weekly")
    for days in range(3):
        say(thread, "chair")
        send_digests(by=User.system(), now=morning(days))

    assert letters().count() == 3


def test_there_is_one_letter_a_day(thread, say):
    for _time in range(2):
        say(thread, "chair")
        send_digests(by=User.system(), now=morning())

    assert letters().count() == 1


def test_the_link_of_the_letter_ends_all_of_it(client, thread, say, person):
    client.post(f"/reminders/{stop_token(person('member'))}/")
    say(thread, "chair")

    send_digests(by=User.system(), now=morning())

    assert not letters().exists()
    assert Volume.objects.get(user=person("member"), group=thread.group).level == "quiet"


def test_nobody_ends_the_letters_of_another(person):
    with pytest.raises(PermissionDenied):
        end_letters_of_the_morning(person("member"), by=person("chair"))


def test_ending_the_mornings_leaves_what_comes_at_once(thread, person):
    verbs.choose_volume(thread.group, by=person("member"), level="mine")

    verbs.end_mornings(person("member"), by=person("member"))

    assert Volume.objects.get(user=person("member")).level == "mine"


def test_nobody_ends_the_mornings_of_another(person):
    with pytest.raises(PermissionDenied):
        verbs.end_mornings(person("member"), by=person("chair"))


def test_a_thread_never_opened_is_remembered_as_told(group, person):
    thread = verbs.open_thread(group, by=person("chair"), title="Новое обсуждение")
    verbs.post_reply(thread, by=person("chair"), body="Первое", key=uuid.uuid4())

    assert (len(take(person("member"))), take(person("member"))) == (1, [])
    assert ThreadUser.objects.get(thread=thread, user=person("member")).last_read_seq == 0
