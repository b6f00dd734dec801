"""A private PostgreSQL and private Redis servers, on loopback, gone when the tests are."""

import os
import pwd
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.debian import install, program
from tests.environment import scratch

BIN = "/usr/lib/postgresql/*/bin"
NEEDED = {"postgres": "postgresql", "initdb": "postgresql", "redis-server": "redis-server"}
# what a crash would lose does not matter here
HASTE = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200")


def programs() -> dict[str, str]:
    """Where the servers are; installs what is missing, or says which packages to install."""
    for may_install in (True, False):
        found = {name: program(name, BIN) for name in NEEDED}
        missing = sorted({NEEDED[name] for name, where in found.items() if where is None})
        if not missing:
            return {name: where for name, where in found.items() if where}
        if not (may_install and install(*missing)):
            sys.exit(f"These Debian packages are needed: {' '.join(missing)} (apt-get install).")
    return {}


def unprivileged() -> dict[str, object]:
    """PostgreSQL refuses to run as root: another account for it, where we are root."""
    if os.getuid() != 0:
        return {}
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    account = known.get("postgres") or known["nobody"]
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until(ready: Callable[[], bool], what: str, seconds: float = 30) -> None:
    for _try in range(int(seconds * 20)):
        if ready():
            return
        time.sleep(0.05)
    sys.exit(f"{what} did not start within {seconds:.0f} seconds.")


def answers(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


@contextmanager
def folder_for(account: dict[str, object]) -> Iterator[Path]:
    """A folder nobody else may read."""
    folder = Path(tempfile.mkdtemp(prefix="coalition-scale-", dir=scratch()))
    if account:
        os.chown(folder, account["user"], account["group"])
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def running(command: list[str], **how: object) -> Iterator[subprocess.Popen]:
    """A server until the block ends."""
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, **how)
    try:
        yield server
    finally:
        server.terminate()
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


@contextmanager
def postgres(where: dict[str, str]) -> Iterator[str]:
    """A fresh PostgreSQL; its address for DATABASE_URL."""
    account, port, password = unprivileged(), free_port(), secrets.token_hex(16)
    with folder_for(account) as folder:
        secret = folder / "password"
        secret.write_text(password)
        if account:
            os.chown(secret, account["user"], account["group"])
        data = folder / "data"
        subprocess.run(
            [where["initdb"], "-D", data, "-U", "coalition", f"--pwfile={secret}",
             "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"],
            check=True, stdout=subprocess.DEVNULL, cwd=folder, **account,
        )  # fmt: skip
        options = [word for setting in HASTE for word in ("-c", setting)]
        command = [where["postgres"], "-D", str(data), "-p", str(port), "-h", "127.0.0.1",
                   "-k", str(folder), "-c", "log_min_messages=fatal", *options]  # fmt: skip
        with running(command, cwd=folder, **account) as server:
            wait_until(lambda: answers(port) or server.poll() is not None, "PostgreSQL")
            yield f"postgres://coalition:{password}@127.0.0.1:{port}/coalition"


@contextmanager
def redis(where: dict[str, str]) -> Iterator[str]:
    """A fresh Redis that keeps nothing; its address for REDIS_URL."""
    account, port, password = unprivileged(), free_port(), secrets.token_hex(16)
    with folder_for(account) as folder:
        command = [where["redis-server"], "--port", str(port), "--bind", "127.0.0.1", "--save", "",
                   "--appendonly", "no", "--dir", str(folder),
                   "--requirepass", password]  # fmt: skip
        with running(command, cwd=folder, **account):
            wait_until(lambda: answers(port), "Redis")
            yield f"redis://:{password}@127.0.0.1:{port}/0"
