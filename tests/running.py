"""The platform as it runs: `manage.py serve` as its own process, on a database of its own.

`serving` is a server that is only spoken to. While `running_server` runs, this process looks at
the same database, as a command beside the server would: tests arrange with verbs, sign people in
by rows of sessions, and read what was stored.
"""

import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from urllib.error import URLError

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection

from coalition.models import User
from tests.database import ROOT, close_everything, copy_files, copy_for_worker, founded_template
from tests.environment import DATA_DIR

PATIENCE = 180  # seconds; a busy machine is no fault


@dataclass
class Running:
    """A server that answers: where, with which files, who has signed in already."""

    url: str
    log: Path
    process: subprocess.Popen
    folder: Path
    environment: dict[str, str] = field(repr=False)
    program: tuple[str, ...] = ("manage.py", "serve")
    cookies: dict[str, list] = field(default_factory=dict)  # of browsers, by person

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

    def held(self, what: str = "VmRSS") -> int:
        """Bytes of memory it holds now, or held at most so far ("VmHWM")."""
        status = Path(f"/proc/{self.process.pid}/status").read_text("ascii")
        line = next(line for line in status.splitlines() if line.startswith(what))
        return int(line.split()[1]) * 1024

    def kill(self) -> None:
        """Stop it as a power cut would."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        """Ask it to end, and see that it does."""
        if self.process is None or self.process.poll() is not None:
            return
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.kill()

    def start(self) -> None:
        """Start, again after a kill, on the same address and data."""
        with self.log.open("ab") as out:
            self.process = subprocess.Popen(
                [sys.executable, *self.program],
                cwd=ROOT,
                env=self.environment,
                stdout=out,
                stderr=out,
            )
        wait_for(self)

    def said(self) -> str:
        """Everything the server wrote to its log."""
        return self.log.read_text("utf-8", "replace")


def wait_for(server: Running) -> None:
    """Until it answers; fails with its log when it does not."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if server.process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{server.url}/healthz", timeout=10) as answer:
                if answer.status == 200:
                    return
        except (URLError, OSError):
            time.sleep(0.05)
    raise AssertionError(f"the server did not start:\n{server.said()}")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@cache
def collected() -> Path:
    """Styles, scripts and compiled words, made once for all servers of this run."""
    folder = DATA_DIR / "collecting"
    environment = {**os.environ, "DATA_DIR": str(folder)}
    for command in (["compile_catalogues"], ["collectstatic", "--noinput", "-v0"]):
        subprocess.run(
            [sys.executable, ROOT / "manage.py", *command], env=environment, check=True,
            stdout=subprocess.DEVNULL,
        )  # fmt: skip
    return folder / "static"


def prepared(fault: str = "", **environment: str) -> Running:
    """A server that has not begun: a folder and a port of its own, founded files."""
    DATA_DIR.mkdir(parents=True, exist_ok=True)
    folder, port = Path(mkdtemp(dir=DATA_DIR)), free_port()
    url = f"http://127.0.0.1:{port}"
    env = {**os.environ, "DATA_DIR": str(folder), "PORT": str(port), "SITE_URL": url, **environment}
    founded_template()
    copy_files(folder)
    (folder / "static").symlink_to(collected())
    server = Running(url, folder / "server.log", None, folder, env)  # type: ignore[arg-type]
    if fault:
        server.program = ("-m", "tests.faulty", fault)
    return server


def lay_database(server: Running) -> str:
    """A file with the founded database for a server; returns where it lies."""
    file = server.folder / "coalition.sqlite3"
    shutil.copyfile(founded_template(), file)
    with closing(sqlite3.connect(file)) as rows:
        rows.execute("UPDATE wagtailcore_site SET port = ?", [server.environment["PORT"]])
        rows.commit()
    return str(file)


@contextmanager
def serving(*, fault: str = "", **environment: str) -> Iterator[Running]:
    """Run a server on SQLite that this process only speaks to, until the block ends."""
    server = prepared(fault, **environment)
    for name in ("DATABASE_URL", "REDIS_URL"):
        server.environment.pop(name, None)
    lay_database(server)
    try:
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(server.folder, ignore_errors=True)


@contextmanager
def running_server(*, fault: str = "", **environment: str) -> Iterator[Running]:
    """Run a server on a fresh copy of the founded database, until the block ends.

    `environment` adds settings, such as POSTS_PER_MINUTE="1000"; `fault` is a part that fails,
    one of tests/faulty.py. On PostgreSQL the server shares
    the database of this test worker, which is laid anew afterwards.
    """
    server, before = prepared(fault, **environment), connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        close_everything()
        connection.settings_dict["NAME"] = lay_database(server)
    else:
        address = os.environ["DATABASE_URL"].rsplit("/", 1)[0] + f"/{before}"
        server.environment["DATABASE_URL"] = address
    try:
        server.start()
        yield server
    finally:
        server.stop()
        connection.settings_dict["NAME"] = before
        copy_for_worker(founded_template())
        shutil.rmtree(server.folder, ignore_errors=True)


@contextmanager
def another_process(server: Running) -> Iterator[Running]:
    """A second process beside a server, on the same PostgreSQL and Redis."""
    port = free_port()
    other = Running(
        f"http://127.0.0.1:{port}", server.folder / "other.log", None, server.folder,  # type: ignore[arg-type]
        {**server.environment, "PORT": str(port), "SITE_URL": f"http://127.0.0.1:{port}"},
    )  # fmt: skip
    try:
        other.start()
        yield other
    finally:
        other.stop()
