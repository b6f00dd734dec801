"""Finding again what was said: search, a thread to take away, marks of what is read."""

import hashlib
import json

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from tests.files import pdf
from workinggroups.models import Post, Thread, WorkingGroup
from workinggroups.searching import line_with
from workinggroups.verbs import (
    edit_post,
    mark_group_read,
    mark_read,
    mark_unread,
    open_thread,
    redact_post,
    split_thread,
)

pytestmark = pytest.mark.django_db


def search(client, group, **asked):
    page = client.get(reverse("group_search", args=[group.slug]), asked)
    return [(hit.post.thread_id, hit.post.number) for hit in page.context["found"].hits]


# --- search ---
@pytest.mark.parametrize("asked", ["квартальн комитет", "КВАРТАЛЬНОМУ", "комитету квартал"])
def test_words_are_found_in_any_order_and_case(signed_in, thread, group, asked):
    assert search(signed_in("member"), group, q=asked) == [(thread.pk, 4)]


def test_letters_that_keyboards_lack_are_no_obstacle(signed_in, thread, group, say):
    say(thread, body="Ёмкость у Қирғиз кўли")

    assert search(signed_in("member"), group, q="емкость киргиз кули") == [(thread.pk, 8)]


def test_one_thread_can_be_searched_alone(signed_in, thread, group, say, person):
    other = open_thread(group, by=person("chair"), title="Другое")
    say(other, body="Особая сирена"), say(thread, body="Особая труба")

    found = search(signed_in("member"), group, q="особая", thread=other.pk)

    assert found == [(other.pk, 1)]


def test_what_was_withdrawn_or_reworded_is_not_found(signed_in, thread, group, say, person):
    redact_post(say(thread, body="Тайное слово"), by=person("member"))
    edit_post(say(thread, body="Тайное слово"), by=person("member"), body="Явное", version=1)

    assert search(signed_in("member"), group, q="тайное") == []


def test_what_was_moved_is_found_where_it_is(signed_in, thread, group, person):
    new = split_thread(thread, by=person("chair"), numbers=[4], title="Отдельно")

    assert search(signed_in("member"), group, q="квартальному комитету") == [(new.pk, 1)]


def test_nothing_of_other_groups_is_found(signed_in, group, person, say):
    team = WorkingGroup.objects.get(slug="team-osh")
    say(open_thread(team, by=person("admin.osh"), title="Своё"), "admin.osh", "Особая")

    assert search(signed_in("member"), group, q="особая") == []
    assert signed_in("member").get(reverse("group_search", args=["team-osh"])).status_code == 404


def test_a_thread_is_found_by_its_question(signed_in, thread, group):
    page = signed_in("member").get(reverse("group_search", args=[group.slug]), {"q": "селе ночью"})

    assert page.context["found"].threads == [thread]


def test_a_search_for_nothing_shows_the_form_alone(signed_in, group):
    assert search(signed_in("member"), group, q="  ") == []


def test_a_long_list_goes_on(signed_in, thread, group, say, settings):
    settings.LIVE = {**settings.LIVE, "posts_per_minute": 999}
    for n in range(33):
        say(thread, body=f"Особая {n}")
    member = signed_in("member")

    first = search(member, group, q="особая")
    older = member.get(reverse("group_search", args=[group.slug]), {"q": "особая"}).context["found"]
    rest = search(member, group, q="особая", before=older.older)

    assert (len(first), len(rest), len(set(first + rest))) == (30, 3, 33)


@pytest.mark.parametrize("count", [1, 5])
def test_a_search_takes_the_same_queries_whatever_it_finds(
    signed_in, thread, say, django_assert_num_queries, count
):
    for _n in range(count):
        say(thread, body="Особая")
    member = signed_in("member")
    member.get("/work/")

    with django_assert_num_queries(8):
        assert len(search(member, thread.group, q="особая")) == count


def test_the_line_that_holds_the_words_is_shown():
    body = "Первое.\n" + "слово " * 60 + "сирена воет " + "слово " * 60

    line = line_with(body, ["сирена"])

    assert "сирена воет" in line
    assert len(line) < 220


# --- to take away ---
def test_the_fingerprint_of_a_thread_can_be_counted_again(signed_in, thread, say):
    say(thread, body="Вот.", files=[pdf("Акт.pdf")])

    answer = signed_in("member").get(reverse("thread_export_json", args=[thread.pk]))
    page = signed_in("member").get(reverse("thread_export", args=[thread.pk])).content.decode()

    said = json.loads(answer.content)
    counted = json.dumps(said["content"], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert said["sha256"] == hashlib.sha256(counted.encode()).hexdigest()
    assert said["sha256"] in page
    assert said["content"]["posts"][-1]["files"][0]["name"] == "Акт.pdf"


def test_a_withdrawn_post_leaves_as_a_stub(signed_in, thread, say, person):
    redact_post(say(thread, body="Тайное"), by=person("member"), why="Ошибся")

    for name in ("thread_export", "thread_export_json"):
        text = signed_in("chair").get(reverse(name, args=[thread.pk])).content.decode()
        assert "Тайное" not in text
        assert "Ошибся" in text


def test_a_moved_post_leaves_as_a_stub(signed_in, thread, person):
    new = split_thread(thread, by=person("chair"), numbers=[4], title="Отдельно")

    answer = signed_in("member").get(reverse("thread_export_json", args=[thread.pk]))

    stub = json.loads(answer.content)["content"]["posts"][3]
    assert stub["moved_to"] == {"thread": new.pk, "number": 1}
    assert "text" not in stub


# --- what is read ---
def test_a_reader_puts_their_place_before_a_post(thread, person):
    mark_read(thread, by=person("member"), seq=7)

    mark_unread(Post.objects.get(thread=thread, number=5), by=person("member"))

    unread = Thread.objects.unread_by(person("member")).get(pk=thread.pk)
    assert unread.read_to == 4


def test_marking_as_unread_moves_nobody_forward(thread, person):
    mark_read(thread, by=person("member"), seq=2)

    mark_unread(Post.objects.get(thread=thread, number=5), by=person("member"))

    assert Thread.objects.unread_by(person("member")).get(pk=thread.pk).read_to == 2


def test_a_whole_group_is_marked_as_read(signed_in, group, person):
    mark_group_read(group, by=person("member"))

    assert not Thread.objects.unread_by(person("member")).filter(group=group).exists()
    assert Thread.objects.unread_by(person("chair")).filter(group=group).exists()


@pytest.mark.parametrize("deed", [mark_group_read])
def test_strangers_mark_nothing(group, person, deed):
    with pytest.raises(PermissionDenied):
        deed(group, by=person("viewer.namangan"))


def test_the_group_is_marked_from_its_page(signed_in, group, person):
    member = signed_in("member")
    assert 'class="unread"' in member.get(reverse("work_group", args=[group.slug])).content.decode()

    page = member.post(reverse("read_group", args=[group.slug]), follow=True).content.decode()

    assert 'class="unread"' not in page


def test_a_post_is_marked_from_its_page_and_the_group_shows_it(signed_in, thread, person):
    mark_group_read(thread.group, by=person("member"))

    page = signed_in("member").post(reverse("mark_unread", args=[thread.pk, 7]), follow=True)

    assert 'class="unread"' in page.content.decode()
