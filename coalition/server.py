"""The server of pages and sockets: Daphne, with everything that must begin with it."""

from __future__ import annotations

import gc
import os
from typing import Any, cast

os.environ.setdefault("ASGI_THREADS", "16")

from daphne import http_protocol, ws_protocol
from daphne.server import Server
from django.conf import settings
from twisted.internet import reactor
from twisted.internet.base import ReactorBase

from coalition import lifespan
from coalition.afterwards import Follower
from coalition.jobs import Worker
from coalition.periodic import Loop
from coalition.sqlite.base import keep

KEPT = 8  # open connections to an SQLite file that wait for a request
HARD_LIMIT = 8 * settings.BODY_LIMIT  # past this the connection is cut, not answered


class WebRequest(http_protocol.WebRequest):
    """Daphne's request without Twisted's own reading of forms.

    Twisted would parse an upload with its e-mail parser on the event loop: a second of standstill
    and half a gigabyte for 30 MB (daphne issue 447), and a bare 400 for an empty form.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("parsePOSTFormSubmission", False)
        super().__init__(*args, **kwargs)
        self.came = 0

    def handleContentChunk(self, data: bytes) -> None:  # noqa: N802 -- Twisted's name
        self.came += len(data)
        if self.came <= settings.BODY_LIMIT:
            super().handleContentChunk(data)
        elif self.came > HARD_LIMIT or not self.requestHeaders.hasHeader(b"content-length"):
            self.channel.loseConnection()
        # else the length already told BodyCap to answer 413; the rest is not worth the memory


class WebSocket(ws_protocol.WebSocketProtocol):
    """Daphne's socket, whose limit on messages is for what comes in, not for what we send."""

    maxMessagePayloadSize: int  # noqa: N815 -- Autobahn's name
    # seconds a closed reader has to take the reason: after Autobahn's own one second the line is
    # cut, and a slow phone, or one still sending, sees an accident instead of the code
    closeHandshakeTimeout = 10  # noqa: N815 -- Autobahn's name

    def sendMessage(self, *args: Any, **kwargs: Any) -> None:  # noqa: N802 -- Autobahn's name
        limit, self.maxMessagePayloadSize = self.maxMessagePayloadSize, 0
        try:
            super().sendMessage(*args, **kwargs)
        finally:
            self.maxMessagePayloadSize = limit


def build(host: str, port: int, ready: Any = None) -> Server:
    """A server that listens on one address; `run()` it in the main thread."""
    from coalition.asgi import application  # noqa: PLC0415 -- Django must be ready first

    http_protocol.WebRequest = WebRequest  # type: ignore[misc]
    ws_protocol.WebSocketFactory.protocol = WebSocket
    return Server(
        application=application,
        endpoints=[f"tcp:port={port}:interface={host.replace(':', chr(92) + ':')}"],
        websocket_max_message_size=16_384,
        websocket_max_frame_size=16_384,
        websocket_handshake_timeout=5,
        ping_interval=settings.LIVE["ping_seconds"],
        ping_timeout=1.5 * settings.LIVE["ping_seconds"],
        application_close_timeout=5,
        server_name="coalition",
        ready_callable=ready,
        verbosity=0,
        proxy_forwarded_address_header="X-Forwarded-For" if settings.SECURE else None,
        proxy_forwarded_proto_header="X-Forwarded-Proto" if settings.SECURE else None,
    )


def settle() -> None:
    """What is loaded now stays: the collector need not walk it again while pages are answered."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def run(host: str, port: int, ready: Any = None) -> None:
    """Serve until stopped; beside it what repeats, what takes long and what follows a deed."""
    server = build(host, port, ready)
    loop, worker, follower = Loop(), Worker(), Follower()
    for thread in (loop, worker, follower):
        thread.start()
    cast("ReactorBase", reactor).callLater(0, lifespan.start)  # once the event loop runs
    settle()
    keep(KEPT)
    try:
        server.run()
    finally:
        loop.stopping.set()
        worker.stop()
        follower.stop()
        keep(0)
