"""Whatever people do to a thread in whatever order, every reader comes to what the thread is."""

import uuid
from contextlib import suppress

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)

from coalition.models import Membership, User
from coalition.verbs import appoint, release
from workinggroups.events import post_data
from workinggroups.models import Post, Thread, ThreadEvent, WorkingGroup
from workinggroups.verbs import (
    ThreadClosed,
    close_thread,
    edit_post,
    open_thread,
    pin_post,
    post_reply,
    redact_post,
    reopen_thread,
    unpin_post,
)

# how often each happens, out of all
DEEDS = (
    *["write"] * 6, *["read"] * 3, *["pin"] * 3, *["correct"] * 2, "send_again", "withdraw",
    "close_or_reopen", "close_or_reopen", "come_or_go", "lose_everything",
)  # fmt: skip

pytestmark = pytest.mark.django_db


class Copy:
    """A reader's picture of a thread, made of nothing but the events it was sent."""

    def __init__(self, who):
        self.who, self.browser = who, Client()
        self.browser.force_login(User.objects.get(email=f"{who}@demo.invalid"))
        self.begin_anew()

    def begin_anew(self):
        self.pos, self.posts, self.closed = 0, {}, False

    def pull(self, thread, limit):
        """One answer of the API, applied as thread.js does; the status it came with."""
        answer = self.browser.get(
            f"/api/v1/threads/{thread}/events", {"after": self.pos, "limit": limit}
        )
        if answer.status_code == 200:
            for event in answer.json()["events"]:
                assert event["seq"] == self.pos + 1  # I3: without a gap or a repeat
                self.apply(event)
        return answer.status_code

    def apply(self, event):
        self.pos = event["seq"]
        if "post" in event:
            self.posts[event["post"]["number"]] = event["post"]
        self.closed = {"thread.close": True, "thread.reopen": False}.get(event["kind"], self.closed)


class Talk(RuleBasedStateMachine):
    """The chair and the member write, correct, withdraw, pin; the member comes and goes."""

    def __init__(self):
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        group = WorkingGroup.objects.select_related("place").get(slug="early-warning")
        self.group, self.keys = group, []
        self.chair, self.member = (self.person(who) for who in ("chair", "member"))
        self.thread = open_thread(group, by=self.chair, title="Случайный порядок")
        self.copies = [Copy("chair"), Copy("member")]
        self.inside, self.last_seen = True, 0

    def teardown(self):
        try:
            if self.inside:
                self.copies[1].pull(self.thread.pk, 200)
            self.who_has_read_all_sees_what_is_there()
        finally:
            transaction.set_rollback(True)
            self.undo.__exit__(None, None, None)

    def person(self, who):
        return User.objects.get(email=f"{who}@demo.invalid")

    def fresh(self):
        return Thread.objects.select_related("group__place").get(pk=self.thread.pk)

    def authors(self):
        return [self.person("chair"), *([self.person("member")] if self.inside else [])]

    @rule(deed=st.sampled_from(DEEDS), pick=st.integers(0, 99))
    def happen(self, deed, pick):
        """One of the deeds; `pick` chooses the post, the person or the words it is about."""
        getattr(self, deed)(pick)

    def write(self, pick):
        author, key = self.authors()[pick % len(self.authors())], uuid.uuid4()
        with suppress(ThreadClosed):
            post_reply(self.fresh(), by=author, body=f"Мысль {pick}", key=key)
            self.keys.append((author.pk, key, f"Мысль {pick}"))

    def send_again(self, pick):
        """I2: the same key is the same post, whenever it comes again."""
        for author, key, words in self.keys[pick % 5 :: 5]:
            if author == self.chair.pk or self.inside:
                by = User.objects.get(pk=author)
                assert post_reply(self.fresh(), by=by, body=words, key=key)[1] is False

    def chosen(self, pick):
        posts = Post.objects.filter(thread=self.thread, redacted_at=None)
        found = list(posts.select_related("thread__group__place", "author"))
        return found[pick % len(found)] if found else None

    def correct(self, pick):
        post = self.chosen(pick)
        if post and self.fresh().is_open and (post.author_id == self.chair.pk or self.inside):
            author = User.objects.get(pk=post.author_id)
            edit_post(post, by=author, body=f"Уточнили: {pick}", version=post.version)

    def withdraw(self, pick):
        if post := self.chosen(pick):
            redact_post(post, by=self.person("chair"))

    def pin(self, pick):
        if post := self.chosen(pick):
            with suppress(ValidationError):  # there are enough already
                (unpin_post if post.pinned_at else pin_post)(post, by=self.person("chair"))

    def close_or_reopen(self, _pick):
        thread = self.fresh()
        (close_thread if thread.is_open else reopen_thread)(thread, by=self.person("chair"))

    def come_or_go(self, _pick):
        place = self.group.place
        if self.inside:
            self.last_seen = self.fresh().head
            role = Membership.objects.get(place=place, user=self.member, released_at=None)
            release(role, by=self.person("chair"))
        else:
            appoint(self.person("member"), by=self.person("chair"), place=place, role="member")
        self.inside = not self.inside

    def read(self, pick):
        """The member reads now and then; the chair follows everything as it happens."""
        status = self.copies[1].pull(self.thread.pk, 1 + pick)
        assert status == (200 if self.inside else 404)

    def lose_everything(self, _pick):
        self.copies[1].begin_anew()

    @invariant()
    def nothing_reaches_whoever_is_out(self):
        assert self.inside or self.copies[1].pos <= self.last_seen  # I5

    @invariant()
    def numbers_have_no_gap(self):
        numbers = ThreadEvent.objects.filter(thread=self.thread).values_list("seq", flat=True)
        assert list(numbers) == list(range(1, self.fresh().head + 1))
        assert Post.objects.filter(thread=self.thread).count() == len(self.keys)  # I2

    @invariant()
    def who_has_read_all_sees_what_is_there(self):
        """What the events made of a picture is what a fresh look shows."""
        thread = self.fresh()
        assert self.copies[0].pull(thread.pk, 200) == 200
        shown = {post.number: post_data(post) for post in thread.posts.to_show()}
        for copy in self.copies:
            if copy.pos == thread.head:
                assert copy.closed == (not thread.is_open)
                assert {number: copy.posts[number] for number in shown} == shown


def test_every_order_of_deeds_leads_every_reader_to_the_same_thread(quiet):
    run_state_machine_as_test(
        Talk,
        settings=settings(
            max_examples=8,
            stateful_step_count=30,
            deadline=None,
            derandomize=True,
            phases=[Phase.generate],  # to make a failure shorter takes minutes
            suppress_health_check=list(HealthCheck),
        ),
    )
