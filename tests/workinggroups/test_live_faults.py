"""Live threads of a server that is killed, or that has lost a part."""

import asyncio
import uuid
from contextlib import asynccontextmanager
from http.client import HTTPException

import pytest

from tests.reading import Follower, reader
from tests.running import running_server
from tests.workinggroups.outside import AT_SCALE, BACKSTOP, ROOM, Web, key_of, new_thread, run
from workinggroups.models import Post

pytestmark = [pytest.mark.server, pytest.mark.long]

KILLS = 9 if AT_SCALE else 2
POSTS = 60 if AT_SCALE else 20
HINTS = 200 if AT_SCALE else 50


@pytest.fixture
def running(django_db_setup, django_db_blocker):
    """A server for one test: async with running(fault=...) as server."""

    @asynccontextmanager
    async def serve(**how):
        with django_db_blocker.unblock():
            manager = running_server(**ROOM, **how)
            server = await asyncio.to_thread(manager.__enter__)
            try:
                yield server
            finally:
                await asyncio.to_thread(manager.__exit__, None, None, None)

    return serve


async def write(web, thread, headers, key=None):
    """Post until it is answered, as our page does; returns (status, answer)."""
    key = key or uuid.uuid4()
    while True:
        try:
            status, answer = await asyncio.to_thread(web.post, thread, headers, key=key)
        except (OSError, ValueError, HTTPException):  # it is dead, or died answering
            await asyncio.sleep(0.1)
        else:
            if status in (200, 201):
                return status, answer


def stored(thread):
    posts = Post.objects.filter(thread=thread).order_by("number")
    return list(posts.values_list("key", "seq_created"))


# --- the server dies ---
@pytest.mark.parametrize("how", ["kill", "stop"])
async def test_no_post_is_lost_or_doubled_when_the_server_goes_down(running, how):
    async with running() as server:
        web, thread = Web(server), await run(new_thread)
        people = {who: await run(key_of, who) for who in ("chair", "member")}
        watcher = Follower(server, await run(server.session, "member"), thread)
        sent = []

        async def talk(headers):
            for _post in range(POSTS):
                key = uuid.uuid4()
                _status, answer = await write(web, thread, headers, key)
                sent.append((key, answer["seq"]))

        writers = [asyncio.create_task(talk(headers)) for headers in people.values()]
        for _time in range(KILLS):
            await asyncio.sleep(0.6)
            await asyncio.to_thread(getattr(server, how))
            await asyncio.to_thread(server.start)
        await asyncio.gather(*writers)
        seen = await watcher.has(2 * POSTS)
        await watcher.stop()

        assert await run(stored, thread) == sorted(sent, key=lambda one: one[1])
        assert seen == [seq for _key, seq in await run(stored, thread)]
        assert seen == list(range(1, 2 * POSTS + 1))
        assert 1000 not in watcher.codes  # that would say: do not come back


@pytest.mark.parametrize("fault", ["dies-before-telling", "dies-before-answering"])
async def test_a_post_whose_server_died_in_its_deed_is_there_once_and_reaches_all(running, fault):
    async with running(fault=fault) as server:
        web, thread, key = Web(server), await run(new_thread), uuid.uuid4()
        headers = await run(key_of, "chair")
        watcher = Follower(server, await run(server.session, "member"), thread)
        with pytest.raises((OSError, HTTPException)):
            await asyncio.to_thread(web.post, thread, headers, key=key)
        await asyncio.to_thread(server.process.wait)

        await asyncio.to_thread(server.start)
        status, answer = await write(web, thread, headers, key)

        assert (status, answer["dup"], answer["number"]) == (200, True, 1)
        assert await watcher.has(1) == [1]
        assert await run(stored, thread) == [(key, 1)]
        await watcher.stop()


# --- words to readers get lost ---
async def test_when_every_hint_is_lost_posts_come_with_the_heartbeat(running):
    async with running(fault="loses-all-hints") as server:
        web, thread = Web(server), await run(new_thread)
        headers = await run(key_of, "chair")
        other = await reader(server, await run(server.session, "member"), {thread: 0})

        await write(web, thread, headers)  # one, and nothing that follows it

        await other.until(lambda: other.numbers(thread) == [1], seconds=BACKSTOP)
        await other.socket.close()


async def test_when_some_hints_are_lost_the_order_is_whole(running):
    async with running(fault="loses-some-hints") as server:
        web, thread = Web(server), await run(new_thread)
        headers = await run(key_of, "chair")
        other = await reader(server, await run(server.session, "member"), {thread: 0})

        for _post in range(HINTS):
            await write(web, thread, headers)

        await other.until(lambda: len(other.numbers(thread)) >= HINTS)
        assert other.numbers(thread) == list(range(1, HINTS + 1))
        await other.socket.close()


async def test_without_redis_posting_and_reading_go_on_and_the_server_says_so(running):
    async with running(REDIS_URL="redis://127.0.0.1:1/0") as server:
        web, thread = Web(server), await run(new_thread)
        other = await reader(server, await run(server.session, "member"), {thread: 0})

        status, _answer = await asyncio.to_thread(web.post, thread, await run(key_of, "chair"))

        assert status == 201
        await other.until(lambda: other.numbers(thread) == [1])
        status, _headers, body = await asyncio.to_thread(web.ask, "GET", "/readyz")
        assert (status, b'"layer": "unreachable"' in body) == (200, True)
        await other.socket.close()


# --- a line that has lived for a day ---
async def test_a_line_that_is_ended_for_its_age_is_taken_up_again(running):
    async with running(fault="lets-no-line-live-long") as server:
        web, thread = Web(server), await run(new_thread)
        headers = await run(key_of, "chair")
        watcher = Follower(server, await run(server.session, "member"), thread)

        while len(watcher.codes) < 2:
            await write(web, thread, headers)
            await asyncio.sleep(0.2)
        count = await run(lambda: len(stored(thread)))

        assert await watcher.has(count) == list(range(1, count + 1))
        assert set(watcher.codes) == {1000}
        await watcher.stop()


# --- the clock jumps ---
async def test_a_clock_that_jumps_changes_no_order_and_loses_no_reader(running):
    async with running(fault="shifts-the-clock") as server:
        web, thread = Web(server), await run(new_thread)
        headers = await run(key_of, "chair")
        other = await reader(server, await run(server.session, "member"), {thread: 0})
        await write(web, thread, headers)

        for seconds in (3600, 0, -3600, 0):
            (server.folder / "offset").write_text(str(seconds))
            for _post in range(2):
                await write(web, thread, headers)

        await other.until(lambda: len(other.numbers(thread)) >= 9)
        assert other.numbers(thread) == list(range(1, 10))
        await other.socket.close()


# --- the database is busy ---
async def test_slow_questions_of_sockets_do_not_hold_up_the_pages(running):
    async with running(fault="asks-slowly") as server:
        web, thread = Web(server), await run(new_thread)
        cookie, headers = await run(server.session, "member"), await run(key_of, "chair")
        crowd = [asyncio.create_task(reader(server, cookie, {thread: 0})) for _tab in range(50)]
        await asyncio.sleep(1.5)  # all have asked; six at a time are answered, a second each

        status, _answer = await asyncio.to_thread(web.post, thread, headers)

        # whoever waits behind all questions comes when most are answered
        assert (status, sum(one.done() for one in crowd) < 40) == (201, True)
        for one in crowd:
            one.cancel()
        await asyncio.gather(*crowd, return_exceptions=True)
