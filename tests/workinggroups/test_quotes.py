"""The line a reply quotes, when one of the two moves to another thread."""

import pytest
from django.urls import reverse

from tests.workinggroups.test_moving import TARGET, let_into
from workinggroups.events import event_data, rows_after
from workinggroups.models import Thread, WorkingGroup
from workinggroups.verbs import audience_of, move_thread, split_thread

pytestmark = pytest.mark.django_db


def test_a_reply_that_moves_keeps_the_line_it_answers(signed_in, thread, say, person):
    said = say(thread, "member", "Сирена слышна до моста.")
    reply = say(thread, "chair", "А дальше?", reply_to=said.number)

    new = split_thread(thread, by=person("chair"), numbers=[reply.number], title="Дальше")

    page = signed_in("member").get(reverse("thread", args=[new.pk])).content.decode()
    data = event_data(rows_after(new.pk, 0)[0])["post"]["reply_to"]
    assert "Сирена слышна до моста." in page
    assert f'href="/work/threads/{thread.pk}/?at={said.number}#p{said.number}"' in page
    assert (data["thread"], data["number"], data["line"]) == (
        thread.pk, said.number, "Сирена слышна до моста.",
    )  # fmt: skip


def test_a_reply_that_stays_keeps_the_line_of_what_moved(signed_in, thread, say, person):
    said = say(thread, "member", "Сирена слышна до моста.")
    reply = say(thread, "chair", "А дальше?", reply_to=said.number)

    new = split_thread(thread, by=person("chair"), numbers=[said.number], title="До моста")

    page = signed_in("member").get(reply.path).content.decode()
    assert "Сирена слышна до моста." in page
    assert f'href="/work/threads/{new.pk}/?at=1#p1"' in page


def test_a_line_of_another_group_is_not_quoted(signed_in, thread, group, say, person):
    said = say(thread, "member", "Тайна группы.")
    reply = say(thread, "chair", "Ответ.", reply_to=said.number)
    new = split_thread(thread, by=person("chair"), numbers=[reply.number], title="Дальше")
    target = WorkingGroup.objects.get(slug=TARGET)
    let_into(person("chair"))
    new = Thread.objects.get(pk=new.pk)
    target.refresh_from_db()
    move_thread(new, by=person("chair"), group=target,
                audience=audience_of(new, target, by=person("chair")))  # fmt: skip

    page = signed_in("chair").get(reverse("thread", args=[new.pk])).content.decode()

    assert "Ответ." in page
    assert "Тайна группы." not in page
    assert "reply_to" not in event_data(rows_after(new.pk, 0)[0])["post"]
