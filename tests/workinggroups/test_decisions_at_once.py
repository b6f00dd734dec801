"""The deadline when many come at once: judged by the database's clock, closed once."""

import threading
import time
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import connection, transaction

from coalition import clock
from coalition.models import User
from tests.workinggroups.deciding import fresh, opened, person, run_out, seat_everybody, the_group
from tests.workinggroups.test_numbering import at_once, new_thread
from workinggroups.models import Decision, Thread
from workinggroups.verbs import close_decision, state_position

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
