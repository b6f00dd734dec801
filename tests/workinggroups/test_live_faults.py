"""Live threads of a server that is killed, or that has lost a part."""

import asyncio
import uuid
from http.client import HTTPException

import pytest

from tests.reading import reader
from tests.running import running_server
from tests.workinggroups.outside import ROOM, Web, key_of, new_thread, run
from workinggroups.models import Post

pytestmark = pytest.mark.server


# --- the server dies ---
async def test_no_post_is_lost_or_doubled_when_the_server_is_killed(django_db_setup,
                                                                    django_db_blocker):  # fmt: skip
    with django_db_blocker.unblock():
        manager = running_server(**ROOM)
        server = await asyncio.to_thread(manager.__enter__)
        try:
            await posts_survive_kills(server)
        finally:
            await asyncio.to_thread(manager.__exit__, None, None, None)


async def posts_survive_kills(server):
    web, thread = Web(server), await run(new_thread)
    keys = {who: await run(key_of, who) for who in ("chair", "member")}
    sent = []

    async def write(who):
        for _post in range(30):
            key, answered = uuid.uuid4(), None
            while answered not in (200, 201):
                try:
                    answered, answer = await asyncio.to_thread(web.post, thread, keys[who], key=key)
                except (OSError, ValueError, HTTPException):  # it is dead, or died answering
                    await asyncio.sleep(0.1)
            sent.append((str(key), answer["seq"]))

    writers = [asyncio.create_task(write(who)) for who in keys]
    for _kill in range(2):
        await asyncio.sleep(0.6)
        await asyncio.to_thread(server.kill)
        await asyncio.to_thread(server.start)
    await asyncio.gather(*writers)

    def stored():
        posts = Post.objects.filter(thread=thread)
        return {(str(key), seq) for key, seq in posts.values_list("key", "seq_created")}

    assert await run(stored) == set(sent)
    assert sorted(seq for _key, seq in sent) == list(range(1, 61))


async def test_without_redis_posting_and_reading_go_on(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        manager = running_server(**ROOM, REDIS_URL="redis://127.0.0.1:1/0")
        server = await asyncio.to_thread(manager.__enter__)
        try:
            web, thread = Web(server), await run(new_thread)
            other = await reader(server, await run(server.session, "member"), {thread: 0})

            status, _answer = await asyncio.to_thread(web.post, thread, await run(key_of, "chair"))

            assert status == 201
            await other.until(lambda: other.numbers(thread) == [1])
            await other.socket.close()
        finally:
            await asyncio.to_thread(manager.__exit__, None, None, None)
