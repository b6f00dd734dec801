"""Daphne as `manage.py serve` runs it, for an application of a benchmark."""

from __future__ import annotations

import gc


async def body_of(receive) -> bytes:
    """The whole body of a request."""
    body = b""
    while True:
        event = await receive()
        body += event.get("body", b"")
        if not event.get("more_body"):
            return body


async def reply(send, status: int) -> None:
    """A short answer."""
    await send({"type": "http.response.start", "status": status, "headers": []})
    await send({"type": "http.response.body", "body": b"{}"})


def listen(application, port: int) -> None:
    """Serve until stopped, with the same setting of the collector as the platform."""
    from daphne.server import Server  # noqa: PLC0415 -- installs the event loop

    server = Server(
        application=application,
        endpoints=[f"tcp:port={port}:interface=127.0.0.1"],
        verbosity=0,
        ping_interval=20,
        ping_timeout=30,
    )
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
    server.run()
