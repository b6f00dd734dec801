"""Tabs that speak the thread protocol to the socket inside this process, and what others do."""

import asyncio
import json
import uuid
from contextlib import asynccontextmanager

from channels.db import database_sync_to_async
from channels.testing import WebsocketCommunicator
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore

from coalition import afterwards
from coalition.models import Membership, User
from coalition.verbs import release
from workinggroups.consumers import ThreadSocket
from workinggroups.models import Thread
from workinggroups.verbs import post_reply

BUSY = 60  # seconds a test waits for what must come; a busy machine is no fault
THREAD = "Пример: как предупредить о селе ночью"


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
    afterwards.look()
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

    async def hear(self, kind, seconds=BUSY):
        """The next frame that is no heartbeat; it must be of this kind."""
        while True:
            message = await self.receive_output(seconds)
            assert message["type"] == "websocket.send", message
            frame = json.loads(message["text"])
            if frame["t"] != "hb" or kind == "hb":
                assert frame["t"] == kind, frame
                return frame

    async def numbers(self, count, seconds=BUSY):
        """The numbers of the next events."""
        found = []
        while len(found) < count:
            found += [event["seq"] for event in (await self.hear("ev", seconds))["events"]]
        return found

    async def hears_nothing(self, seconds):
        """Whether nothing but heartbeats comes for so long."""
        await asyncio.sleep(seconds)
        came = []
        while not self.output_queue.empty():
            came.append(json.loads(self.output_queue.get_nowait().get("text", '{"t":"end"}')))
        return all(frame["t"] == "hb" for frame in came)

    async def leaves(self, code, seconds=BUSY):
        """It is told why, and the line ends."""
        bye = await self.hear("bye", seconds)
        end = await self.receive_output(seconds)
        assert (bye["code"], end["type"], end["code"]) == (code, "websocket.close", code)


@asynccontextmanager
async def tab(who="member", subprotocols=("ctp1",), *, hello=True):
    user = await run(person, who) if who else AnonymousUser()
    session = await run(new_session, user) if who else SessionStore()
    found = Tab(ThreadSocket.as_asgi(), "/ws/v1/", subprotocols=list(subprotocols))
    cookies = {"sessionid": session.session_key} if who else {}
    found.scope.update(user=user, session=session, cookies=cookies)  # what tests ask; what it has
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
