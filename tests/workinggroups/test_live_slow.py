"""Live threads of readers who are slow, gone or many, and of a database that is busy."""

import asyncio
import json
import random
import sqlite3
import uuid
from collections import Counter
from contextlib import closing, suppress

import pytest
from django.db import connection
from websockets.exceptions import WebSocketException

from tests.reading import Follower, dial, reader, readers
from tests.running import running_server
from tests.workinggroups.outside import BACKSTOP, ROOM, Web, key_of, new_thread, run

pytestmark = [pytest.mark.server, pytest.mark.long]

CROWD = 300
LOOKS = 4  # into the log of a thread: when its feed begins, until nothing more is found
UNBOUND = 36_000_000  # bytes: half of what the server would keep for these readers without a window


@pytest.fixture(scope="module")
def server(django_db_setup, django_db_blocker):
    short = {"PING_SECONDS": "1", "BUSY_SECONDS": "1"}
    with (
        django_db_blocker.unblock(),
        running_server(fault="counts-questions", **ROOM, **short) as running,
    ):
        yield running


@pytest.fixture
def web(server):
    return Web(server)


async def follow_without_reading(server, cookie, thread):
    """A socket whose owner listens to nothing: one message fills its memory."""
    socket = await dial(server, cookie, max_queue=1, ping_interval=None)
    await socket.send('{"t":"hello","v":1,"tab":"slow"}')
    await socket.send(json.dumps({"t": "sub", "thread": thread, "after": 0}))
    return socket


async def test_readers_who_do_not_listen_cost_a_window_and_are_closed(server, web):
    cookie, thread = await run(server.session, "member"), await run(new_thread)
    headers = await run(key_of, "chair")
    other = await run(new_thread)
    for _post in range(30):  # what posts cost by themselves is paid before
        await asyncio.to_thread(web.post, other, headers, body="я" * 20_000)
    slow = [await follow_without_reading(server, cookie, thread) for _reader in range(30)]
    await asyncio.to_thread(web.post, thread, headers, body="я" * 20_000)
    before = server.held()

    for _post in range(60):  # 30 readers of 60 posts of 40 KB would be 72 MB
        await asyncio.to_thread(web.post, thread, headers, body="я" * 20_000)

    assert server.held() - before < UNBOUND
    again = Follower(server, cookie, thread)
    assert await again.has(61) == list(range(1, 62))
    await again.stop()
    for socket in slow:
        socket.transport.abort()


async def test_a_reader_gone_without_a_word_is_let_go(server):
    """A telephone in a tunnel: the network acknowledges nothing, and no pong comes."""
    host, port = server.url.removeprefix("http://").split(":")
    cookie = await run(server.session, "member")
    reading, writing = await asyncio.open_connection(host, int(port))
    writing.write(
        (
            f"GET /ws/v1/ HTTP/1.1\r\nHost: {host}:{port}\r\nUpgrade: websocket\r\n"
            f"Connection: Upgrade\r\nOrigin: {server.url}\r\nSec-WebSocket-Version: 13\r\n"
            "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Protocol: ctp1\r\n"
            f"Cookie: sessionid={cookie}\r\n\r\n"
        ).encode()
    )
    assert b" 101 " in await reading.readline()
    hello = b'{"t":"hello","v":1,"tab":"tunnel"}'
    writing.write(b"\x81" + bytes([0x80 | len(hello)]) + bytes(4) + hello)  # masked with noughts

    came = b""
    with suppress(ConnectionResetError):  # cut, as one cuts who may not be there
        async with asyncio.timeout(20):
            while piece := await reading.read(4096):
                came += piece

    assert (b"welcome" in came, b"bye" in came) == (True, False)


def asked(server):
    """{table: how often it was read} so far."""
    return Counter((server.folder / "asked").read_text("ascii").split())


async def come_back(server, cookie, thread, after):
    """As our page does: tried again after a moment of chance until there is a line."""
    while True:
        try:
            return await reader(server, cookie, {thread: after})
        except (OSError, WebSocketException, AssertionError, TimeoutError):
            await asyncio.sleep(random.uniform(0.5, 2))


async def test_a_crowd_that_loses_the_line_comes_back_and_asks_for_the_thread_once(server, web):
    cookies = [await run(server.session, who) for who in ("chair", "member")]
    thread, headers = await run(new_thread), await run(key_of, "chair")
    crowd = await readers(server, cookies, thread, 0, CROWD)
    await asyncio.to_thread(web.post, thread, headers)
    for one in crowd:
        await one.until(lambda one=one: one.numbers(thread) == [1])
        one.socket.transport.abort()
    await asyncio.to_thread(web.post, thread, headers)  # while nobody is there
    before = asked(server)

    back = await asyncio.gather(
        *(come_back(server, cookies[n % 2], thread, 1) for n in range(CROWD))
    )
    for one in back:
        await one.until(lambda one=one: one.numbers(thread) == [2])
    storm = asked(server) - before
    await asyncio.to_thread(web.post, thread, headers)

    for one in back:
        await one.until(lambda one=one: len(one.numbers(thread)) >= 2)
    assert {tuple(one.numbers(thread)) for one in back} == {(2, 3)}
    assert storm["workinggroups_threadevent"] <= LOOKS
    assert CROWD <= storm["django_session"] <= CROWD * 1.1
    await asyncio.gather(*(one.socket.close() for one in back))


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="one writer at a time is SQLite's way")
async def test_a_busy_database_is_told_and_the_key_may_be_sent_again(server, web):
    thread, headers = await run(new_thread), await run(key_of, "chair")
    other = await reader(server, await run(server.session, "member"), {thread: 0})
    key = uuid.uuid4()

    with closing(sqlite3.connect(connection.settings_dict["NAME"])) as writer:
        writer.execute("BEGIN IMMEDIATE")
        refused, _answer = await asyncio.to_thread(web.post, thread, headers, key=key)
        writer.execute("ROLLBACK")
    accepted, _answer = await asyncio.to_thread(web.post, thread, headers, key=key)

    assert (refused, accepted) == (503, 201)
    await other.until(lambda: other.numbers(thread) == [1], seconds=BACKSTOP)
    await other.socket.close()


def test_nothing_so_far_was_an_accident(server):
    assert "Traceback" not in server.said(), server.said()[-3000:]
