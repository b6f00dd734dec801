"""The socket of one reader, with as little of a client as a reader needs.

A thousand sockets of a comfortable library would take longer to read a post than the server needs
to send it, and every side would look alike. This one does what our page does, and no more.
"""

from __future__ import annotations

import asyncio
import base64
import json
import os
import time
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from benchmarks.fanout import Room

ACK_EVENTS, ACK_SECONDS = 20, 1.0  # as the page confirms what it has
TEXT, CLOSE, PING, PONG = 1, 8, 9, 10


@lru_cache(maxsize=512)
def told(payload: bytes) -> tuple[str, tuple[str, ...], int]:
    """What a frame is, the keys of its posts, and how far the thread has come with it.

    All readers get the same bytes; they are understood once.
    """
    frame = json.loads(payload)
    events = frame.get("events", [])
    keys = tuple(one["post"]["key"] for one in events if one["kind"] == "post.new")
    return frame["t"], keys or (frame.get("key", ""),), frame.get("to", 0)


class Listener(asyncio.Protocol):
    """Opens a socket, follows the thread of its room, notes when each post came."""

    transport: asyncio.Transport

    def __init__(self, room: Room, number: int) -> None:
        self.room, self.number = room, number
        self.loop = asyncio.get_running_loop()
        self.inside: asyncio.Future[None] = self.loop.create_future()
        self.buffer = bytearray()
        self.opened = False
        self.came_at, self.unacked, self.reached = 0.0, 0, room.head
        self.acking: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport  # type: ignore[assignment]
        lines = [
            f"GET {self.room.socket_path} HTTP/1.1",
            f"Host: 127.0.0.1:{self.room.server.port}",
            f"Origin: {self.room.origin}",
            "Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 13",
            f"Sec-WebSocket-Key: {base64.b64encode(os.urandom(16)).decode()}",
            *self.room.manners(self.number), "", "",
        ]  # fmt: skip
        self.transport.write("\r\n".join(lines).encode())

    def connection_lost(self, _why: Exception | None) -> None:
        if not self.inside.done():
            self.inside.set_exception(ConnectionError(bytes(self.buffer[:200])))

    def data_received(self, data: bytes) -> None:
        self.came_at = time.perf_counter()
        self.buffer += data
        if self.opened or self.upgraded():
            while (frame := self.next_frame()) is not None:
                self.take(*frame)

    def upgraded(self) -> bool:
        """Whether the server agreed to speak as a socket; then ours is asked for the thread."""
        end = self.buffer.find(b"\r\n\r\n")
        if end < 0:
            return False
        if b" 101 " not in self.buffer[:20]:
            self.transport.close()
            return False
        del self.buffer[: end + 4]
        self.opened = True
        if self.room.thread:
            self.say(t="hello", v=1, tab=f"bench{self.number}")
            self.say(t="sub", thread=self.room.thread, after=self.room.head)
        else:
            self.inside.set_result(None)
        return True

    def next_frame(self) -> tuple[int, bytes] | None:
        """The kind and content of the first whole frame; servers neither mask nor divide."""
        buffer, begin = self.buffer, 2
        if len(buffer) < begin:
            return None
        size = buffer[1]
        if size > 125:
            begin = 4 if size == 126 else 10
            size = int.from_bytes(buffer[2:begin])
        if len(buffer) < begin + size:
            return None
        kind, content = buffer[0] & 15, bytes(buffer[begin : begin + size])
        del buffer[: begin + size]
        return kind, content

    def take(self, kind: int, content: bytes) -> None:
        if kind == PING:
            self.send(PONG, content)
        elif kind == CLOSE:
            self.transport.close()
        elif kind == TEXT:
            name, keys, reached = told(content)
            if name == "subok" and not self.inside.done():
                self.inside.set_result(None)
            elif name == "ev":
                self.room.came(keys, self.came_at)
                self.confirm(reached)

    def confirm(self, reached: int) -> None:
        """Every twenty events at once, else when nothing has come for a second."""
        if not self.room.thread:
            return
        self.reached, self.unacked = reached, self.unacked + 1
        if self.unacked >= ACK_EVENTS:
            self.ack()
        elif self.acking is None:
            self.acking = self.loop.call_later(ACK_SECONDS, self.settle)

    def settle(self) -> None:
        self.acking = None
        quiet = time.perf_counter() - self.came_at
        if quiet < ACK_SECONDS * 0.99:
            self.acking = self.loop.call_later(ACK_SECONDS - quiet, self.settle)
        elif self.unacked:
            self.ack()

    def ack(self) -> None:
        self.unacked = 0
        self.say(t="ack", thread=self.room.thread, seq=self.reached)

    def say(self, **frame: object) -> None:
        self.send(TEXT, json.dumps(frame).encode())

    def send(self, kind: int, content: bytes) -> None:
        """A short frame under a mask of noughts, which leaves it as it is."""
        if not self.transport.is_closing():
            head = bytes((128 | kind, 128 | len(content))) + bytes(4)
            self.transport.write(head + content)
