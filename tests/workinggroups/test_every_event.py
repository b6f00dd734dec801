"""After every kind of event there is, what a reader was told is what a fresh look shows."""

import uuid
from pathlib import Path

import pytest

import workinggroups
from coalition.models import User
from coalition.verbs import appoint
from tests.workinggroups import deciding
from tests.workinggroups.meeting import planned
from tests.workinggroups.picture import Copy
from workinggroups.models import Post, Thread, ThreadEvent, WorkingGroup
from workinggroups.verbs import (
    ask_to_confirm,
    audience_of,
    close_thread,
    edit_post,
    finish_task,
    give_task,
    move_thread,
    pin_post,
    post_reply,
    redact_post,
    rename_thread,
    reopen_thread,
    split_thread,
    state_position,
    unpin_post,
    withdraw_decision,
)

pytestmark = pytest.mark.django_db
Kind = ThreadEvent.Kind
NOT_WRITTEN_YET = {Kind.TRANSLATION_READY}


def person(who):
    return User.objects.get(email=f"{who}@demo.invalid")


def fresh(thread):
    return Thread.objects.select_related("group__place").get(pk=thread.pk)


def answered(thread):
    """A post that another one quotes."""
    post = post_reply(fresh(thread), by=person("chair"), body="Тихо **здесь**.", key=uuid.uuid4())[
        0
    ]
    post_reply(
        fresh(thread), by=person("member"), body="А там?", key=uuid.uuid4(), reply_to=post.number
    )
    return Post.objects.select_related("thread__group__place", "author").get(pk=post.pk)


def correct(thread):
    edit_post(answered(thread), by=person("chair"), body="Громко там.", version=1)


def part(thread):
    return split_thread(
        thread, by=person("chair"), numbers=[answered(thread).number], title="Отдельно"
    )


def let_go(thread):
    unpin_post(pin_post(answered(thread), by=person("chair")), by=person("chair"))


def open_again(thread):
    close_thread(thread, by=person("chair"))
    reopen_thread(fresh(thread), by=person("chair"))


def move(thread):
    chair, others = person("chair"), WorkingGroup.objects.select_related("place")
    place = others.get(slug="water-and-heat").place
    appoint(chair, by=User.system(), place=place, role="member")
    there = others.get(place=place)  # as it is with its new member
    move_thread(thread, by=chair, group=there, audience=audience_of(thread, there, by=chair))


def ask(thread):
    deciding.seat_everybody(thread.group)
    return deciding.opened(thread)


def say_position(thread):
    state_position(ask(thread), by=person("editor.osh"), choice="agree")


def decide(thread):
    deciding.seat_everybody(thread.group)
    deciding.stated(thread)


def task(thread):
    return give_task(answered(thread), by=person("chair"), what="Проверить", user=person("chair"))


def meet(thread):
    return planned(thread.group, person("chair"), tell=True).thread


# each makes an event of its kind; one that returns a thread says where to look
DEEDS = {
    Kind.POST_NEW: lambda thread: answered(thread) and None,
    Kind.POST_EDIT: correct,
    Kind.POST_REDACT: lambda thread: redact_post(answered(thread), by=person("chair")) and None,
    Kind.POST_MOVE_OUT: lambda thread: part(thread) and None,
    Kind.POST_MOVE_IN: part,
    Kind.PIN: lambda thread: pin_post(answered(thread), by=person("chair")) and None,
    Kind.UNPIN: let_go,
    Kind.ACK: lambda thread: ask_to_confirm(answered(thread), by=person("chair")) and None,
    Kind.THREAD_CLOSE: lambda thread: close_thread(thread, by=person("chair")) and None,
    Kind.THREAD_REOPEN: open_again,
    Kind.THREAD_RENAME: lambda thread: (
        rename_thread(thread, by=person("chair"), title="Иначе", purpose="Проверить") and None
    ),
    Kind.THREAD_MOVE: move,
    Kind.DECISION_OPEN: lambda thread: ask(thread) and None,
    Kind.DECISION_STANCE: say_position,
    Kind.DECISION_CLOSE: decide,
    Kind.DECISION_OUTCOME: decide,
    Kind.DECISION_WITHDRAW: lambda thread: (
        withdraw_decision(ask(thread), by=person("chair")) and None
    ),
    Kind.TASK_NEW: lambda thread: task(thread) and None,
    Kind.TASK_DONE: lambda thread: finish_task(task(thread), by=person("chair")) and None,
    Kind.AGENDA_CHANGE: meet,
}


def test_every_kind_of_event_has_its_deed_here():
    assert set(DEEDS) | NOT_WRITTEN_YET == set(Kind)


def test_what_has_no_deed_here_is_written_nowhere():
    verbs = Path(workinggroups.__file__).parent / "verbs"
    code = "".join(file.read_text("utf-8") for file in verbs.rglob("*.py"))

    assert [kind.name for kind in NOT_WRITTEN_YET if f"Kind.{kind.name}" in code] == []
    assert [kind.name for kind in DEEDS if f"Kind.{kind.name}" not in code] == []


@pytest.mark.parametrize("kind", DEEDS)
def test_events_lead_to_what_a_fresh_look_shows(kind, thread):
    reader = Copy("chair")
    reader.pull(thread.pk)
    reader.check(fresh(thread))

    told_in = DEEDS[kind](fresh(thread)) or thread
    if told_in.pk != thread.pk:
        reader.begin_anew()
    assert reader.pull(told_in.pk) == 200

    assert kind in reader.kinds
    reader.check(fresh(told_in))
