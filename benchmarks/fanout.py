"""One thread, a hundred readers: how long until each has a post, beside raw sockets and Channels.

All three sit on Daphne and take posts over HTTP. Told is how long it takes from sending the POST
until a reader's socket has the post, with a hundred readers and with one; the latter is what the
post itself costs: ours signs in, checks rights and commits to disk, the others do nothing of the
kind. Fan-out is what the other readers add: the difference of the two, at p95.
"""

from __future__ import annotations

import asyncio
import contextlib
import http.client
import json
import statistics
import time
import uuid
from dataclasses import dataclass, field

from websockets.asyncio.client import connect

from benchmarks.stage import Running

READERS = 100
SOCKETS_EACH = 5  # of one person, the platform's limit
A_SECOND = 8  # posts
PATIENCE = 20  # seconds until the last reader must have the last post
ACK_EVERY = 20  # events, as the page does it
WORDS = "Паводковая волна ожидается к утру, дежурные оповещены. " * 6


@dataclass
class Room:
    """A thread of one of the servers, and what its readers have received."""

    name: str
    server: Running
    readers: int
    thread: int = 0  # of the platform; the others go by the name of the room
    head: int = 0
    sessions: list[str] = field(default_factory=list)
    sent: dict[str, float] = field(default_factory=dict)
    waits: list[float] = field(default_factory=list)
    all_came: asyncio.Event = field(default_factory=asyncio.Event)
    expected: int = 0

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.server.port}"

    @property
    def socket_address(self) -> str:
        address = f"{self.origin.replace('http', 'ws')}/ws/v1/"
        return address if self.thread else f"{address}?{self.readers}"

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

    def keys_of(self, text: str) -> tuple[list[str], int]:
        """The keys of the posts in a frame, and how far the thread has come with it."""
        frame = json.loads(text)
        if not self.thread:
            return [frame["key"]], 0
        if frame["t"] != "ev":
            return [], 0
        posts = [one["post"]["key"] for one in frame["events"] if one["kind"] == "post.new"]
        return posts, frame["to"]

    def came(self, keys: list[str]) -> None:
        """A reader has these posts now."""
        now = time.perf_counter()
        self.waits += [1000 * (now - self.sent[key]) for key in keys if key in self.sent]
        if len(self.waits) >= self.expected:
            self.all_came.set()


@dataclass
class Run:
    """One run in one room."""

    waits: list[float]  # milliseconds until a reader had a post, of every delivery
    cpu: float  # milliseconds of the server for one post and all its deliveries
    lost: int


@dataclass
class Pair:
    """The same posts with all readers and with one."""

    many: Run
    one: Run

    @property
    def fan_out(self) -> float:
        """Milliseconds the other readers add, at p95."""
        return p95(self.many.waits) - p95(self.one.waits)

    @property
    def delivery(self) -> float:
        """Microseconds of the server for each further reader."""
        return 1000 * (self.many.cpu - self.one.cpu) / (READERS - 1)


def together(pairs: list[Pair]) -> Pair:
    """All runs of one side as one."""

    def joined(runs: list[Run]) -> Run:
        waits = [wait for run in runs for wait in run.waits]
        return Run(waits, statistics.mean(run.cpu for run in runs), sum(run.lost for run in runs))

    return Pair(joined([pair.many for pair in pairs]), joined([pair.one for pair in pairs]))


def p50(waits: list[float]) -> float:
    """What half stays below."""
    return statistics.median(waits or [1000 * PATIENCE])


def p95(waits: list[float]) -> float:
    """What nineteen of twenty stay below; nothing at all counts as the whole patience."""
    ordered = sorted(waits) or [1000 * PATIENCE]
    return ordered[int(0.95 * (len(ordered) - 1))]


async def read(room: Room, number: int, ready: asyncio.Event) -> None:
    """One reader's socket, for as long as the benchmark goes on."""
    options: dict = {"origin": room.origin, "max_queue": None, "compression": None}
    if room.thread:
        session = room.sessions[number // SOCKETS_EACH]
        options["additional_headers"] = {"Cookie": f"sessionid={session}"}
        options["subprotocols"] = ["ctp1"]
    async with connect(room.socket_address, **options) as socket:
        if room.thread:
            await socket.send(json.dumps({"t": "hello", "v": 1, "tab": f"bench{number}"}))
            sub = {"t": "sub", "thread": room.thread, "after": room.head}
            await socket.send(json.dumps(sub))
            while json.loads(await socket.recv())["t"] != "subok":
                pass
        ready.set()
        acked = room.head
        async for text in socket:
            keys, reached = room.keys_of(text)
            room.came(keys)
            if reached >= acked + ACK_EVERY:
                acked = reached
                ack = {"t": "ack", "thread": room.thread, "seq": reached}
                await socket.send(json.dumps(ack))


def post(room: Room, connection: http.client.HTTPConnection, key: str) -> None:
    """Send one post and read the answer."""
    path, body, headers = room.request(key)
    room.sent[key] = time.perf_counter()
    connection.request("POST", path, body, headers)
    answer = connection.getresponse()
    answer.read()
    if answer.status != 201:
        raise SystemExit(f"{room.name}: a post was answered with {answer.status}")


async def run(room: Room, posts: int) -> Run:
    """So many posts at an even pace, and what they cost."""
    room.waits.clear()
    room.sent.clear()
    room.all_came.clear()
    room.expected = posts * room.readers
    connection = http.client.HTTPConnection("127.0.0.1", room.server.port, timeout=PATIENCE)
    cpu, began = room.server.cpu(), time.perf_counter()
    for number in range(posts):
        await asyncio.sleep(max(0, began + number / A_SECOND - time.perf_counter()))
        await asyncio.to_thread(post, room, connection, str(uuid.uuid4()))
    with contextlib.suppress(TimeoutError):  # the report counts what is lost
        await asyncio.wait_for(room.all_came.wait(), PATIENCE)
    connection.close()
    return Run(
        waits=list(room.waits),
        cpu=1000 * (room.server.cpu() - cpu) / posts,
        lost=room.expected - len(room.waits),
    )


async def enter(rooms: list[Room]) -> list[asyncio.Task]:
    """All readers of all rooms, in and listening."""
    readers = []
    for room in rooms:
        for number in range(room.readers):
            ready = asyncio.Event()
            readers.append(asyncio.create_task(read(room, number, ready)))
            waiting = asyncio.create_task(ready.wait())
            done, _rest = await asyncio.wait(
                {readers[-1], waiting}, timeout=PATIENCE, return_when=asyncio.FIRST_COMPLETED
            )
            if waiting not in done:
                raise SystemExit(f"{room.name}: reader {number} did not get in")
    return readers


async def measure(
    sides: dict[str, tuple[Room, Room]], runs: int, posts: int
) -> dict[str, list[Pair]]:
    """All sides in turn, so many times; each round begins with another side."""
    readers = await enter([room for pair in sides.values() for room in pair])
    results: dict[str, list[Pair]] = {name: [] for name in sides}
    for many, one in sides.values():  # what is made at the first post is made before the clock
        await run(many, 5)
        await run(one, 5)
    names = list(sides)
    for number in range(runs):
        turn = number % len(names)
        for name in names[turn:] + names[:turn]:
            many, one = sides[name]
            alone = await run(one, posts)
            results[name].append(Pair(one=alone, many=await run(many, posts)))
    for reader in readers:
        reader.cancel()
    await asyncio.gather(*readers, return_exceptions=True)
    return results
