"""Many people at once: numbers without gaps, one post per key."""

import uuid
from concurrent.futures import ThreadPoolExecutor

from django.db import connection

from coalition.models import User
from workinggroups.models import Post, Thread, ThreadEvent
from workinggroups.verbs import KeyReused, open_thread, post_reply


def person(name):
    return User.objects.get(email=f"{name}@demo.invalid")


def new_thread():
    from workinggroups.models import WorkingGroup  # noqa: PLC0415

    group = WorkingGroup.objects.select_related("place").get(slug="early-warning")
    return open_thread(group, by=person("chair"), title="Много голосов сразу")


def at_once(deed, times):
    """Run a deed in as many threads at once; each closes its connection."""

    def run(number):
        try:
            return deed(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(run, range(times)))


def test_eight_people_write_twenty_posts_each_without_a_gap(committed, settings):
    settings.LIVE = {**settings.LIVE, "posts_per_minute": 1000}
    pk = new_thread().pk

    def write(number):
        thread = Thread.objects.select_related("group__place").get(pk=pk)
        author = person("chair" if number % 2 else "member")
        for _post in range(20):
            post_reply(thread, by=author, body=f"Голос {number}", key=uuid.uuid4())

    at_once(write, 8)

    assert list(ThreadEvent.objects.filter(thread=pk).values_list("seq", flat=True)) == list(
        range(1, 161)
    )
    assert list(Post.objects.filter(thread=pk).values_list("number", flat=True)) == list(
        range(1, 161)
    )


def test_one_key_sent_twenty_times_at_once_is_one_post(committed, settings):
    settings.LIVE = {**settings.LIVE, "posts_per_minute": 1000}
    pk, key = new_thread().pk, uuid.uuid4()

    def write(_number):
        thread = Thread.objects.select_related("group__place").get(pk=pk)
        return post_reply(thread, by=person("member"), body="Слышно.", key=key)[1]

    made = at_once(write, 20)

    assert (sum(made), Post.objects.filter(thread=pk).count()) == (1, 1)


def test_one_key_with_different_words_at_once_is_one_post_and_refusals(committed, settings):
    settings.LIVE = {**settings.LIVE, "posts_per_minute": 1000}
    pk, key = new_thread().pk, uuid.uuid4()

    def write(number):
        thread = Thread.objects.select_related("group__place").get(pk=pk)
        try:
            post_reply(thread, by=person("member"), body=f"Слышно {number}", key=key)
        except KeyReused:
            return "refused"
        return "made"

    assert sorted(at_once(write, 6)) == ["made", *["refused"] * 5]
