"""Live threads of one process: who reads what, what wakes them, the heartbeat behind it all.

The database is the log; everything here only says "look". A lost hint costs time, never a post.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
import uuid
from collections import defaultdict
from collections.abc import Callable, Coroutine, Iterable
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from asgiref.sync import async_to_sync
from channels.db import database_sync_to_async
from channels.layers import get_channel_layer
from django.conf import settings
from django.db import Error, transaction

from coalition import clock
from coalition.notifications import unread_counts
from coalition.sessions import standing_sessions
from workinggroups.events import heads_of, readers_in_force, stamp
from workinggroups.feed import Feed
from workinggroups.frames import dump

if TYPE_CHECKING:
    from workinggroups.consumers import ThreadSocket

log = logging.getLogger("coalition.live")
Answer = TypeVar("Answer")
DATABASE_SLOTS = 6  # sockets never take all threads from the pages
HINT_PATIENCE = 0.25
NEWS = "news"  # the group every process is in: whose centre has another number of unread lines
NEWS_PAUSE = 0.2  # lines of one deed to many people are counted in one query


class Hub:
    """All live threads of one event loop."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.loop = loop
        self.id = uuid.uuid4().hex
        self.feeds: dict[int, Feed] = {}
        self.sockets: set[ThreadSocket] = set()
        self.of_user: dict[int, list[ThreadSocket]] = defaultdict(list)
        self.slots = asyncio.Semaphore(DATABASE_SLOTS)
        self.tasks: set[asyncio.Task[Any]] = set()
        self.channel = ""
        self.news: set[int] = set()  # people who are to be told how much is unread

    def start(self) -> None:
        self.spawn(self.listen())
        self.spawn(self.repeat(settings.HEARTBEAT, self.beat))
        self.spawn(self.repeat(settings.SESSION_SWEEP, self.sweep))

    def spawn(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """A task that is not collected before it is done."""
        task = self.loop.create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self.done)
        return task

    def done(self, task: asyncio.Task[None]) -> None:
        self.tasks.discard(task)
        if not task.cancelled() and (trouble := task.exception()):
            log.error("live threads", exc_info=trouble)

    async def ask(self, question: Callable[..., Answer], *args: Any) -> Answer:
        """Put a question to the database from a thread of its own, a few at a time."""
        async with self.slots:
            return await database_sync_to_async(question, thread_sensitive=False)(*args)

    # --- who reads ---------------------------------------------------------------------------
    def add(self, socket: ThreadSocket) -> ThreadSocket | None:
        """Take in a socket; returns the person's oldest one when they have too many."""
        mine = self.of_user[socket.user_id]
        self.sockets.add(socket)
        mine.append(socket)
        if len(mine) == 1:
            self.spawn(self.join(f"u-{socket.user_id}"))
        return mine[0] if len(mine) > settings.LIVE["sockets_per_user"] else None

    def drop(self, socket: ThreadSocket) -> None:
        """Forget a socket and the feeds nobody else reads."""
        if socket not in self.sockets:
            return
        self.sockets.discard(socket)
        for subscription in list(socket.subscriptions.values()):
            self.unsubscribe(subscription.feed, subscription)
        mine = self.of_user[socket.user_id]
        mine.remove(socket)
        if not mine:
            del self.of_user[socket.user_id]
            self.spawn(self.leave(f"u-{socket.user_id}"))

    def feed(self, thread: int) -> Feed:
        """The feed of a thread, begun when first read."""
        if thread not in self.feeds:
            self.feeds[thread] = Feed(self, thread)
            self.spawn(self.join(f"t-{thread}"))
        return self.feeds[thread]

    def unsubscribe(self, feed: Feed, subscription: Any) -> None:
        feed.subscriptions.discard(subscription)
        if not feed.subscriptions and self.feeds.get(feed.thread) is feed:
            del self.feeds[feed.thread]
            self.spawn(self.leave(f"t-{feed.thread}"))

    # --- what wakes ----------------------------------------------------------------------------
    def hear(self, hint: dict[str, Any]) -> None:
        """Act on a hint, of this process or another; twice or in any order does no harm."""
        feed = self.feeds.get(hint.get("thread", 0))
        if feed is not None and hint.get("seq", 0) > feed.head:
            feed.wake()
        for thread in hint.get("rights", ()):
            if thread in self.feeds:
                self.feeds[thread].wake()
        if fresh := {user for user in hint.get("news", ()) if user in self.of_user}:
            if not self.news:
                self.spawn(self.tell_news())
            self.news |= fresh
        for socket in list(self.of_user.get(hint.get("user", 0), ())):
            if hint.get("session") == digest_of(socket.session_key):
                self.spawn(socket.bye(4401))
            else:
                socket.doubt()

    def tell(self, group: str, hint: dict[str, Any]) -> None:
        """Hear it here and pass it on to the other processes."""
        self.hear(hint)
        self.spawn(pass_on(group, {**hint, "from": self.id}))

    async def join(self, group: str) -> None:
        layer = get_channel_layer()
        if layer is not None and self.channel:
            try:
                await layer.group_add(group, self.channel)
            except Exception as trouble:  # noqa: BLE001 -- any layer, any trouble: no matter
                log.warning("layer: %s", trouble)

    async def leave(self, group: str) -> None:
        kind, number = group.split("-")
        wanted = int(number) in (self.feeds if kind == "t" else self.of_user)
        layer = get_channel_layer()
        if layer is not None and self.channel and not wanted:  # somebody may have come back
            try:
                await layer.group_discard(group, self.channel)
            except Exception as trouble:  # noqa: BLE001 -- as above
                log.warning("layer: %s", trouble)

    async def listen(self) -> None:
        """Hear what other processes pass on; one channel for all sockets of this one."""
        layer = get_channel_layer()
        while layer is not None:
            try:
                self.channel = await layer.new_channel()
                await self.join_all()
                while True:
                    message = await layer.receive(self.channel)
                    if message.get("from") != self.id:
                        self.hear(message)
            except Exception as trouble:  # noqa: BLE001 -- only a convenience: try again
                log.warning("layer: %s", trouble)
                await asyncio.sleep(1)

    async def join_all(self) -> None:
        """The layer may have forgotten this process; joining twice is harmless."""
        await self.join(NEWS)
        for thread in list(self.feeds):
            await self.join(f"t-{thread}")
        for user in list(self.of_user):
            await self.join(f"u-{user}")

    # --- the backstop ----------------------------------------------------------------------------
    async def repeat(self, seconds: float, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        while True:
            await asyncio.sleep(seconds)
            try:
                await work()
            except Error as trouble:
                log.warning("%s: %s", work.__name__, trouble)

    async def beat(self) -> None:
        """Find feeds that missed a hint, and let every reader know that the line is alive."""
        await self.join_all()
        if not self.sockets:
            return
        heads = await self.ask(heads_of, list(self.feeds))
        for thread, feed in list(self.feeds.items()):
            head, epoch = heads.get(thread, (0, -1))
            if head > feed.head or epoch != feed.epoch:
                feed.wake()
        unread = await self.ask(unread_counts, list(self.of_user))
        for socket in list(self.sockets):
            if socket.is_stuck():
                self.spawn(socket.bye(4408))
                continue
            known = {thread: heads[thread][0] for thread in socket.subscriptions if thread in heads}
            self.pulse(socket, known, unread)

    def pulse(self, socket: ThreadSocket, heads: dict[int, int], unread: dict[int, int]) -> None:
        """Where a reader's threads stand, and how many lines of their centre are unread."""
        socket.unread = unread.get(socket.user_id, 0)
        frame = dump("hb", now=stamp(clock.now()), heads=heads, notif=socket.unread)
        self.spawn(socket.send_text(frame))

    async def tell_news(self) -> None:
        """Tell people how much is unread, those of one deed together: one query."""
        await asyncio.sleep(NEWS_PAUSE)
        users, self.news = self.news, set()
        try:
            unread = await self.ask(unread_counts, list(users))
        except Error as trouble:
            log.warning("news: %s", trouble)  # the heartbeat tells it
            return
        for user in users:
            for socket in list(self.of_user.get(user, ())):
                if socket.unread != unread.get(user, 0):
                    self.pulse(socket, {}, unread)

    async def sweep(self) -> None:
        """Close what sign-in, password or role no longer allows, whoever failed to tell."""
        sockets = list(self.sockets)
        if not sockets:
            return
        standing = await self.ask(
            standing_sessions, {(socket.session_key, socket.user_id) for socket in sockets}
        )
        allowed = await self.ask(readers_in_force, list(self.of_user))
        for socket in sockets:
            if socket.session_key not in standing:
                self.spawn(socket.bye(4401))
            elif any(
                (socket.user_id, subscription.place) not in allowed
                for subscription in socket.subscriptions.values()
            ):
                socket.doubt()


_hub: Hub | None = None


def hub() -> Hub:
    """The hub of the running loop: begun with the server, or with the first socket of a loop."""
    global _hub  # noqa: PLW0603 -- one per process, told to the threads that answer pages
    loop = asyncio.get_running_loop()
    if _hub is None or _hub.loop is not loop:
        _hub = Hub(loop)
        _hub.start()
    return _hub


def start() -> None:
    """Begin with the server."""
    hub()


async def pass_on(group: str, hint: dict[str, Any]) -> None:
    """Send a hint to other processes: tried twice, briefly, then left to the heartbeat."""
    layer = get_channel_layer()
    for _attempt in range(2):
        try:
            await asyncio.wait_for(layer.group_send(group, {"type": "hint", **hint}), HINT_PATIENCE)
        except Exception as trouble:  # noqa: BLE001 -- whoever posts must not feel it
            log.info("hint not passed on: %s", trouble)
        else:
            return


def tell(group: str, hint: dict[str, Any]) -> None:
    """From any thread: to this process at once, to the others through the layer."""
    here = _hub
    if here is not None and here.loop.is_running():
        here.loop.call_soon_threadsafe(here.tell, group, hint)
    elif settings.REDIS_URL:  # a command beside the servers
        async_to_sync(pass_on)(group, hint)


def announce(thread: int, seq: int) -> None:
    """After the commit, wake whoever reads the thread."""
    transaction.on_commit(partial(tell, f"t-{thread}", {"thread": thread, "seq": seq}), robust=True)


def announce_rights(threads: list[int], user: int) -> None:
    """After the commit, have it asked again what a person may read."""
    transaction.on_commit(
        partial(tell, f"u-{user}", {"user": user, "rights": threads}), robust=True
    )


def announce_news(users: Iterable[int]) -> None:
    """Tell people's open tabs how much is unread; to be called after the commit."""
    tell(NEWS, {"news": sorted(users)})


def announce_logout(user: int, session_key: str) -> None:
    """Close the sockets of a session that ends."""
    hint = {"user": user, "session": digest_of(session_key)}
    transaction.on_commit(partial(tell, f"u-{user}", hint), robust=True)


def digest_of(session_key: str) -> str:
    """A session is named to other processes without telling its key."""
    return hashlib.sha256(session_key.encode()).hexdigest()
