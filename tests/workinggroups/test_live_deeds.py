"""Deeds that reach the open sockets of a running server from elsewhere: a form, a letter."""

import asyncio
import subprocess
import sys
import uuid
from email.message import EmailMessage
from urllib.parse import urlencode

import pytest

from coalition.models import User
from coalition.verbs import appoint
from tests.database import ROOT
from tests.reading import reader
from tests.running import running_server
from tests.workinggroups.outside import BACKSTOP, ROOM, Web, key_of, new_thread, person, run
from workinggroups.models import Post, Thread, WorkingGroup
from workinggroups.replies import reply_address

pytestmark = pytest.mark.server

BOX = "reply@coalition.example"
TOKEN = "a" * 32  # as the cookie has it, so the form


@pytest.fixture(scope="module")
def server(django_db_setup, django_db_blocker):
    with (
        django_db_blocker.unblock(),
        running_server(**ROOM, REPLY_ADDRESS=BOX) as running,
    ):
        yield running


@pytest.fixture
def web(server):
    return Web(server)


def send_form(server, cookie, path, **fields):
    """A form of a page, sent in somebody's browser; its status."""
    headers = {
        "Cookie": f"sessionid={cookie}; csrftoken={TOKEN}",
        "Origin": server.url,
        "Content-Type": "application/x-www-form-urlencoded",
    }
    body = urlencode({**fields, "csrfmiddlewaretoken": TOKEN})
    return Web(server).ask("POST", path, body, headers)[0]


def prepare(thread):
    """Let the chair write in another group; that group, and the mark of who reads there."""
    found = WorkingGroup.objects.select_related("place")
    place = found.get(slug="water-and-heat").place
    appoint(person("chair"), by=User.system(), place=place, role="member")
    appoint(person("viewer.osh"), by=User.system(), place=place, role="member")
    here, there = Thread.objects.get(pk=thread).group, found.get(place=place)
    return {"group": there.slug, "audience": f"{here.acl_epoch}-{there.acl_epoch}"}


async def test_readers_of_the_group_a_thread_leaves_hear_no_more_and_new_ones_all(server, web):
    thread, headers = await run(new_thread), await run(key_of, "chair")
    chair_cookie, member_cookie = [await run(server.session, who) for who in ("chair", "member")]
    fields = await run(prepare, thread)
    former = await reader(server, member_cookie, {thread: 0})
    mover = await reader(server, chair_cookie, {thread: 0})
    await asyncio.to_thread(web.post, thread, headers)
    await former.until(lambda: former.numbers(thread) == [1])

    status = await asyncio.to_thread(
        send_form, server, chair_cookie, f"/work/threads/{thread}/move/", **fields
    )
    await asyncio.to_thread(web.post, thread, headers)

    assert status == 302
    assert await former.closed() == 4403
    assert (await former.frame("gone"))["why"] == "moved"
    assert former.numbers(thread) == [1]
    newcomer = await reader(server, await run(server.session, "viewer.osh"), {thread: 0})
    for one in (mover, newcomer):
        await one.until(lambda one=one: one.numbers(thread) == [1, 2, 3])
        await one.socket.close()


def letter(thread):
    """An answer of the member, as a mail server hands it over."""
    found = EmailMessage()
    found["From"] = "Участник <member@demo.invalid>"
    found["To"] = reply_address(person("member"), Thread.objects.get(pk=thread))
    found["Subject"] = "Re: Сирены"
    found["Message-ID"] = f"<{uuid.uuid4()}@mail.example>"
    found.set_content("Слышно и письмом.")
    return found.as_bytes()


def deliver(server, raw):
    """The command of the mail server, in a process of its own; what it says."""
    done = subprocess.run(
        [sys.executable, ROOT / "manage.py", "receive_mail"], env=server.environment, input=raw,
        capture_output=True, check=True,
    )  # fmt: skip
    return done.stdout.decode().strip()


async def test_a_letter_that_comes_twice_at_once_is_one_post_and_arrives_once(server, settings):
    settings.REPLY_ADDRESS = BOX
    thread = await run(new_thread)
    raw = await run(letter, thread)
    other = await reader(server, await run(server.session, "member"), {thread: 0})

    said = await asyncio.gather(*(asyncio.to_thread(deliver, server, raw) for _time in range(2)))

    await other.until(lambda: other.numbers(thread) == [1], seconds=BACKSTOP)
    assert said == [f"Posted: {thread}/1"] * 2
    assert await run(Post.objects.filter(thread=thread).count) == 1
    await other.socket.close()


def test_nothing_so_far_was_an_accident(server):
    assert "Traceback" not in server.said(), server.said()[-3000:]
