"""What every visitor may know of a group, and nothing else."""

import pytest
from django.core.exceptions import PermissionDenied

from cities.models import City
from coalition import clock
from coalition.verbs import appoint
from tests.workinggroups.meeting import call_off_all
from workinggroups.models import GuestNote, ShownThread, Thread
from workinggroups.verbs import (
    close_thread,
    finish_group,
    hide_thread,
    open_thread,
    reopen_thread,
    seat_delegate,
    show_thread,
)

pytestmark = pytest.mark.django_db
PAGE = "/groups/early-warning/"


@pytest.fixture
def inner(group, person, say):
    """A thread whose words are nobody's but the group's."""
    thread = open_thread(group, by=person("chair"), title="zqx-вопрос", purpose="zqx-цель")
    say(thread, "chair", body="zqx-слово")
    return close_thread(thread, by=person("chair"), words="zqx-итог")


def page(client, path=PAGE):
    answer = client.get(path)
    assert not answer.cookies
    return answer.content.decode()


def test_nothing_of_a_thread_is_public_of_itself(client, inner):
    assert "zqx" not in page(client)


def test_a_result_is_public_when_the_chair_says_so_without_posts_and_names(client, inner, person):
    show_thread(inner, by=person("chair"), result=True)

    shown = page(client)
    assert "zqx-вопрос" in shown
    assert "zqx-итог" in shown
    assert "zqx-слово" not in shown
    assert "zqx-цель" not in shown
    assert person("chair").post not in shown


def test_a_question_is_shown_without_what_comes_of_it(client, group, person):
    thread = open_thread(group, by=person("chair"), title="zqx-вопрос")
    show_thread(thread, by=person("chair"))
    assert "zqx-вопрос" in page(client)

    close_thread(thread, by=person("chair"), words="zqx-итог")

    assert "zqx" not in page(client)


def test_what_is_renamed_inside_does_not_slip_out(client, group, person):
    thread = open_thread(group, by=person("chair"), title="Открытый вопрос")
    show_thread(thread, by=person("chair"))
    Thread.objects.filter(pk=thread.pk).update(title="zqx-иначе")

    assert "zqx" not in page(client)


def test_a_discussion_taken_up_again_has_no_result(client, inner, person):
    show_thread(inner, by=person("chair"), result=True)
    reopened = reopen_thread(inner, by=person("chair"))

    close_thread(reopened, by=person("chair"), words="zqx-второй итог")

    assert "zqx" not in page(client)


def test_what_is_shown_is_taken_back_at_once(client, inner, person):
    show_thread(inner, by=person("chair"), result=True)

    hide_thread(inner, by=person("chair"))

    assert "zqx" not in page(client)


def test_what_moves_to_another_group_is_not_shown_there(client, inner, person):
    show_thread(inner, by=person("chair"), result=True)
    other = type(inner.group).objects.get(slug="safe-buildings")
    Thread.objects.filter(pk=inner.pk).update(group=other)

    assert "zqx" not in page(client) + page(client, "/groups/safe-buildings/")


def test_the_chair_shows_and_takes_off_from_the_thread(signed_in, inner):
    chair = signed_in("chair")

    chair.post(f"/work/threads/{inner.pk}/show/", {"result": "1"})
    assert ShownThread.objects.get(thread=inner).result == "zqx-итог"

    chair.post(f"/work/threads/{inner.pk}/show/", {"off": "1"})
    assert not ShownThread.objects.filter(thread=inner).exists()


def test_a_member_shows_nothing(signed_in, inner):
    answer = signed_in("member").post(f"/work/threads/{inner.pk}/show/", {"result": "1"})

    assert (answer.status_code, ShownThread.objects.filter(thread=inner).count()) == (403, 0)


@pytest.mark.parametrize("deed", [show_thread, hide_thread])
def test_the_deeds_are_refused_to_a_member(inner, person, deed):
    with pytest.raises(PermissionDenied):
        deed(inner, by=person("member"))


def test_an_open_thread_has_no_result_to_show(signed_in, group, person):
    thread = open_thread(group, by=person("chair"), title="Вопрос")

    signed_in("chair").post(f"/work/threads/{thread.pk}/show/", {"result": "1"})

    assert not ShownThread.objects.filter(thread=thread).exists()


def test_a_group_without_a_public_page_shows_nothing(signed_in, group, inner):
    type(group).objects.filter(pk=group.pk).update(visibility="group")

    signed_in("chair").post(f"/work/threads/{inner.pk}/show/", {"result": "1"})

    assert not ShownThread.objects.filter(thread=inner).exists()


def test_cities_stand_with_counts_and_a_post_only_where_it_is_shown(client, group, person):
    osh = City.objects.get(slug="osh")
    editor, approver = person("editor.osh"), person("approver.osh")
    seat_delegate(group, by=person("admin.osh"), city=osh, user=editor)
    seat_delegate(group, by=person("admin.osh"), city=osh, user=approver, is_alternate=True)
    assert editor.post not in page(client)
    assert "1 замещающий" in page(client)

    type(editor).objects.filter(pk=editor.pk).update(shows_contacts=True)

    shown = page(client)
    assert editor.post in shown
    assert editor.email not in shown


def test_guests_are_counted_by_circle(client, group, person):
    guest = person("editor.osh")
    appoint(guest, by=person("chair"), place=group.place, role="guest", until=clock.today())
    GuestNote.objects.create(group=group, email=guest.email, stakeholder="academia",
                             organisation="zqx", noted_by=guest, noted_at=clock.now())  # fmt: skip

    shown = page(client)
    assert "Наука и вузы" in shown
    assert "zqx" not in shown


def test_finished_groups_stand_apart_with_their_closing_words(client, group, person):
    call_off_all(group, person("chair"))
    finish_group(group, by=person("chair"), closing={"ru": "Мы всё успели.", "en": ""})

    listed = page(client, "/groups/")
    assert listed.index("Группы, завершившие работу") < listed.index("Раннее предупреждение")
    assert "Мы всё успели." in page(client)
    assert "Попросить о вступлении" not in page(client)


def test_the_page_takes_the_same_queries_with_one_result_and_many(
    client, group, person, django_assert_max_num_queries
):
    def count():
        with django_assert_max_num_queries(30) as seen:
            client.get(PAGE)
        return len(seen)

    def conclude(number):
        thread = open_thread(group, by=person("chair"), title=f"Вопрос {number}")
        show_thread(close_thread(thread, by=person("chair"), words="Итог"), by=person("chair"),
                    result=True)  # fmt: skip

    conclude(0)
    client.get(PAGE)  # the list of circles is read once per process
    before = count()
    for number in range(1, 4):
        conclude(number)

    assert count() == before
