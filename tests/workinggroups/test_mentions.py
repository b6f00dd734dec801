"""People, cities and everybody named in posts."""

import uuid

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from cities.models import City
from coalition.models import Notification, User
from coalition.notifications import lines_of, sentence
from coalition.text import skeleton
from workinggroups.mentions import names_in
from workinggroups.models import Mention, Post
from workinggroups.verbs import edit_post, redact_post, seat_delegate

pytestmark = pytest.mark.django_db


def word_of(group, user, by):
    return next(name.word for name in names_in(group, by=by) if name.user == user)


def told(user):
    return [line for line in lines_of(user) if line.kind == "mention"]


def test_a_person_who_is_mentioned_is_told(thread, group, say, person):
    word = word_of(group, person("chair"), person("member"))

    post = say(thread, "member", f"@{word}, посмотрите.")

    assert [line.path for line in told(person("chair"))] == [post.path]
    assert sentence(told(person("chair"))[0]) == (
        f"Вас упомянули в обсуждении «{thread.title}», № {post.number}"
    )


def test_the_word_is_marked_in_the_post(thread, say):
    post = say(thread, "member", "Спросим @Ош и ещё раз @ош.")

    assert post.html == "<p>Спросим <mark>@Ош</mark> и ещё раз <mark>@ош</mark>.</p>\n"


@pytest.mark.parametrize("typed", ["@Ош", "@OSH", "@Oш", "@osh", "(@ош)"])
def test_a_city_is_understood_in_any_alphabet(thread, say, typed):
    post = say(thread, "member", f"Слово за {typed}")

    assert [one.city.slug for one in post.mentions.all()] == ["osh"]


@pytest.mark.parametrize("typed", ["a@osh.kg", "`@Ош`", "@Ошибка", "http://example.org/@osh"])
def test_what_only_looks_like_a_mention_is_none(thread, say, typed):
    post = say(thread, "member", f"Вот: {typed}")

    assert not post.mentions.exists()
    assert "<mark>" not in post.html


def test_a_name_may_be_typed_with_spaces_or_hyphens(thread, group, say, person):
    User.objects.filter(pk=person("chair").pk).update(first_name="Айбек", last_name="Осмонов")

    for typed in ("@Айбек Осмонов сказал", "@айбек-осмонов, да", "@Aйбeк Осмoнов"):
        assert [one.user for one in say(thread, "member", typed).mentions.all()] == [
            person("chair")
        ]


def test_two_people_of_one_name_have_two_words(group, person):
    User.objects.filter(pk__in=[person("chair").pk, person("member").pk]).update(
        first_name="Азиз", last_name="Рахимов"
    )

    words = [skeleton(name.word) for name in names_in(group, by=person("chair"))]

    assert len(words) == len(set(words))


def test_a_city_is_heard_by_those_who_speak_for_it(thread, group, say, person):
    osh = City.objects.get(slug="osh")
    seat_delegate(group, by=person("admin.osh"), city=osh, user=person("editor.osh"))

    say(thread, "chair", "@Ош, что скажете?")

    assert len(told(person("editor.osh"))) == 1
    assert not told(person("viewer.osh"))


def test_the_chair_reaches_everybody(thread, say, person):
    say(thread, "chair", "@все, встреча переносится.")

    assert len(told(person("member"))) == 1
    assert not told(person("chair"))


def test_a_member_does_not_reach_everybody(thread, say):
    post = say(thread, "member", "@все, послушайте.")

    assert not post.mentions.exists()


def test_nobody_outside_the_group_can_be_mentioned(thread, group, say, person):
    outsider = person("viewer.namangan")
    post = say(thread, "member", f"@{outsider.post.replace(' ', '-')}")

    assert outsider not in [name.user for name in names_in(group, by=person("chair"))]
    assert not post.mentions.exists()
    assert not Notification.objects.filter(user=outsider, kind="mention").exists()


def test_a_correction_tells_only_who_is_newly_mentioned(thread, say, person):
    post = say(thread, "chair", "@все, смотрите.")
    Notification.objects.filter(kind="mention").delete()

    edit_post(post, by=person("chair"), body="@все и @Ош, смотрите.", version=1)

    assert not Notification.objects.filter(kind="mention", user=person("member")).exists()
    assert post.mentions.count() == 2


def test_a_withdrawn_post_mentions_nobody(thread, say, person):
    post = say(thread, "member", "@Ош")

    redact_post(post, by=person("member"))

    assert not Mention.objects.filter(post=post).exists()


def test_the_database_knows_each_mention_once(thread, say, person):
    post = say(thread, "chair", "@все")

    with pytest.raises(IntegrityError), transaction.atomic():
        Mention.objects.create(post=post, is_everybody=True)


def test_a_mention_is_of_somebody(thread):
    post = Post.objects.filter(thread=thread).first()

    with pytest.raises(IntegrityError), transaction.atomic():
        Mention.objects.create(post=post)


def test_the_list_of_words_is_for_readers(signed_in, thread):
    address = reverse("thread_names", args=[thread.pk])

    page = signed_in("member").get(address).content.decode()
    alone = signed_in("member").get(address + "?list").content.decode()

    assert "@Ош" in page
    assert 'data-word="@Ош"' in alone
    assert "<html" not in alone


def test_the_words_of_a_post_are_safe_where_somebody_is_mentioned(thread, say):
    post = say(thread, "member", f"@Ош <script>alert({uuid.uuid4()})</script>")

    assert "<script" not in post.html
