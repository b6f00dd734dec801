"""Whatever people do to a thread in whatever order, every reader comes to what the thread is."""

import uuid
from contextlib import suppress

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
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
from tests.workinggroups.picture import Copy
from workinggroups.models import Post, Thread, ThreadEvent, WorkingGroup
from workinggroups.verbs import (
    ThreadClosed,
    ask_to_confirm,
    close_thread,
    confirm_read,
    edit_post,
    open_thread,
    pin_post,
    post_reply,
    redact_post,
    rename_thread,
    reopen_thread,
    split_thread,
    unpin_post,
)

# how often each happens, out of all
DEEDS = (
    *["write"] * 6, *["read"] * 3, *["pin"] * 2, *["correct"] * 2, "send_again", "withdraw",
    "close_or_reopen", "close_or_reopen", "come_or_go", "lose_everything", "rename", "part",
    "ask_to_confirm", "confirm",
)  # fmt: skip

pytestmark = pytest.mark.django_db


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
                self.copies[1].pull(self.thread.pk)
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
        quoted = self.chosen(pick) if pick % 3 else None
        number = quoted.number if quoted else None
        with suppress(ThreadClosed):
            post_reply(self.fresh(), by=author, body=f"Мысль {pick}", key=key, reply_to=number)
            self.keys.append((author.pk, key, f"Мысль {pick}", number))

    def send_again(self, pick):
        """I2: the same key is the same post, whenever it comes again."""
        for author, key, words, number in self.keys[pick % 5 :: 5]:
            if author == self.chair.pk or self.inside:
                again = {"body": words, "key": key, "reply_to": number}
                by = User.objects.get(pk=author)
                assert post_reply(self.fresh(), by=by, **again)[1] is False

    def chosen(self, pick):
        posts = Post.objects.filter(thread=self.thread).with_words()
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

    def rename(self, pick):
        rename_thread(self.fresh(), by=self.person("chair"), title=f"Вопрос {pick % 7}")

    def part(self, pick):
        post, thread = self.chosen(pick), self.fresh()
        if post and thread.is_open:
            split_thread(thread, by=self.person("chair"), numbers=[post.number], title="Отдельно")

    def ask_to_confirm(self, pick):
        if post := self.chosen(pick):
            ask_to_confirm(post, by=self.person("chair"))

    def confirm(self, pick):
        post = self.chosen(pick)
        if post and post.ack_asked_at and self.inside:
            confirm_read(post, by=self.person("member"))

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
        assert self.copies[0].pull(thread.pk) == 200
        for copy in self.copies:
            if copy.pos == thread.head:
                copy.check(thread)


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
