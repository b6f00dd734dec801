"""One thread, up to a thousand readers: how long until each has a post, beside raw and stock.

All three sit on Daphne and take posts over HTTP. Told is how long it takes from sending the POST
until a reader's socket has the post, with all readers and with one; the latter is what the post
itself costs: ours signs in, checks rights and commits to disk, the others do nothing of the kind.
Fan-out is what the other readers add: how long after the first reader each one has the post, at
p95, and how much later than a single reader the first one has it, at the median.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import http.client
import json
import statistics
import time
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from benchmarks.listener import ACK_SECONDS, Listener
from benchmarks.stage import Running

SOCKETS_EACH = 5  # of one person, the platform's limit
AT_ONCE = 20  # sockets that are opened together
ALONE_A_SECOND = 8  # posts to a single reader
STOCK_A_SECOND, STOCK_POSTS = 1, 8  # more than that it does not manage with a thousand readers
PATIENCE = 20  # seconds until the last reader must have the last post
WORDS = "Паводковая волна ожидается к утру, дежурные оповещены. " * 6


class Size(NamedTuple):
    """So many readers, pace and number of the posts of one run, how much of raw it may be."""

    readers: int
    a_second: float
    posts: int
    of_raw: float  # times


# the largest first: memory is what they add to a server that had none
SIZES = (Size(1000, 2, 40, 5.0), Size(500, 4, 40, 3.0), Size(100, 8, 40, 3.0))
SHORT_SIZES = (Size(100, 8, 8, 3.0),)


@dataclass
class Room:
    """A thread of one of the servers, and what its readers have received."""

    name: str
    server: Running
    readers: int
    thread: int = 0  # of the platform; the others go by the number of readers
    head: int = 0
    sessions: list[str] = field(default_factory=list)
    sent: dict[str, float] = field(default_factory=dict)
    waits: dict[str, list[float]] = field(default_factory=dict)
    awaited: int = 0  # deliveries
    all_came: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.server.port}"

    @property
    def socket_path(self) -> str:
        return "/ws/v1/" if self.thread else f"/ws/v1/?{self.readers}"

    def manners(self, number: int) -> list[str]:
        """What else a reader says at the door of the platform."""
        if not self.thread:
            return []
        session = self.sessions[number // SOCKETS_EACH]
        return [f"Cookie: sessionid={session}", "Sec-WebSocket-Protocol: ctp1"]

    def request(self, key: str) -> tuple[str, bytes, dict[str, str]]:
        """Path, body and headers of one post."""
        if not self.thread:
            frame = {"t": "ev", "thread": 1, "key": key, "html": f"<p>{WORDS}</p>"}
            return f"/?{self.readers}", json.dumps(frame, ensure_ascii=False).encode(), {}
        token = "a" * 32
        headers = {
            "Content-Type": "application/json",
            "Cookie": f"sessionid={self.sessions[0]}; csrftoken={token}",
            "X-CSRFToken": token,
            "Origin": self.origin,
        }
        body = json.dumps({"body": WORDS, "key": key}, ensure_ascii=False).encode()
        return f"/api/v1/threads/{self.thread}/posts/", body, headers

    def came(self, keys: Iterable[str], now: float) -> None:
        """A reader has these posts since a moment."""
        for key in keys:
            if key in self.sent:
                self.waits.setdefault(key, []).append(1000 * (now - self.sent[key]))
                self.awaited -= 1
        if self.awaited <= 0:
            self.all_came.set()


@dataclass
class Run:
    """One run in one room."""

    readers: int
    posts: list[list[float]]  # milliseconds until each reader had it
    cpu: float  # milliseconds of the server for one post and all its deliveries
    lost: int

    @property
    def waits(self) -> list[float]:
        """Of every delivery, from the POST."""
        return [wait for post in self.posts for wait in post]

    @property
    def firsts(self) -> list[float]:
        """Of the first reader of each post."""
        return [min(post) for post in self.posts]

    @property
    def behind(self) -> list[float]:
        """Of every delivery, from the first of the same post."""
        return [wait - min(post) for post in self.posts for wait in post]


@dataclass
class Pair:
    """The same posts with all readers and with one."""

    many: Run
    one: Run

    @property
    def fan_out(self) -> float:
        """Milliseconds the other readers add, at p95."""
        later = p50(self.many.firsts) - p50(self.one.waits)
        return p95(self.many.behind) + max(0.0, later)

    @property
    def delivery(self) -> float:
        """Microseconds of the server for each further reader."""
        return 1000 * (self.many.cpu - self.one.cpu) / (self.many.readers - 1)


@dataclass
class Found:
    """What one size came to: {side: its runs}, {side: kilobytes of memory per socket}."""

    size: Size
    runs: dict[str, list[Pair]]
    memory: dict[str, float]


def together(pairs: list[Pair]) -> Pair:
    """All runs of one side as one."""

    def joined(runs: list[Run]) -> Run:
        posts = [post for run in runs for post in run.posts]
        cpu = statistics.mean(run.cpu for run in runs)
        return Run(runs[0].readers, posts, cpu, sum(run.lost for run in runs))

    return Pair(joined([pair.many for pair in pairs]), joined([pair.one for pair in pairs]))


def p50(waits: list[float]) -> float:
    """What half stays below."""
    return statistics.median(waits or [1000 * PATIENCE])


def p95(waits: list[float]) -> float:
    """What nineteen of twenty stay below; nothing at all counts as the whole patience."""
    ordered = sorted(waits) or [1000 * PATIENCE]
    return ordered[int(0.95 * (len(ordered) - 1))]


def post(room: Room, connection: http.client.HTTPConnection, key: str) -> None:
    """Send one post and read the answer."""
    path, body, headers = room.request(key)
    room.sent[key] = time.perf_counter()
    connection.request("POST", path, body, headers)
    answer = connection.getresponse()
    content = answer.read()
    if answer.status != 201:
        raise SystemExit(f"{room.name}: a post was answered with {answer.status}")
    if room.thread:
        room.head = json.loads(content)["seq"]


async def run(room: Room, posts: int, a_second: float) -> Run:
    """So many posts at an even pace, and what they cost until the last is confirmed."""
    room.waits.clear()
    room.sent.clear()
    room.all_came.clear()
    room.awaited = posts * room.readers
    connection = http.client.HTTPConnection("127.0.0.1", room.server.port, timeout=PATIENCE)
    cpu, began = room.server.cpu(), time.perf_counter()
    for number in range(posts):
        await asyncio.sleep(max(0, began + number / a_second - time.perf_counter()))
        await asyncio.to_thread(post, room, connection, str(uuid.uuid4()))
    with contextlib.suppress(TimeoutError):  # the report counts what is lost
        await asyncio.wait_for(room.all_came.wait(), PATIENCE)
    if room.thread:
        await asyncio.sleep(ACK_SECONDS + 0.3)
    connection.close()
    return Run(
        readers=room.readers,
        posts=list(room.waits.values()),
        cpu=1000 * (room.server.cpu() - cpu) / posts,
        lost=room.awaited,
    )


async def enter(room: Room) -> list[Listener]:
    """All readers of a room, in and listening."""
    loop, found = asyncio.get_running_loop(), []
    for begin in range(0, room.readers, AT_ONCE):
        batch = range(begin, min(begin + AT_ONCE, room.readers))
        pairs = await asyncio.gather(*(
            loop.create_connection(
                lambda number=number: Listener(room, number), "127.0.0.1", room.server.port
            )
            for number in batch
        ))  # fmt: skip
        found += [listener for _transport, listener in pairs]
        async with asyncio.timeout(PATIENCE):
            await asyncio.gather(*(listener.inside for _transport, listener in pairs))
    return found


async def measure(sides: dict[str, tuple[Room, Room]], size: Size, runs: int) -> Found:
    """All sides in turn, so many times; each round begins with another side."""
    listeners: list[Listener] = []
    memory: dict[str, float] = {}
    for name, (many, one) in sides.items():
        listeners += await enter(one)
        await run(one, 5, ALONE_A_SECOND)  # what is made at the first post is made before the clock
        before = many.server.megabytes()
        listeners += await enter(many)
        await run(many, 2, 1)
        memory[name] = 1024 * (many.server.megabytes() - before) / size.readers
    results: dict[str, list[Pair]] = {name: [] for name in sides}
    names = list(sides)
    gc.collect()
    gc.freeze()
    gc.disable()  # of the readers, not of the servers
    try:
        for number in range(runs):
            turn = number % len(names)
            for name in names[turn:] + names[:turn]:
                results[name].append(await in_turn(name, *sides[name], size))
    finally:
        gc.enable()
    for listener in listeners:
        listener.transport.abort()
    await asyncio.sleep(2)  # until the servers have noticed
    return Found(size, results, memory)


async def in_turn(name: str, many: Room, one: Room, size: Size) -> Pair:
    """One run of one side."""
    posts, a_second = size.posts, size.a_second
    if name == "stock" and size.readers > 100:
        posts, a_second = min(posts, STOCK_POSTS), STOCK_A_SECOND
    alone = await run(one, posts, ALONE_A_SECOND)
    return Pair(one=alone, many=await run(many, posts, a_second))
