"""Asking readers to confirm that they have read."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from cities.models import City
from coalition import clock
from coalition.notifications import lines_of
from workinggroups.models import Ack, Post, ThreadEvent
from workinggroups.templatetags.thread_work import asked_in
from workinggroups.verbs import (
    ask_to_confirm,
    confirm_read,
    redact_post,
    seat_delegate,
    take_back_reading,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def post(thread, say, person):
    return ask_to_confirm(say(thread, "chair", "Встреча 3 декабря."), by=person("chair"))


def test_readers_are_asked_once(post, person):
    ask_to_confirm(post, by=person("chair"))

    asked = ThreadEvent.objects.filter(post=post, kind="ack")
    assert [event.data for event in asked] == [{"step": "asked"}]
    assert lines_of(person("member")).filter(subject=f"post:{post.pk}").count() == 1


def test_it_is_seen_which_cities_have_confirmed(post, thread, group, person):
    osh = City.objects.get(slug="osh")
    seat_delegate(group, by=person("admin.osh"), city=osh, user=person("editor.osh"))

    confirm_read(post, by=person("editor.osh"))

    (asked,) = asked_in(thread, person("editor.osh"))
    assert [city.slug for city in asked.cities] == ["osh"]
    assert len(asked.waiting) == group.cities.count() - 1
    assert asked.is_mine


def test_confirming_twice_is_one_event(post, person):
    confirm_read(post, by=person("member"))
    confirm_read(post, by=person("member"))

    assert Ack.objects.filter(post=post).count() == 1
    assert ThreadEvent.objects.filter(post=post, kind="ack").count() == 2


def test_a_confirmation_is_taken_back(post, person):
    confirm_read(post, by=person("member"))

    take_back_reading(post, by=person("member"))

    assert not Ack.objects.filter(post=post).exists()
    last = ThreadEvent.objects.filter(post=post).order_by("seq").last()
    assert last.data == {"step": "taken_back"}


def test_nothing_is_taken_back_where_nothing_was_said(post, person):
    confirm_read(post, by=person("member"))
    before = ThreadEvent.objects.count()

    take_back_reading(post, by=person("chair"))

    assert (Ack.objects.count(), ThreadEvent.objects.count()) == (1, before)


def test_a_stranger_takes_nothing_back(post, person):
    with pytest.raises(PermissionDenied):
        take_back_reading(post, by=person("viewer.namangan"))


def test_a_confirmation_is_taken_back_from_the_thread(post, signed_in):
    member = signed_in("member")
    confirm = reverse("confirm_read", args=[post.thread_id, post.number])
    member.post(confirm)
    assert "Снять моё подтверждение" in member.get(post.path).content.decode()

    member.post(confirm, {"off": "1"})

    assert "Снять моё подтверждение" not in member.get(post.path).content.decode()
    assert not Ack.objects.exists()


def test_nobody_is_noted_unasked(thread, say, person):
    with pytest.raises(ValidationError):
        confirm_read(say(thread, "chair"), by=person("member"))

    assert not Ack.objects.exists()


def test_reading_alone_notes_nothing(post, signed_in):
    signed_in("member").get(reverse("thread", args=[post.thread_id]))

    assert not Ack.objects.exists()


def test_a_member_does_not_ask_for_the_posts_of_others(thread, say, person):
    with pytest.raises(PermissionDenied):
        ask_to_confirm(say(thread, "chair"), by=person("member"))


def test_an_author_asks_for_their_own(thread, say, person):
    assert ask_to_confirm(say(thread, "member"), by=person("member")).ack_asked_at


def test_strangers_confirm_nothing(post, person):
    with pytest.raises(PermissionDenied):
        confirm_read(post, by=person("viewer.namangan"))


def test_nothing_is_asked_about_a_withdrawn_post(thread, say, person):
    post = redact_post(say(thread, "member"), by=person("member"))

    with pytest.raises(ValidationError):
        ask_to_confirm(post, by=person("member"))


def test_a_withdrawn_post_asks_no_more(post, thread, person):
    redact_post(post, by=person("chair"))

    assert asked_in(thread, person("member")) == []


def test_the_database_asks_nothing_about_a_withdrawn_post(post, person):
    redact_post(post, by=person("chair"))
    fresh = Post.objects.get(pk=post.pk)
    fresh.ack_asked_at, fresh.ack_asked_by = clock.now(), person("chair")

    with pytest.raises(IntegrityError), transaction.atomic():
        fresh.save()


def test_one_asks_and_confirms_from_pages(signed_in, thread, say):
    post = say(thread, "chair", "Прочтите, пожалуйста.")
    signed_in("chair").post(reverse("ask_to_confirm", args=[thread.pk, post.number]))
    member = signed_in("member")

    before = member.get(reverse("thread", args=[thread.pk])).content.decode()
    member.post(reverse("confirm_read", args=[thread.pk, post.number]))
    after = member.get(reverse("thread", args=[thread.pk])).content.decode()

    assert "Подтвердите, пожалуйста, что прочли" in before
    assert "Прочитано<span" in before
    assert "Прочитано<span" not in after
