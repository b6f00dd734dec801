"""A proxy of the kind that stands in some offices: pages pass, sockets do not."""

import socket
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from itertools import cycle
from socketserver import StreamRequestHandler, ThreadingTCPServer

REFUSALS = cycle([b"403 Forbidden", b"502 Bad Gateway"])


class Proxy(ThreadingTCPServer):
    """Listens on a port of its own for the server behind it."""

    daemon_threads = True

    def __init__(self, behind: str) -> None:
        super().__init__(("127.0.0.1", 0), Passing)
        host, port = behind.removeprefix("http://").split(":")
        self.behind, self.refused = (host, int(port)), 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class Passing(StreamRequestHandler):
    """One connection of a browser."""

    def handle(self) -> None:
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            if not (line := self.rfile.readline()):
                return
            head += line
        if b"\r\nupgrade: websocket" in head.lower():
            self.server.refused += 1  # type: ignore[attr-defined]
            refusal = next(REFUSALS)
            self.wfile.write(b"HTTP/1.1 %s\r\nContent-Length: 0\r\n\r\n" % refusal)
            return
        behind = self.server.behind  # type: ignore[attr-defined]
        with closing(socket.create_connection(behind)) as server:
            server.sendall(head)
            back = threading.Thread(target=pump, args=(server.recv, self.wfile.write), daemon=True)
            back.start()
            pump(self.rfile.read1, server.sendall)  # type: ignore[attr-defined]


def pump(take, give) -> None:
    """Pass on whatever comes, until either side ends."""
    with suppress(OSError, ValueError):
        while piece := take(65_536):
            give(piece)


@contextmanager
def without_sockets(behind: str) -> Iterator[Proxy]:
    """A proxy before a server, until the block ends."""
    with Proxy(behind) as proxy:
        threading.Thread(target=proxy.serve_forever, daemon=True).start()
        try:
            yield proxy
        finally:
            proxy.shutdown()
