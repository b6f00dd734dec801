"""The deadline when many come at once: judged by the database's clock, closed once."""

import threading
import time
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.test import Client

from coalition import clock
from coalition.models import Letter, User
from tests.workinggroups.deciding import fresh, opened, person, run_out, seat_everybody, the_group
from tests.workinggroups.test_numbering import at_once, new_thread
from workinggroups.models import Decision, Thread
from workinggroups.verbs import close_decision, close_due_decisions, state_position

DAY = timedelta(days=1)


def prepared():
    """A decision in a thread of its own; its id, since every thread reads for itself."""
    seat_everybody(the_group())
    return opened(new_thread()).pk


def the(pk):
    return Decision.objects.to_show().get(pk=pk)


def test_closers_and_late_voices_at_once_close_once_and_say_nothing(committed):
    pk = prepared()
    run_out(the(pk))

    def come(number):
        if number % 2:
            return close_decision(the(pk), by=User.system())
        try:
            state_position(the(pk), by=person("editor.osh"), choice="agree")
        except ValidationError:
            return "late"
        return "said"

    ends = at_once(come, 6)

    assert ends[0::2] == ["late"] * 3
    assert sorted(ends[1::2]) == [False, False, True]
    thread = the(pk).thread
    assert thread.events.filter(kind="decision.close").count() == 1
    assert not the(pk).stances.exists()


def test_whoever_waited_for_the_lock_past_the_deadline_is_late(committed):
    pk = prepared()
    locked, ends = threading.Event(), []

    def speak():
        try:
            locked.wait(10)
            state_position(the(pk), by=person("editor.osh"), choice="agree")
        except ValidationError:
            ends.append("late")
        finally:
            connection.close()

    voice = threading.Thread(target=speak)
    voice.start()
    with transaction.atomic():
        # the row is locked while its deadline is still ahead, and let go after it
        Thread.objects.select_for_update().get(pk=the(pk).thread_id)
        soon = clock.at_the_database() + timedelta(seconds=0.25)
        Decision.objects.filter(pk=pk).update(round_opened_at=soon - DAY, closes_at=soon)
        locked.set()
        while clock.at_the_database() < soon:
            time.sleep(0.02)
    voice.join(20)

    assert ends == ["late"]
    assert fresh(the(pk)).is_open  # nobody has closed it; the word was refused by the clock alone


@pytest.mark.parametrize(("away", "heard"), [(-1, True), (0, False), (1, False)])
def test_a_word_is_heard_up_to_the_last_millisecond(away, heard):
    decision = Decision(state=Decision.State.OPEN, closes_at=clock.now())

    moment = decision.closes_at + timedelta(milliseconds=away)

    assert decision.takes_words_at(moment) is heard


def test_two_connections_speak_up_to_the_deadline_and_not_after_it(committed):
    pk = prepared()
    ends_at = clock.at_the_database() + timedelta(seconds=0.5)
    Decision.objects.filter(pk=pk).update(round_opened_at=ends_at - DAY, closes_at=ends_at)

    def speak(number):
        by = person(("editor.osh", "editor.dushanbe")[number])
        while True:
            for choice in ("agree", "abstain"):
                try:
                    state_position(the(pk), by=by, choice=choice)
                except ValidationError:
                    return clock.at_the_database()

    refused = at_once(speak, 2)

    said = list(the(pk).stances.values_list("at", flat=True))
    assert len(said) >= 2
    assert max(said) < ends_at <= min(refused)


def test_the_job_and_the_first_readers_close_it_once_and_tell_once(committed):
    pk = prepared()
    run_out(the(pk))
    Letter.objects.all().delete()

    def come(number):
        if number % 2:
            return close_due_decisions(by=User.system())
        browser = Client()
        browser.force_login(person("member"))
        return browser.get(f"/work/decisions/{pk}/").status_code

    ends = at_once(come, 6)

    assert ends[0::2] == [200] * 3
    assert sum(ends[1::2]) <= 1
    assert the(pk).thread.events.filter(kind="decision.close").count() == 1
    told = list(Letter.objects.values_list("to", flat=True))
    assert len(told) == len(set(told)) > 0
