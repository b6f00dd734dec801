"""Live threads of two processes on one PostgreSQL, and of a Redis between them that fails."""

import asyncio
import os
import re
import signal
import subprocess
import time
from contextlib import ExitStack, contextmanager
from urllib.parse import urlencode

import pytest

from tests.reading import Follower, reader
from tests.running import another_process, free_port, running_server
from tests.workinggroups.outside import BACKSTOP, ROOM, Web, key_of, new_thread, run

pytestmark = [
    pytest.mark.scale,
    pytest.mark.server,
    pytest.mark.skipif("REDIS_URLS" not in os.environ, reason="needs PostgreSQL and Redis"),
]


class Redis:
    """A Redis of these tests alone, that can be killed and started again."""

    def __init__(self, folder):
        self.folder, self.port, self.process = folder, free_port(), None

    @property
    def url(self):
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self):
        from tests.scale.servers import answers, programs, wait_until  # noqa: PLC0415

        self.process = subprocess.Popen(
            [programs()["redis-server"], "--port", str(self.port), "--bind", "127.0.0.1",
             "--save", "", "--appendonly", "no", "--dir", str(self.folder)],
            stdout=subprocess.DEVNULL,
        )  # fmt: skip
        wait_until(lambda: answers(self.port), "Redis")

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


@contextmanager
def two_processes(redis):
    with ExitStack() as stack:
        first = stack.enter_context(running_server(**ROOM, REDIS_URL=redis.url))
        yield first, stack.enter_context(another_process(first))


@pytest.fixture(scope="module")
def redis(tmp_path_factory):
    found = Redis(tmp_path_factory.mktemp("redis"))
    found.start()
    yield found
    found.kill()


@pytest.fixture(scope="module")
def both(redis, django_db_setup, django_db_blocker):
    """Two servers; every test leaves Redis running."""
    with django_db_blocker.unblock(), two_processes(redis) as pair:
        yield pair


async def test_a_post_of_one_process_arrives_at_the_other(both):
    first, second = both
    thread = await run(new_thread)
    other = await reader(second, await run(second.session, "member"), {thread: 0})

    await asyncio.to_thread(Web(first).post, thread, await run(key_of, "chair"))

    await other.until(lambda: other.numbers(thread) == [1], seconds=BACKSTOP)
    await other.socket.close()


async def test_while_redis_dies_again_and_again_nobody_misses_or_waits_for_a_post(both, redis):
    thread, headers = await run(new_thread), await run(key_of, "chair")
    cookie = await run(both[0].session, "member")
    watchers = [Follower(server, cookie, thread) for server in (*both, *both)]
    answers, over = [], asyncio.Event()

    async def write():
        for post in range(150):
            status, _answer = await asyncio.to_thread(Web(both[post % 2]).post, thread, headers)
            answers.append(status)
        over.set()

    writing = asyncio.create_task(write())
    while not over.is_set():
        await asyncio.sleep(0.7)
        redis.kill()
        await asyncio.sleep(0.7)
        await asyncio.to_thread(redis.start)
    await writing

    assert set(answers) == {201}
    for watcher in watchers:
        assert await watcher.has(150) == list(range(1, 151))
        assert watcher.codes == []  # the death of Redis closes no line
        await watcher.stop()


async def test_a_redis_that_was_away_is_used_again_without_a_restart(both, redis):
    first, second = both
    thread, headers = await run(new_thread), await run(key_of, "chair")
    other = await reader(second, await run(second.session, "member"), {thread: 0})
    redis.kill()
    await asyncio.to_thread(redis.start)

    for number in (1, 2):
        await asyncio.to_thread(Web(first).post, thread, headers)
        await other.until(lambda number=number: len(other.numbers(thread)) == number, BACKSTOP)

    assert other.numbers(thread) == [1, 2]
    await other.socket.close()


async def test_a_quiet_line_outlives_the_patience_of_the_redis_client(both):
    """redis-py 8 gives up a silent connection after five seconds, if not told otherwise."""
    thread = await run(new_thread)
    other = await reader(both[1], await run(both[1].session, "member"), {thread: 0})

    await asyncio.sleep(12)
    await asyncio.to_thread(Web(both[0]).post, thread, await run(key_of, "chair"))

    await other.until(lambda: other.numbers(thread) == [1], seconds=BACKSTOP)
    await other.socket.close()


async def test_signing_out_at_one_process_closes_the_socket_at_the_other(both):
    first, second = both
    cookie = await run(first.session, "member")
    other = await reader(second, cookie, {})
    web, signed_in = Web(first), {"Cookie": f"sessionid={cookie}"}
    _status, headers, page = await asyncio.to_thread(web.ask, "GET", "/work/", None, signed_in)
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.decode())[1]
    csrf = headers["Set-Cookie"].split(";")[0]

    await asyncio.to_thread(
        web.ask, "POST", "/accounts/logout/", urlencode({"csrfmiddlewaretoken": token}),
        {"Cookie": f"sessionid={cookie}; {csrf}", "Origin": first.url,
         "Content-Type": "application/x-www-form-urlencoded"},
    )  # fmt: skip

    assert await other.closed() == 4401


async def test_the_servers_say_whether_redis_is_there(both, redis):
    def layer():
        return b'"layer": "ok"' in Web(both[0]).ask("GET", "/readyz")[2]

    assert await asyncio.to_thread(layer)
    redis.kill()
    assert not await asyncio.to_thread(layer)
    await asyncio.to_thread(redis.start)
    until = time.monotonic() + BACKSTOP
    while not await asyncio.to_thread(layer):
        assert time.monotonic() < until
        await asyncio.sleep(0.2)
