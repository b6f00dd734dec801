"""A real server for tests: `manage.py serve` as its own process, on a database of its own.

While it runs, this process looks at the same database, as a command beside the server would:
tests arrange with verbs, sign people in by rows of sessions, and read what was stored.
"""

import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
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
from tests.server import free_port

PATIENCE = 30


@dataclass
class Running:
    """A server that answers."""

    url: str
    log: Path
    process: subprocess.Popen
    folder: Path
    environment: dict[str, str] = field(repr=False)
    program: tuple[str, ...] = ("manage.py", "serve")

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
            with urllib.request.urlopen(f"{server.url}/healthz", timeout=2) as answer:
                if answer.status == 200:
                    return
        except (URLError, OSError):
            time.sleep(0.05)
    raise AssertionError(f"the server did not start:\n{server.said()}")


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


@contextmanager
def running_server(*, fault: str = "", **environment: str) -> Iterator[Running]:
    """Run a server on a fresh copy of the founded database, until the block ends.

    `environment` adds settings, such as POSTS_PER_MINUTE="1000"; `fault` is a part that fails,
    one of tests/faulty.py. On PostgreSQL the server shares
    the database of this test worker, which is laid anew afterwards.
    """
    DATA_DIR.mkdir(parents=True, exist_ok=True)
    folder, port = Path(mkdtemp(dir=DATA_DIR)), free_port()
    url = f"http://127.0.0.1:{port}"
    env = {**os.environ, "DATA_DIR": str(folder), "PORT": str(port), "SITE_URL": url, **environment}
    template, before = founded_template(), connection.settings_dict["NAME"]
    copy_files(folder)
    (folder / "static").symlink_to(collected())
    if connection.vendor == "sqlite":
        close_everything()
        shutil.copyfile(template, folder / "coalition.sqlite3")
        connection.settings_dict["NAME"] = str(folder / "coalition.sqlite3")
    else:
        env["DATABASE_URL"] = os.environ["DATABASE_URL"].rsplit("/", 1)[0] + f"/{before}"
    server = Running(url, folder / "server.log", None, folder, env)  # type: ignore[arg-type]
    if fault:
        server.program = ("-m", "tests.faulty", fault)
    try:
        server.start()
        yield server
    finally:
        server.stop()
        connection.settings_dict["NAME"] = before
        copy_for_worker(template)
        shutil.rmtree(folder, ignore_errors=True)


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
