"""The least a live thread can cost on Daphne: a set of sockets and a loop, nothing kept.

`python -m benchmarks.raw PORT`: POST anything, and every open socket receives it.
"""

from __future__ import annotations

import sys

from benchmarks.listening import body_of, listen, reply

readers = set()


async def application(scope, receive, send):
    """One request or socket."""
    if scope["type"] == "http":
        text = (await body_of(receive)).decode()
        for reader in list(readers):
            await reader({"type": "websocket.send", "text": text})
        await reply(send, 201 if text else 200)
        return
    await receive()
    await send({"type": "websocket.accept"})
    readers.add(send)
    try:
        while (await receive())["type"] != "websocket.disconnect":
            pass
    finally:
        readers.discard(send)


if __name__ == "__main__":
    listen(application, int(sys.argv[1]))
