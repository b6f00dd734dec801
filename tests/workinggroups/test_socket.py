"""The socket of a reader, inside this process."""

import json
import uuid
from contextlib import asynccontextmanager

import pytest
from asgiref.sync import sync_to_async
from channels.db import database_sync_to_async
from channels.testing import WebsocketCommunicator
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.signals import user_logged_out
from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction
from django.test import RequestFactory

from coalition.models import Membership, User
from coalition.verbs import appoint, release
from workinggroups import live
from workinggroups.consumers import ThreadSocket
from workinggroups.models import Thread, WorkingGroup
from workinggroups.verbs import edit_post, open_thread, post_reply, redact_post

pytestmark = pytest.mark.usefixtures("committed")
THREAD = "Пример: как предупредить о селе ночью"


@pytest.fixture(autouse=True)
def quiet(settings):
    """No heartbeat and no sweep but those a test asks for; posts as fast as they come."""
    settings.HEARTBEAT = settings.SESSION_SWEEP = 3600
    settings.LIVE = {**settings.LIVE, "posts_per_minute": 10_000}


@database_sync_to_async
def run(deed, *args, **kwargs):
    """A deed of another request."""
    return deed(*args, **kwargs)


def person(name):
    return User.objects.get(email=f"{name}@demo.invalid")


def thread():
    return Thread.objects.select_related("group__place").get(title=THREAD)


def say(body="Слышно.", who="chair", times=1, **more):
    for _time in range(times):
        post = post_reply(thread(), by=person(who), body=body, key=uuid.uuid4(), **more)[0]
    return post


def let_go(who="member"):
    role = Membership.objects.select_related("place", "user").get(
        place=thread().group.place, user=person(who), released_at=None
    )
    release(role, by=person("chair") if who != "chair" else person("secretariat"))


def new_session(user):
    store = SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.create()
    return store


class Tab(WebsocketCommunicator):
    """A tab that speaks in frames."""

    async def say(self, **frame):
        await self.send_to(text_data=json.dumps(frame))

    async def hear(self, kind, seconds=5):
        """The next frame that is no heartbeat; it must be of this kind."""
        while True:
            message = await self.receive_output(seconds)
            assert message["type"] == "websocket.send", message
            frame = json.loads(message["text"])
            if frame["t"] != "hb" or kind == "hb":
                assert frame["t"] == kind, frame
                return frame

    async def numbers(self, count, seconds=5):
        """The numbers of the next events."""
        found = []
        while len(found) < count:
            found += [event["seq"] for event in (await self.hear("ev", seconds))["events"]]
        return found

    async def leaves(self, code, seconds=5):
        """It is told why, and the line ends."""
        bye = await self.hear("bye", seconds)
        end = await self.receive_output(seconds)
        assert (bye["code"], end["type"], end["code"]) == (code, "websocket.close", code)


@asynccontextmanager
async def tab(who="member", subprotocols=("ctp1",), *, hello=True):
    user = await run(person, who) if who else AnonymousUser()
    session = await run(new_session, user) if who else SessionStore()
    found = Tab(ThreadSocket.as_asgi(), "/ws/v1/", subprotocols=list(subprotocols))
    found.scope.update(user=user, session=session)
    await found.connect()
    if hello and who and subprotocols:
        await found.say(t="hello", v=1, tab="x")
        await found.hear("welcome")
    try:
        yield found
    finally:
        await found.disconnect()


async def follow(found, after=7):
    await found.say(t="sub", thread=(await run(thread)).pk, after=after)
    return await found.hear("subok")


# --- at the door ---
async def test_a_visitor_is_told_to_sign_in():
    async with tab(who="") as visitor:
        await visitor.leaves(4401)


async def test_a_client_of_another_protocol_is_sent_away():
    async with tab(subprotocols=()) as stranger:
        await stranger.leaves(4400)


async def test_a_client_that_says_nothing_is_sent_away(settings):
    settings.LIVE = {**settings.LIVE, "hello_seconds": 0.05}
    async with tab(hello=False) as silent:
        await silent.leaves(4400)


async def test_the_sixth_tab_closes_the_oldest(settings):
    settings.LIVE = {**settings.LIVE, "sockets_per_user": 2}
    async with tab() as first, tab(), tab() as third:
        await first.leaves(4409)
        assert (await follow(third))["head"] == 7


async def test_a_full_process_asks_to_come_back_later(settings):
    settings.LIVE = {**settings.LIVE, "sockets": 1}
    async with tab(), tab("chair", hello=False) as late:
        await late.leaves(1013)


async def test_too_many_frames_close_the_socket():
    async with tab() as hasty:
        for _frame in range(25):
            await hasty.say(t="typing", thread=1)
        await hasty.leaves(4429)


async def test_a_frame_that_is_not_understood_closes_the_socket():
    async with tab() as odd:
        await odd.send_to(text_data="{")
        await odd.leaves(4400)


async def test_a_binary_frame_closes_the_socket():
    async with tab() as odd:
        await odd.send_to(bytes_data=b"\x00\xff")
        await odd.leaves(4400)


async def test_a_ping_is_answered():
    async with tab() as reader:
        await reader.say(t="ping", n=5)

        assert (await reader.hear("pong"))["n"] == 5


# --- following ---
async def test_a_reader_gets_what_it_missed_in_order():
    async with tab() as reader:
        await follow(reader, after=2)

        assert await reader.numbers(5) == [3, 4, 5, 6, 7]


async def test_a_post_arrives():
    async with tab() as reader:
        await follow(reader)
        post = await run(say, "Слышно **хорошо**.")

        event = (await reader.hear("ev"))["events"][0]

    assert event["post"]["html"] == "<p>Слышно <strong>хорошо</strong>.</p>\n"
    assert (event["seq"], event["kind"], event["post"]["key"]) == (8, "post.new", str(post.key))


async def test_no_event_tells_an_address():
    async with tab() as reader:
        await follow(reader, after=0)

        assert "@" not in json.dumps(await reader.hear("ev"))


@pytest.mark.parametrize(("behind", "why"), [(True, "gap"), (False, "ahead")])
async def test_a_reader_beyond_the_log_or_far_behind_begins_anew(behind, why):
    if behind:
        await run(Thread.objects.filter(title=THREAD).update, head=2008)
    async with tab() as reader:
        await follow(reader, after=0 if behind else 99)

        assert (await reader.hear("reset"))["why"] == why


async def test_a_thread_of_another_group_is_not_found():
    async with tab("editor.osh") as stranger:
        await stranger.say(t="sub", thread=(await run(thread)).pk, after=0)

        assert (await stranger.hear("err"))["code"] == "not_found"


async def test_a_thread_that_is_not_there_is_answered_alike():
    async with tab("editor.osh") as stranger:
        await stranger.say(t="sub", thread=99_999, after=0)

        assert (await stranger.hear("err"))["code"] == "not_found"


async def test_the_twenty_first_thread_is_refused(settings):
    settings.LIVE = {**settings.LIVE, "posts_per_minute": 99}

    def threads():
        group = WorkingGroup.objects.select_related("place").get(slug="early-warning")
        return [open_thread(group, by=person("chair"), title=f"№ {n}").pk for n in range(21)]

    async with tab() as reader:
        for count, pk in enumerate(await run(threads)):
            if count == 10:  # the bucket of frames fills again
                reader_of = next(iter(live.hub().sockets))
                reader_of.tokens = 20
            await reader.say(t="sub", thread=pk, after=0)
            frame = await reader.hear("subok" if count < 20 else "err")

    assert frame["code"] == "limit"


async def test_hints_twice_and_out_of_order_bring_each_event_once():
    async with tab() as reader:
        await follow(reader)
        pk = (await run(thread)).pk
        await run(say, times=3)
        for seq in (10, 8, 10, 9):
            live.hub().hear({"thread": pk, "seq": seq})

        assert await reader.numbers(3) == [8, 9, 10]
        assert await reader.receive_nothing(0.2)


async def test_a_reader_who_leaves_a_thread_hears_no_more_of_it():
    async with tab() as reader:
        await follow(reader)
        await reader.say(t="unsub", thread=(await run(thread)).pk)
        await reader.say(t="ping", n=1)
        await reader.hear("pong")
        await run(say)

        assert await reader.receive_nothing(0.3)


async def test_readers_of_one_thread_share_one_feed_and_leave_nothing_behind():
    async with tab() as one, tab("chair") as other:
        await follow(one)
        await follow(other)

        assert len(live.hub().feeds) == 1

    assert (live.hub().feeds, live.hub().sockets, live.hub().of_user) == ({}, set(), {})


async def test_a_late_reader_never_gets_what_was_withdrawn_from_memory():
    async with tab("chair") as early, tab() as late:
        await follow(early)
        post = await run(say, "Тайна")
        await early.numbers(1)
        await run(edit_post, post, by=post.author, body="Большая тайна", version=1)
        await early.numbers(1)
        await run(redact_post, post, by=post.author)
        await early.numbers(1)
        await follow(late)

        frame = await late.hear("ev")

    assert "тайна" not in json.dumps(frame, ensure_ascii=False).lower()
    assert [event["seq"] for event in frame["events"]] == [8, 9, 10]


async def test_a_reader_who_confirms_nothing_gets_no_more_than_a_window():
    async with tab() as slow:
        await follow(slow)
        await run(say, times=100)

        got = await slow.numbers(64)
        silent = await slow.receive_nothing(0.3)
        await slow.say(t="ack", thread=(await run(thread)).pk, seq=got[-1])
        rest = await slow.numbers(107 - got[-1])

    assert silent
    assert got + rest == list(range(8, 108))


async def test_a_reader_who_stays_stuck_is_closed(settings):
    settings.LIVE = {**settings.LIVE, "ack_seconds": 0}
    async with tab() as slow:
        await follow(slow)
        await run(say, times=100)
        await slow.numbers(64)
        await live.hub().beat()

        await slow.leaves(4408)


# --- who may read no more ---
async def test_whoever_is_released_is_told_and_hears_nothing_after():
    async with tab() as reader:
        await follow(reader)
        await run(let_go)
        await run(say)

        assert (await reader.hear("gone"))["why"] == "removed"
        await reader.leaves(4403)


async def test_one_who_is_released_from_one_group_still_reads_the_other():
    def join_another():
        other = (
            Thread.objects.select_related("group__place")
            .exclude(group__slug="early-warning")
            .first()
        )
        appoint(person("member"), by=User.system(), place=other.group.place, role="member")
        return other

    other = await run(join_another)
    async with tab() as reader:
        await follow(reader)
        await reader.say(t="sub", thread=other.pk, after=other.head)
        await reader.hear("subok")
        await run(let_go)
        await reader.hear("gone")
        await reader.say(t="ping", n=1)

        assert await reader.hear("pong")


async def test_a_change_of_rights_keeps_those_who_still_may():
    async with tab("chair") as reader:
        await follow(reader)
        await run(let_go)
        await run(say, who="chair")

        assert await reader.numbers(1) == [8]


async def test_a_member_who_becomes_an_observer_goes_on_reading():
    def downgrade():
        with transaction.atomic():
            place = thread().group.place
            appoint(person("member"), by=person("chair"), place=place, role="observer")
            let_go_of = Membership.objects.get(place=place, user=person("member"), role="member")
            release(let_go_of, by=person("chair"))

    async with tab() as reader:
        await follow(reader)
        await run(downgrade)
        await run(say)

        assert await reader.numbers(1) == [8]


async def test_a_role_that_runs_out_is_found_by_the_sweep():
    def run_out():
        Membership.objects.filter(place=thread().group.place, user=person("member")).update(
            since="2026-01-01", until="2026-11-20"
        )

    async with tab() as reader:
        await follow(reader)
        await run(run_out)
        await live.hub().sweep()

        await reader.hear("gone")


async def test_signing_out_in_another_tab_closes_this_one_at_once():
    async with tab() as reader:
        request = RequestFactory().post("/accounts/logout/")
        request.session = reader.scope["session"]
        await sync_to_async(user_logged_out.send)(User, request=request, user=reader.scope["user"])

        await reader.leaves(4401, seconds=2)


async def test_signing_out_leaves_other_sign_ins_alone():
    async with tab() as home, tab() as office:
        request = RequestFactory().post("/accounts/logout/")
        request.session = home.scope["session"]
        await sync_to_async(user_logged_out.send)(User, request=request, user=home.scope["user"])
        await home.leaves(4401)
        await office.say(t="ping", n=1)

        assert await office.hear("pong")


def end_session(session):
    session.delete()


def close_account(session):
    User.objects.filter(pk=session[SESSION_KEY]).update(is_active=False)


def change_password(session):
    user = User.objects.get(pk=session[SESSION_KEY])
    user.set_password("новый длинный пароль")
    user.save()


@pytest.mark.parametrize("deed", [end_session, close_account, change_password])
async def test_a_sign_in_that_no_longer_stands_is_found_by_the_sweep(deed):
    async with tab() as reader:
        await follow(reader)
        await run(deed, reader.scope["session"])
        await live.hub().sweep()

        await reader.leaves(4401)


async def test_a_sweep_leaves_everybody_else_alone():
    async with tab() as reader:
        await follow(reader)
        await live.hub().sweep()
        await run(say)

        assert await reader.numbers(1) == [8]


# --- the backstop ---
async def test_a_heartbeat_tells_heads_and_what_waits():
    async with tab() as reader:
        await follow(reader)
        await live.hub().beat()

        frame = await reader.hear("hb")

    assert frame["heads"] == {str((await run(thread)).pk): 7}
    assert isinstance(frame["notif"], int)


async def test_a_post_whose_hint_was_lost_comes_with_the_heartbeat():
    async with tab() as reader:
        await follow(reader)
        here = live._hub
        live._hub = None  # as if the post had been written by another process without a layer
        await run(say)
        live._hub = here
        silent = await reader.receive_nothing(0.1)
        await live.hub().beat()

        assert silent
        assert await reader.numbers(1) == [8]
