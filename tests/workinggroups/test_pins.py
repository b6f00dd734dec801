"""Posts kept at the head of a thread."""

import uuid

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from workinggroups.models import Post, ThreadEvent
from workinggroups.verbs import pin_post, post_reply, redact_post, unpin_post
from workinggroups.verbs.pins import MOST_PINS

pytestmark = pytest.mark.django_db


@pytest.fixture
def post(thread, person):
    return post_reply(thread, by=person("member"), body="Важное.", key=uuid.uuid4())[0]


def kinds(thread):
    return list(ThreadEvent.objects.filter(thread=thread).values_list("kind", flat=True))


def test_a_pinned_post_stands_at_the_head(signed_in, thread, post, person):
    pin_post(post, by=person("chair"))

    page = signed_in("member").get(reverse("thread", args=[thread.pk])).content.decode()

    assert page.index("Закреплено") < page.index('id="posts"')


def test_pinning_twice_is_one_event(thread, post, person):
    pin_post(post, by=person("chair"))
    pin_post(post, by=person("chair"))

    assert kinds(thread).count("pin") == 1


def test_a_post_is_let_go(thread, post, person):
    pin_post(post, by=person("chair"))

    unpin_post(post, by=person("chair"))

    assert not Post.objects.exclude(pinned_at=None).filter(thread=thread).exists()
    assert kinds(thread)[-2:] == ["pin", "unpin"]


@pytest.mark.parametrize("deed", [pin_post, unpin_post])
def test_a_member_pins_nothing(post, person, deed):
    with pytest.raises(PermissionDenied):
        deed(post, by=person("member"))


def test_a_withdrawn_post_is_not_pinned(post, person):
    redact_post(post, by=person("member"))

    with pytest.raises(ValidationError):
        pin_post(post, by=person("chair"))


def test_a_pinned_post_that_is_withdrawn_is_pinned_no_more(post, person):
    pin_post(post, by=person("chair"))

    redact_post(post, by=person("member"))

    post.refresh_from_db()
    assert post.pinned_at is None


def test_the_database_lets_no_withdrawn_post_be_pinned(post, person):
    redact_post(post, by=person("member"))
    post.refresh_from_db()
    post.pinned_at, post.pinned_by = post.redacted_at, person("chair")

    with pytest.raises(IntegrityError), transaction.atomic():
        post.save()


def test_there_are_a_few_pinned_posts_at_most(thread, person):
    posts = [
        post_reply(thread, by=person("chair"), body=f"{n}", key=uuid.uuid4())[0]
        for n in range(MOST_PINS + 1)
    ]
    for post in posts[:-1]:
        pin_post(post, by=person("chair"))

    with pytest.raises(ValidationError):
        pin_post(posts[-1], by=person("chair"))


def test_the_chair_pins_from_the_page(signed_in, thread, post):
    address = reverse("pin_post", args=[thread.pk, post.number])

    answer = signed_in("chair").post(address)

    post.refresh_from_db()
    assert (answer.status_code, post.pinned_at is not None) == (302, True)


def test_what_stands_beside_the_posts_can_be_read_alone(signed_in, thread, post, person):
    pin_post(post, by=person("chair"))

    page = signed_in("member").get(reverse("beside_thread", args=[thread.pk])).content.decode()

    assert "Важное." in page
    assert "<html" not in page
