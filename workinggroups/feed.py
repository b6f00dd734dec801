"""The log of one thread in the memory of one process, shared by all its readers there."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from typing import TYPE_CHECKING

from django.db import Error

from workinggroups.events import CHANGES, PAGE, Line, read_after, read_head

if TYPE_CHECKING:
    from workinggroups.consumers import Subscription
    from workinggroups.live import Hub

log = logging.getLogger("coalition.live")

RING_LINES = 200
RING_BYTES = 512 * 1024
FRAME_LINES = 40
FRAME_BYTES = 64 * 1024
MOST_PAGES = 8
Frame = tuple[str, int, int]  # the text, the number of its last event, the bytes of its events


class Feed:
    """Reads each event of a thread once, however many readers wait for it."""

    def __init__(self, hub: Hub, thread: int) -> None:
        self.hub, self.thread = hub, thread
        self.head, self.epoch = 0, -1
        self.ring: deque[Line] = deque()
        self.bytes = 0
        self.subscriptions: set[Subscription] = set()
        self.frames: dict[int, Frame] = {}
        self.pages: dict[int, asyncio.Task[tuple[Frame | None, int]]] = {}
        self.loaded = asyncio.Event()
        self.behind = False
        self.pulling: asyncio.Task[None] | None = None

    def wake(self) -> None:
        """Something may be new: look, once, however often this is called meanwhile."""
        self.behind = True
        if self.pulling is None:
            self.pulling = self.hub.spawn(self.pull())

    async def reach(self, after: int) -> None:
        """Know where the thread stands; look once more for a reader who says to be beyond that.

        Readers who come together ask the database once: what is new wakes the feed by itself.
        """
        if not self.loaded.is_set() or after > self.head:
            self.wake()
        await self.loaded.wait()
        if after > self.head and self.pulling is not None:
            await asyncio.wait({self.pulling})

    async def pull(self) -> None:
        try:
            while self.behind:
                self.behind = False
                if not self.loaded.is_set():
                    self.head, self.epoch = await self.hub.ask(read_head, self.thread)
                    self.loaded.set()
                lines, epoch = await self.hub.ask(read_after, self.thread, self.head)
                self.take(lines, epoch)
                if len(lines) == PAGE:
                    self.behind = True  # there may be a further page
        except Error as trouble:
            log.warning("thread %s not read: %s", self.thread, trouble)  # the heartbeat asks again
        finally:
            self.pulling = None

    def take(self, lines: list[Line], epoch: int) -> None:
        """Lines and epoch change together, with nothing in between: no reader sees one alone."""
        self.epoch = epoch
        for line in lines:
            if line.kind in CHANGES:
                self.forget()  # what is kept shows or quotes the post as it was
            self.ring.append(line)
            self.bytes += line.size
            self.head = line.seq
        while len(self.ring) > RING_LINES or (self.bytes > RING_BYTES and len(self.ring) > 1):
            self.bytes -= self.ring.popleft().size
        if lines:
            self.frames.clear()
        for subscription in self.subscriptions:
            subscription.socket.poke()

    def forget(self) -> None:
        self.ring.clear()
        self.frames.clear()
        self.pages.clear()
        self.bytes = 0

    def frame_after(self, after: int) -> Frame | None:
        """What follows for a reader who has come to `after`; None when the memory does not reach
        back that far. Readers at the same place get the same string."""
        if after in self.frames:
            return self.frames[after]
        if not self.ring or self.ring[0].seq > after + 1:
            return None
        skip = after + 1 - self.ring[0].seq
        lines = [self.ring[n] for n in range(skip, min(len(self.ring), skip + FRAME_LINES))]
        framed = frame_of(self.thread, lines)
        if framed is not None:
            self.frames[after] = framed
        return framed

    async def page_after(self, after: int) -> tuple[Frame | None, int]:
        """The same from the database, for a reader further behind, with the epoch read after.

        Readers who lost the line together are at the same place: one of them asks for all.
        """
        if after not in self.pages:
            if len(self.pages) >= MOST_PAGES:
                self.pages.clear()
            self.pages[after] = self.hub.loop.create_task(self.read_page(after))
        return await asyncio.shield(self.pages[after])

    async def read_page(self, after: int) -> tuple[Frame | None, int]:
        page = None
        try:
            lines, epoch = await self.hub.ask(read_after, self.thread, after, FRAME_LINES)
            page = frame_of(self.thread, lines)
        finally:
            if page is None:  # not to be had, and not to be kept
                self.pages.pop(after, None)
        return page, epoch


def frame_of(thread: int, lines: list[Line]) -> Frame | None:
    """One frame with as many of the lines as fit."""
    chosen: list[Line] = []
    size = 0
    for line in lines:
        if chosen and size + line.size > FRAME_BYTES:
            break
        chosen.append(line)
        size += line.size
    if not chosen:
        return None
    first, last = chosen[0].seq, chosen[-1].seq
    events = ",".join(line.text for line in chosen)
    head = f'{{"t":"ev","thread":{thread},"from":{first},"to":{last},"events":['
    return f"{head}{events}]}}", last, size
