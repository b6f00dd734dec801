"""Live threads of a real server, spoken to over its port."""

import asyncio
import json
import random
import re
import time
from contextlib import suppress
from urllib.parse import urlencode

import pytest
from django.db import transaction
from websockets.exceptions import ConnectionClosed, InvalidStatus

from coalition.models import Membership
from coalition.verbs import appoint, release
from tests.reading import dial, reader, readers
from tests.running import running_server
from tests.workinggroups.outside import (
    AT_SCALE,
    BACKSTOP,
    ROOM,
    Web,
    key_of,
    new_thread,
    person,
    run,
    say,
)
from workinggroups.models import Thread, WorkingGroup

pytestmark = pytest.mark.server

HUGE = 4_000_000  # bytes


@pytest.fixture(scope="module")
def server(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), running_server(**ROOM) as running:
        yield running


@pytest.fixture
def web(server):
    return Web(server)


# --- at the door ---
@pytest.mark.parametrize(
    "origin",
    [
        None,
        "null",
        "http://evil.example",
        "https://{host}",
        "http://127.0.0.1:1",
        "http://x.{host}",
    ],
)
async def test_a_page_of_another_site_gets_no_socket(server, origin):
    cookie = await run(server.session, "member")
    host = server.url.removeprefix("http://")

    with pytest.raises(InvalidStatus) as refused:
        await dial(server, cookie, origin=origin and origin.format(host=host))

    assert refused.value.response.status_code == 403


async def test_localhost_is_this_machine_too(server):
    cookie = await run(server.session, "member")
    socket = await dial(server, cookie, origin=server.url.replace("127.0.0.1", "localhost"))

    assert socket.subprotocol == "ctp1"
    await socket.close()


@pytest.mark.parametrize("cookie", ["", "x" * 32])
async def test_a_visitor_is_told_to_sign_in(server, cookie):
    socket = await dial(server, cookie)

    bye = json.loads(await socket.recv())
    await socket.wait_closed()

    assert (bye["t"], bye["code"], socket.close_code) == ("bye", 4401, 4401)


BAD = [
    "", "{", "[]", "null", '{"t":"x"}', '{"t":"hello"}', '{"t":"hello","v":NaN,"tab":"a"}',
    "[" * 4000, '{"t":"hello","v":1,"tab":"' + "x" * 4000 + '"}',
    '{"t":"sub","thread":1,"after":0}',
    b"\x00\x01", '{"t":"\\ud800"}', '{"t":"hello","v":1180591620717411303424,"tab":"a"}',
]  # fmt: skip


async def test_what_is_no_frame_closes_the_socket_and_leaves_no_trace_of_an_accident(server):
    cookie = await run(server.session, "member")
    codes = set()
    for frame in BAD:
        socket = await dial(server, cookie)
        await socket.send(frame)
        await socket.wait_closed()
        codes.add(socket.close_code)

    assert codes == {4400}
    assert "Traceback" not in server.said()


async def test_text_that_is_no_utf8_ends_the_socket_quietly(server):
    socket = await dial(server, await run(server.session, "member"))

    await socket.send(b"\xff\xfe\xfd", text=True)
    await socket.wait_closed()

    assert socket.close_code in (1006, 1007)
    assert "Traceback" not in server.said()


async def test_a_frame_of_five_kilobytes_is_too_large(server):
    socket = await dial(server, await run(server.session, "member"))

    await socket.send("x" * 5000)
    await socket.wait_closed()

    assert socket.close_code == 4413


async def test_frames_beyond_the_limit_cost_no_memory_and_harm_nobody_else(server, web):
    cookie, thread = await run(server.session, "member"), await run(new_thread)
    calm = await reader(server, cookie, {thread: 0})
    before = server.held()

    for size in (16_385, *[HUGE] * 20):
        socket = await dial(server, cookie)
        with suppress(ConnectionClosed):  # while it is still sending
            await socket.send("x" * size)
        await socket.wait_closed()
        assert socket.close_code != 1011
    await asyncio.to_thread(web.post, thread, await run(key_of, "chair"))

    await calm.until(lambda: calm.numbers(thread) == [1])
    assert server.held() - before < 5 * HUGE
    assert "Traceback" not in server.said()
    await calm.socket.close()


async def flood(server, cookie):
    """Ten thousand frames as fast as they go, or as many as are taken; how it ended."""
    hasty = await reader(server, cookie, {})
    with suppress(ConnectionClosed):
        for _frame in range(10_000):
            await hasty.say(t="ping", n=1)
    return await hasty.closed()


async def test_floods_of_frames_are_cut_and_harm_nobody_else(server, web):
    cookie, thread = await run(server.session, "member"), await run(new_thread)
    calm = await reader(server, cookie, {thread: 0})
    before = server.held()

    codes = await asyncio.gather(*(flood(server, cookie) for _socket in range(5)))

    await asyncio.to_thread(web.post, thread, await run(key_of, "chair"))
    await calm.until(lambda: calm.numbers(thread) == [1])
    assert set(codes) == {4429}
    assert server.held() - before < 5 * HUGE
    await calm.socket.close()


async def test_a_reader_on_a_slow_line_still_learns_why_it_was_cut(server):
    slow = await dial(server, await run(server.session, "member"))
    await slow.send("no frame")
    time.sleep(1.5)  # noqa: ASYNC251 -- it does not listen for longer than Autobahn would wait
    await slow.send("still speaking")

    await slow.wait_closed()

    assert slow.close_code == 4400


# --- arrival ---
async def test_posts_appear_on_the_other_socket_without_waiting_for_a_heartbeat(server, web):
    cookie, thread = await run(server.session, "member"), await run(new_thread)
    other, headers = await reader(server, cookie, {thread: 0}), await run(key_of, "chair")

    for number in range(1, 11):
        status, answer = await asyncio.to_thread(web.post, thread, headers)
        await other.until(lambda number=number: len(other.numbers(thread)) == number)
        assert (status, other.events[thread][-1]["post"]["number"]) == (201, answer["number"])

    beats = [frame["t"] for frame in other.frames].count("hb")
    assert beats < len(other.numbers(thread))
    await other.socket.close()


async def test_a_post_of_another_process_appears_with_the_heartbeat(server):
    cookie, thread = await run(server.session, "member"), await run(new_thread)
    other = await reader(server, cookie, {thread: 0})

    await run(say, thread)

    await other.until(lambda: other.numbers(thread) == [1], seconds=BACKSTOP)
    await other.socket.close()


async def test_a_reader_who_comes_back_gets_what_it_missed(server):
    cookie, thread = await run(server.session, "member"), await run(new_thread, 201)

    for missed in (0, 1, 200, 201):
        after = 201 - missed
        back = await reader(server, cookie, {thread: after})

        await back.until(lambda back=back, missed=missed: len(back.numbers(thread)) >= missed)
        assert back.numbers(thread) == list(range(after + 1, 202))
        await back.socket.close()


async def test_many_readers_get_every_post_once_and_in_order(server, web):
    cookies = [await run(server.session, who) for who in ("chair", "member")]
    thread, key = await run(new_thread), await run(key_of, "chair")
    crowd = await readers(server, cookies, thread, 0, 60)

    for _post in range(30):
        await asyncio.to_thread(web.post, thread, key)

    for one in crowd:
        await one.until(lambda one=one: len(one.numbers(thread)) >= 30)
    assert {tuple(one.numbers(thread)) for one in crowd} == {tuple(range(1, 31))}
    await asyncio.gather(*(one.socket.close() for one in crowd))


async def test_the_longest_post_arrives_whole(server, web):
    cookie, thread = await run(server.session, "member"), await run(new_thread)
    other = await reader(server, cookie, {thread: 0})

    await asyncio.to_thread(web.post, thread, await run(key_of, "chair"), body="я" * 20_000)

    await other.until(lambda: other.numbers(thread) == [1])
    assert other.events[thread][0]["post"]["html"].count("я") == 20_000
    await other.socket.close()


async def test_a_subscription_in_the_middle_of_posting_misses_nothing(server, web):
    cookie, thread = await run(server.session, "member"), await run(new_thread)
    key = await run(key_of, "chair")

    async def write():
        for _post in range(25):
            await asyncio.to_thread(web.post, thread, key)

    writing = asyncio.create_task(write())
    crowd = [await reader(server, cookie, {thread: 0}) for _reader in range(6)]
    await writing

    for one in crowd:
        await one.until(lambda one=one: len(one.numbers(thread)) >= 25)
    assert {tuple(one.numbers(thread)) for one in crowd} == {tuple(range(1, 26))}
    await asyncio.gather(*(one.socket.close() for one in crowd))


# --- who may read no more ---
def let_go(thread):
    """Release the member; returns where a thread stood when the release was committed.

    The head is read under the lock of the same transaction: on SQLite nobody writes meanwhile.
    """
    group = WorkingGroup.objects.select_related("place").get(slug="early-warning")
    role = Membership.objects.select_related("place", "user").get(
        place=group.place, user=person("member"), released_at=None
    )
    with transaction.atomic():
        release(role, by=person("chair"))
        return Thread.objects.select_for_update().get(pk=thread).head


def let_in():
    group = WorkingGroup.objects.select_related("place").get(slug="early-warning")
    appoint(person("member"), by=person("chair"), place=group.place, role="member")


async def test_no_later_event_reaches_whoever_was_released_while_others_write(server, web):
    cookie, key = await run(server.session, "member"), await run(key_of, "chair")
    for _round in range(25 if AT_SCALE else 5):
        thread = await run(new_thread)
        member = await reader(server, cookie, {thread: 0})
        writing = True

        async def write(thread=thread):
            while writing:  # noqa: B023 -- read anew each time
                await asyncio.to_thread(web.post, thread, key)

        writers = [asyncio.create_task(write()) for _writer in range(3)]
        await asyncio.sleep(random.uniform(0.1, 0.6))
        last = await run(let_go, thread)
        code = await member.closed(seconds=BACKSTOP)
        writing = False
        await asyncio.gather(*writers)
        await run(let_in)

        assert any(frame["t"] == "gone" for frame in member.frames)
        assert code == 4403
        assert (member.numbers(thread) or [0])[-1] <= last
        assert await run(lambda thread=thread: Thread.objects.get(pk=thread).head) > last


async def test_signing_out_in_another_tab_closes_the_socket_at_once(server, web):
    cookie, thread = await run(server.session, "member"), await run(new_thread)
    other = await reader(server, cookie, {thread: 0})
    signed_in = {"Cookie": f"sessionid={cookie}"}
    _status, headers, page = await asyncio.to_thread(web.ask, "GET", "/work/", None, signed_in)
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.decode())[1]
    csrf = headers["Set-Cookie"].split(";")[0]

    await asyncio.to_thread(
        web.ask, "POST", "/accounts/logout/", urlencode({"csrfmiddlewaretoken": token}),
        {"Cookie": f"sessionid={cookie}; {csrf}", "Origin": server.url,
         "Content-Type": "application/x-www-form-urlencoded"},
    )  # fmt: skip

    assert await other.closed() == 4401


async def test_a_deleted_session_is_found_by_the_sweep(server):
    from django.contrib.sessions.models import Session  # noqa: PLC0415

    cookie = await run(server.session, "member")
    other = await reader(server, cookie, {})

    await run(Session.objects.filter(session_key=cookie).delete)

    assert await other.closed() == 4401


# --- what a poll costs ---
def test_a_poll_that_finds_nothing_costs_three_hundred_bytes(server, web):
    thread = new_thread()
    signed_in = {"Cookie": f"sessionid={server.session('member')}"}
    path = f"/api/v1/threads/{thread}/events?after=0"
    _status, headers, _body = web.ask("GET", path, None, signed_in)

    status, headers, body = web.ask(
        "GET", path, None, {**signed_in, "If-None-Match": headers["ETag"]}
    )

    wire = "HTTP/1.1 304 Not Modified\r\n" + "".join(f"{k}: {v}\r\n" for k, v in headers.items())
    assert (status, body) == (304, b"")
    assert len(wire) + 2 <= 300, headers


def test_nothing_so_far_was_an_accident(server):
    assert "Traceback" not in server.said(), server.said()[-3000:]
