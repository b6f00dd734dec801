"""The socket of a reader: what it follows, how far it has come, when it must close.

It writes nothing and decides nothing: posts come over HTTP, rights are asked of the database.
"""

from __future__ import annotations

from collections import deque
from typing import Any

from channels.consumer import AsyncConsumer
from channels.exceptions import StopConsumer
from django.conf import settings
from django.db import Error

from coalition import clock
from coalition.sessions import signed_in
from workinggroups import live
from workinggroups.events import FARTHEST, access_and_place, stamp
from workinggroups.feed import Feed
from workinggroups.frames import LARGEST, RETRY, VERSION, Refused, dump, parse

PROTOCOL = "ctp1"
MOST_SUBSCRIPTIONS = 20
WINDOW_EVENTS, WINDOW_BYTES = 64, 256 * 1024
BUCKET_FRAMES, BUCKET_SECONDS = 20, 10


class Subscription:
    """One thread on one socket: where the reader is, and what they have not yet confirmed."""

    def __init__(self, socket: ThreadSocket, feed: Feed, place: int, after: int) -> None:
        self.socket, self.feed, self.place, self.pos = socket, feed, place, after
        self.epoch = -1
        self.doubtful = False
        self.ready = False
        self.unacked: deque[tuple[int, int]] = deque()

    def sent(self, last: int, size: int) -> None:
        self.unacked.append((last - self.pos, size))
        self.socket.unacked_events += last - self.pos
        self.socket.unacked_bytes += size
        self.pos = last

    def confirmed(self, seq: int) -> None:
        """The reader has everything up to `seq`."""
        begin = self.pos - sum(count for count, _size in self.unacked)
        while self.unacked and begin + self.unacked[0][0] <= seq:
            count, size = self.unacked.popleft()
            begin += count
            self.socket.unacked_events -= count
            self.socket.unacked_bytes -= size

    def end(self) -> None:
        self.confirmed(self.pos)
        self.socket.subscriptions.pop(self.feed.thread, None)
        self.socket.hub.unsubscribe(self.feed, self)


class ThreadSocket(AsyncConsumer):
    """One open tab. Hints reach it through the hub of its process, not through a channel."""

    channel_layer_alias = ""  # none of its own: the hub listens once for all sockets

    user_id = 0
    session_key = ""
    unread: int | None = None  # lines of the person's centre, as last told here

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        self.hub = live.hub()
        self.subscriptions: dict[int, Subscription] = {}
        self.unacked_events = self.unacked_bytes = 0
        self.stuck_since: float | None = None
        self.greeted = self.closed = self.pumping = self.again = False
        self.tokens, self.filled_at = float(BUCKET_FRAMES), self.hub.loop.time()
        try:
            await super().__call__(scope, receive, send)
        finally:
            self.closed = True
            self.hub.drop(self)

    async def dispatch(self, message: dict[str, Any]) -> None:
        """Channels would hop through a thread at each message to close connections unused here."""
        await getattr(self, message["type"].replace(".", "_"))(message)

    # --- opening and closing -------------------------------------------------------------------
    async def websocket_connect(self, _message: dict[str, Any]) -> None:
        limit = settings.LIVE["sockets"]
        if len(self.hub.sockets) >= limit * 1.1:
            self.closed = True
            await self.send({"type": "websocket.close"})
            return
        speaks = PROTOCOL in self.scope.get("subprotocols", [])
        await self.send({"type": "websocket.accept", "subprotocol": PROTOCOL if speaks else None})
        if not speaks:
            await self.bye(4400)
        elif len(self.hub.sockets) >= limit:
            await self.bye(1013)
        else:
            await self.enter()

    async def enter(self) -> None:
        """Find out who this is, now that the line stands.

        Asked before, as Channels does, in one thread for all: when hundreds come back at once,
        their handshakes run out of time behind each other, and all of them come again.
        """
        self.session_key = self.scope["cookies"].get(settings.SESSION_COOKIE_NAME, "")
        try:
            user = await self.hub.ask(signed_in, self.session_key) if self.session_key else None
        except Error:
            await self.bye(1013)
            return
        if user is None:
            await self.bye(4401)
        elif not self.closed:
            self.user_id = user
            if oldest := self.hub.add(self):
                await oldest.bye(4409)
            self.hub.loop.call_later(settings.LIVE["hello_seconds"], self.expect_hello)

    def expect_hello(self) -> None:
        if not (self.greeted or self.closed):
            self.hub.spawn(self.bye(4400))

    async def websocket_disconnect(self, _message: dict[str, Any]) -> None:
        raise StopConsumer

    async def bye(self, code: int) -> None:
        """Say why, since the server keeps no reasons, then close. Nothing is sent after this."""
        if self.closed:
            return
        self.closed = True
        self.hub.drop(self)
        self.subscriptions.clear()
        await self.send(
            {"type": "websocket.send", "text": dump("bye", code=code, retry_ms=RETRY[code])}
        )
        await self.send({"type": "websocket.close", "code": code})

    async def send_text(self, text: str) -> None:
        if not self.closed:
            await self.send({"type": "websocket.send", "text": text})

    # --- what the reader says ---------------------------------------------------------------------
    async def websocket_receive(self, message: dict[str, Any]) -> None:
        if self.closed:
            return
        if not self.in_pace():
            await self.bye(4429)
            return
        try:
            frame = parse(message.get("text"), greeted=self.greeted)
        except Refused as refused:
            await self.bye(refused.code)
            return
        try:
            await getattr(self, f"on_{frame['t']}")(frame)
        except Error:
            await self.bye(1013)

    def in_pace(self) -> bool:
        """A bucket of frames that fills again with time."""
        now = self.hub.loop.time()
        self.tokens = min(
            BUCKET_FRAMES,
            self.tokens + (now - self.filled_at) * BUCKET_FRAMES / BUCKET_SECONDS,
        )
        self.filled_at = now
        self.tokens -= 1
        return self.tokens >= 0

    async def on_hello(self, frame: dict[str, Any]) -> None:
        """Both say their version; a page of another one asks its reader to load it anew."""
        self.greeted = True
        limits = {"frame": LARGEST, "subs": MOST_SUBSCRIPTIONS}
        await self.send_text(
            dump("welcome", v=VERSION, sid=self.hub.id[:12], hb=settings.HEARTBEAT,
                 now=stamp(clock.now()), limits=limits)
        )  # fmt: skip
        if frame["v"] != VERSION:
            await self.bye(4400)

    async def on_sub(self, frame: dict[str, Any]) -> None:
        thread, after = frame["thread"], frame["after"]
        if thread in self.subscriptions:
            self.subscriptions[thread].end()
        if len(self.subscriptions) >= MOST_SUBSCRIPTIONS:
            await self.send_text(dump("err", re="sub", thread=thread, code="limit"))
            return
        epoch, allowed, place = await self.hub.ask(access_and_place, self.user_id, thread)
        if not allowed:
            await self.send_text(dump("err", re="sub", thread=thread, code="not_found"))
            return
        if self.closed:
            return
        feed = self.hub.feed(thread)
        subscription = Subscription(self, feed, place, after)
        subscription.epoch = epoch
        # listed before the head is read: what commits in between wakes this feed
        self.subscriptions[thread] = subscription
        feed.subscriptions.add(subscription)
        await feed.reach(after)
        if self.subscriptions.get(thread) is not subscription:
            return
        await self.send_text(dump("subok", thread=thread, head=feed.head, acl=feed.epoch))
        if after > feed.head or feed.head - after > FARTHEST:
            why = "ahead" if after > feed.head else "gap"
            await self.send_text(dump("reset", thread=thread, head=feed.head, why=why))
            subscription.pos = feed.head
        subscription.ready = True
        self.poke()

    async def on_unsub(self, frame: dict[str, Any]) -> None:
        if frame["thread"] in self.subscriptions:
            self.subscriptions[frame["thread"]].end()

    async def on_ack(self, frame: dict[str, Any]) -> None:
        if frame["thread"] in self.subscriptions:
            self.subscriptions[frame["thread"]].confirmed(frame["seq"])
            self.stuck_since = None
            self.poke()

    async def on_typing(self, _frame: dict[str, Any]) -> None:
        """Heard and not told: who is typing is nobody's business, and costs traffic."""

    async def on_ping(self, frame: dict[str, Any]) -> None:
        await self.send_text(dump("pong", n=frame["n"]))

    # --- what the reader gets ------------------------------------------------------------------
    def poke(self) -> None:
        """There may be something to send; one pump per socket keeps the order."""
        self.again = True
        if not (self.pumping or self.closed):
            self.pumping = True
            self.hub.spawn(self.pump())

    def doubt(self) -> None:
        """Ask again whether this person may read what they follow."""
        for subscription in self.subscriptions.values():
            subscription.doubtful = True
        self.poke()

    def is_stuck(self) -> bool:
        """Whether the reader has confirmed nothing for too long while more is waiting."""
        since = self.stuck_since
        return since is not None and self.hub.loop.time() - since > settings.LIVE["ack_seconds"]

    async def pump(self) -> None:
        try:
            while self.again and not self.closed:
                self.again = False
                for subscription in list(self.subscriptions.values()):
                    if subscription.ready:
                        await self.advance(subscription)
        except Error:
            pass  # the heartbeat pokes again
        finally:
            self.pumping = False

    async def advance(self, subscription: Subscription) -> None:
        """Send what follows, as long as the reader keeps up and may read."""
        feed = subscription.feed
        while not self.closed and self.subscriptions.get(feed.thread) is subscription:
            if subscription.doubtful or subscription.epoch < feed.epoch:
                if not await self.still_reads(subscription):
                    return
                continue
            if subscription.pos >= feed.head:
                return
            if self.unacked_events >= WINDOW_EVENTS or self.unacked_bytes >= WINDOW_BYTES:
                self.stuck_since = self.stuck_since or self.hub.loop.time()
                return
            framed = feed.frame_after(subscription.pos)
            if framed is None:
                framed, epoch = await feed.page_after(subscription.pos)
                if epoch > subscription.epoch:
                    subscription.doubtful = True
                    continue
                if framed is None or self.subscriptions.get(feed.thread) is not subscription:
                    return
            text, last, size = framed
            subscription.sent(last, size)
            await self.send_text(text)

    async def still_reads(self, subscription: Subscription) -> bool:
        """Ask the database; a person who may not read any more is told so and sent nothing."""
        thread = subscription.feed.thread
        subscription.doubtful = False
        epoch, allowed, place = await self.hub.ask(access_and_place, self.user_id, thread)
        moved, subscription.place = place != subscription.place, place
        subscription.epoch = epoch
        if allowed:
            return True
        if self.subscriptions.get(thread) is subscription:
            subscription.end()
            await self.send_text(dump("gone", thread=thread, why="moved" if moved else "removed"))
            if not self.subscriptions:
                await self.bye(4403)
        return False
