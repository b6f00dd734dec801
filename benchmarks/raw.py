"""The least a live thread can cost on Daphne: a set of sockets and a loop, nothing kept.

`python -m benchmarks.raw PORT`: POST anything, and every open socket of the same query string
receives it.
"""

from __future__ import annotations

import sys
from collections import defaultdict

from benchmarks.listening import body_of, listen, reply

rooms = defaultdict(set)


async def application(scope, receive, send):
    """One request or socket."""
    if scope["type"] == "http":
        text = (await body_of(receive)).decode()
        for reader in list(rooms[scope["query_string"]]):
            await reader({"type": "websocket.send", "text": text})
        await reply(send, 201 if text else 200)
        return
    await receive()
    await send({"type": "websocket.accept"})
    rooms[scope["query_string"]].add(send)
    try:
        while (await receive())["type"] != "websocket.disconnect":
            pass
    finally:
        rooms[scope["query_string"]].discard(send)


if __name__ == "__main__":
    listen(application, int(sys.argv[1]))
