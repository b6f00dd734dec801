"""Who hears of a post after it: from a row that waits, once, as the post stands by then."""

import uuid

import pytest
from django.core.exceptions import PermissionDenied

from coalition import afterwards
from coalition.models import Letter
from coalition.notifications import lines_of
from workinggroups import verbs
from workinggroups.models import Post

pytestmark = pytest.mark.django_db


@pytest.fixture
def write(thread, person):
    """write("chair"): somebody writes, and the platform has not come to tell of it."""
    verbs.choose_volume(thread.group, by=person("member"), level="all")
    verbs.mark_read(thread, by=person("member"), seq=thread.head)
    Letter.objects.all().delete()

    def post(who="chair", body="Слышно ли сирену?", **more):
        return verbs.post_reply(thread, by=person(who), body=body, key=uuid.uuid4(), **more)[0]

    return post


@pytest.fixture
def heard(thread, person):
    """heard(): (unread lines about the thread, letters of its posts) of the member."""

    def count():
        letters = Letter.objects.filter(to="member@demo.invalid", message_id__startswith="<post.")
        lines = lines_of(person("member")).unread().filter(subject=f"thread:{thread.pk}")
        return lines.count(), letters.count()

    return count


def test_a_post_stands_before_anybody_is_told_of_it(write, heard):
    write()

    assert (heard(), Post.objects.filter(untold=True).count()) == ((0, 0), 1)


def test_a_post_whose_server_ended_is_told_once_by_the_next_look(write, heard):
    write()

    afterwards.look()
    afterwards.look()

    assert heard() == (1, 1)


def test_posts_that_come_together_are_one_line_that_counts_them(write, heard, person):
    for _time in range(4):
        write()

    afterwards.look()

    line = lines_of(person("member")).unread().filter(kind="thread_news").latest("at")
    assert (line.count, heard()[1]) == (4, 4)


def test_a_post_withdrawn_meanwhile_is_told_to_nobody(write, heard, person):
    verbs.redact_post(write(), by=person("chair"))

    afterwards.look()

    assert heard() == (0, 0)


def test_whoever_has_read_it_already_gets_the_letter_and_no_line(write, heard, thread, person):
    verbs.mark_read(thread, by=person("member"), seq=write().seq_created)

    afterwards.look()

    assert heard() == (0, 1)


def test_whoever_is_named_in_a_correction_meanwhile_is_told_once(write, person):
    post = write()
    verbs.edit_post(post, by=person("chair"), body="@все, слышно ли?", version=1)

    afterwards.look()

    assert lines_of(person("member")).unread().get(kind="mention").count == 1


def test_a_post_moved_meanwhile_is_told_where_it_stands(write, thread, person):
    post = write()
    new = verbs.split_thread(thread, by=person("chair"), numbers=[post.number], title="Сирена")

    afterwards.look()

    line = lines_of(person("member")).unread().filter(kind="thread_news").first()
    assert line.subject == f"thread:{new.pk}"
    assert not Post.objects.filter(untold=True).exists()


def test_only_the_platform_tells(person):
    with pytest.raises(PermissionDenied):
        verbs.tell_untold(by=person("chair"))


def test_one_broken_work_does_not_keep_the_others(monkeypatch, caplog):
    done = []
    monkeypatch.setattr(afterwards, "_works", [lambda: 1 / 0, lambda: done.append(1)])

    afterwards.look()

    assert done == [1]
