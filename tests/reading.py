"""A reader of live threads that is not our page: one socket, or hundreds, for tests and benches."""

import asyncio
import json
import time
from collections.abc import Iterable
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from tests.running import Running

SOON = 90  # seconds a test waits for what must come; a busy machine is no fault


class Reader:
    """One socket that follows threads, confirms what it got and remembers all of it."""

    def __init__(self, socket: ClientConnection, *, confirms: bool = True) -> None:
        self.socket, self.confirms = socket, confirms
        self.frames: list[dict[str, Any]] = []
        self.events: dict[int, list[dict[str, Any]]] = {}
        self.arrived: dict[int, float] = {}  # number of an event: when it came
        self.changed = asyncio.Event()
        self.unconfirmed = 0
        self.task = asyncio.create_task(self._listen())

    async def say(self, **frame: Any) -> None:
        await self.socket.send(json.dumps(frame))

    async def _listen(self) -> None:
        try:
            async for text in self.socket:
                await self._take(json.loads(text))
        except Exception:  # noqa: BLE001, S110 -- the end of the line, however it came
            pass
        finally:
            self.changed.set()

    async def _take(self, frame: dict[str, Any]) -> None:
        self.frames.append(frame)
        if frame["t"] == "ev":
            now = time.monotonic()
            for event in frame["events"]:
                self.events.setdefault(frame["thread"], []).append(event)
                self.arrived.setdefault(event["seq"], now)
            self.unconfirmed += len(frame["events"])
            if self.confirms and self.unconfirmed >= 20:
                self.unconfirmed = 0
                await self.say(t="ack", thread=frame["thread"], seq=frame["to"])
        self.changed.set()

    async def until(self, holds: Any, seconds: float = SOON) -> None:
        """Wait until something holds; fails with the frames so far."""
        async with asyncio.timeout(seconds):
            while not holds():
                self.changed.clear()
                if self.task.done():
                    assert holds(), self.frames[-5:]
                    return
                await self.changed.wait()

    async def frame(self, kind: str, seconds: float = SOON) -> dict[str, Any]:
        """The first frame of a kind, waited for."""
        await self.until(lambda: any(one["t"] == kind for one in self.frames), seconds)
        return next(one for one in self.frames if one["t"] == kind)

    async def closed(self, seconds: float = SOON) -> int | None:
        """The code with which the server closed."""
        await asyncio.wait_for(self.task, seconds)
        return self.socket.close_code

    def numbers(self, thread: int) -> list[int]:
        """The numbers of the events that came, in the order in which they came."""
        return [event["seq"] for event in self.events.get(thread, [])]


async def dial(server: Running, cookie: str = "", **more: Any) -> ClientConnection:
    """A bare socket of a session, as our page opens it; `more` replaces the page's manners."""
    wanted: dict[str, Any] = {
        "origin": server.url,
        "subprotocols": ["ctp1"],
        "additional_headers": {"Cookie": f"sessionid={cookie}"} if cookie else {},
        "open_timeout": SOON,
        **more,
    }
    return await connect(server.ws, **wanted)


async def reader(server: Running, cookie: str, after: dict[int, int], **more: Any) -> Reader:
    """A socket that has said hello and follows threads: {thread: number it has come to}."""
    found = Reader(await dial(server, cookie), **more)
    await found.say(t="hello", v=1, tab="test")
    for thread, number in after.items():
        await found.say(t="sub", thread=thread, after=number)
    await found.until(
        lambda: sum(one["t"] in ("subok", "err") for one in found.frames) == len(after)
    )
    return found


async def readers(
    server: Running, cookies: Iterable[str], thread: int, after: int, count: int
) -> list[Reader]:
    """Many sockets on one thread, spread over the sessions, opened twenty at a time.

    A person has five at most: start the server with SOCKETS_PER_USER, SOCKETS and
    POSTS_PER_MINUTE large enough for what is measured.
    """
    keys, found = list(cookies), []
    for begin in range(0, count, 20):
        batch = range(begin, min(begin + 20, count))
        found += await asyncio.gather(
            *(reader(server, keys[n % len(keys)], {thread: after}) for n in batch)
        )
    return found


class Follower:
    """A reader who comes back whenever the line breaks, as our page does, from where it was."""

    def __init__(self, server: Running, cookie: str, thread: int) -> None:
        self.server, self.cookie, self.thread = server, cookie, thread
        self.numbers: list[int] = []
        self.codes: list[int | None] = []
        self.changed = asyncio.Event()
        self.task = asyncio.create_task(self._follow())

    async def _follow(self) -> None:
        while True:
            try:
                socket = await dial(self.server, self.cookie)
                async with socket:
                    await self._read(socket)
                self.codes.append(socket.close_code)
            except (OSError, WebSocketException, TimeoutError):
                pass
            await asyncio.sleep(0.2)

    async def _read(self, socket: ClientConnection) -> None:
        last = self.numbers[-1] if self.numbers else 0
        await socket.send(json.dumps({"t": "hello", "v": 1, "tab": "follower"}))
        await socket.send(json.dumps({"t": "sub", "thread": self.thread, "after": last}))
        async for text in socket:
            frame = json.loads(text)
            if frame["t"] == "ev":
                self.numbers += [event["seq"] for event in frame["events"]]
                ack = {"t": "ack", "thread": self.thread, "seq": frame["to"]}
                await socket.send(json.dumps(ack))
                self.changed.set()

    async def has(self, count: int, seconds: float = 3 * SOON) -> list[int]:
        """Wait until so many events came; returns all numbers in the order in which they came."""
        async with asyncio.timeout(seconds):
            while len(self.numbers) < count:
                self.changed.clear()
                await self.changed.wait()
        return self.numbers

    async def stop(self) -> None:
        self.task.cancel()
        await asyncio.gather(self.task, return_exceptions=True)
