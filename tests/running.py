"""A real server for tests: `manage.py serve` as its own process, on a database of its own.

While it runs, this process looks at the same database, as a command beside the server would:
tests arrange with verbs, sign people in by rows of sessions, and read what was stored.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import mkdtemp
from urllib.error import URLError

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection, connections

from coalition.models import User
from tests.database import ROOT, founded_template

PATIENCE = 30


@dataclass
class Running:
    """A server that answers."""

    url: str
    log: Path
    process: subprocess.Popen
    folder: Path
    environment: dict[str, str] = field(repr=False)

    @property
    def ws(self) -> str:
        """Where live threads are spoken."""
        return self.url.replace("http", "ws", 1) + "/ws/v1/"

    def session(self, name: str) -> str:
        """Sign one of the demonstration's people in; returns the key of the session."""
        user = User.objects.get(email=f"{name}@demo.invalid")
        store = SessionStore()
        store[SESSION_KEY] = str(user.pk)
        store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        store[HASH_SESSION_KEY] = user.get_session_auth_hash()
        store.create()
        return store.session_key

    def cookie(self, name: str) -> dict[str, str]:
        """The header that signs one of the people in."""
        return {"Cookie": f"sessionid={self.session(name)}"}

    def browser_cookie(self, name: str) -> dict[str, str]:
        """The same for a browser: context.add_cookies([server.browser_cookie("chair")])."""
        return {"name": "sessionid", "value": self.session(name), "url": self.url}

    def kill(self) -> None:
        """Stop it as a power cut would."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def start(self) -> None:
        """Start, again after a kill, on the same address and data."""
        with self.log.open("ab") as out:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "serve"],
                cwd=ROOT,
                env=self.environment,
                stdout=out,
                stderr=out,
            )
        wait_for(self)

    def said(self) -> str:
        """Everything the server wrote to its log."""
        return self.log.read_text("utf-8", "replace")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(server: Running) -> None:
    """Until it answers; fails with its log when it does not."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if server.process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{server.url}/healthz", timeout=2) as answer:
                if answer.status == 200:
                    return
        except (URLError, OSError):
            time.sleep(0.05)
    raise AssertionError(f"the server did not start:\n{server.said()}")


def collected_static() -> Path:
    """Styles and scripts collected once for all servers of this run."""
    folder = settings.DATA_DIR / "static-of-tests"
    mark = folder / ".collected"
    newest = max(
        file.stat().st_mtime
        for file in (ROOT / "coalition" / "static").rglob("*")
        if file.is_file()
    )
    if not mark.exists() or mark.stat().st_mtime < newest:
        shutil.rmtree(folder, ignore_errors=True)
        subprocess.run(
            [sys.executable, "manage.py", "collectstatic", "--noinput", "-v0"],
            cwd=ROOT,
            env={**os.environ, "DATA_DIR": str(folder.parent / "collecting")},
            check=True,
        )
        shutil.move(folder.parent / "collecting" / "static", folder)
        mark.touch()
    return folder


@contextmanager
def running_server(*, static: bool = False, **environment: str) -> Iterator[Running]:
    """Run a server on a fresh copy of the founded database, until the block ends.

    `static` gives it collected styles and scripts, for a browser; `environment` adds settings,
    such as POSTS_PER_MINUTE="1000". On PostgreSQL it shares the database of this test worker.
    """
    folder, port = Path(mkdtemp(dir=settings.DATA_DIR)), free_port()
    url = f"http://127.0.0.1:{port}"
    env = {**os.environ, "DATA_DIR": str(folder), "PORT": str(port), "SITE_URL": url, **environment}
    before = connection.settings_dict["NAME"]
    connections.close_all()
    if connection.vendor == "sqlite":
        shutil.copyfile(founded_template(), folder / "coalition.sqlite3")
        connection.settings_dict["NAME"] = str(folder / "coalition.sqlite3")
    else:
        env["DATABASE_URL"] = os.environ["DATABASE_URL"].rsplit("/", 1)[0] + f"/{before}"
    if static:
        (folder / "static").symlink_to(collected_static())
    server = Running(url, folder / "server.log", None, folder, env)  # type: ignore[arg-type]
    try:
        server.start()
        yield server
    finally:
        if server.process is not None and server.process.poll() is None:
            server.process.terminate()
            try:
                server.process.wait(10)
            except subprocess.TimeoutExpired:
                server.kill()
        connections.close_all()
        connection.settings_dict["NAME"] = before
        shutil.rmtree(folder, ignore_errors=True)
