"""The platform as it runs: `manage.py serve` in its own process, on its own copy of the data."""

import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from tests.database import ROOT, copy_files, founded_template
from tests.environment import DATA_DIR

PATIENCE = 40  # seconds


@dataclass
class Server:
    """A running server: where it answers, where its files are, who has signed in already."""

    url: str
    folder: Path
    pid: int = 0
    cookies: dict[str, list] = field(default_factory=dict)

    @property
    def memory(self) -> int:
        """The most memory the process has held so far, in bytes."""
        status = Path(f"/proc/{self.pid}/status").read_text("ascii")
        peak = next(line for line in status.splitlines() if line.startswith("VmHWM"))
        return int(peak.split()[1]) * 1024

    @property
    def log(self) -> str:
        """What it has said so far."""
        return (self.folder / "log").read_text("utf-8", errors="replace")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def lay_out(folder: Path, port: int, environment: dict[str, str]) -> None:
    """A data folder with the founded database, its files, styles and catalogues."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    database = folder / "coalition.sqlite3"
    shutil.copyfile(founded_template(), database)
    copy_files(folder)
    with closing(sqlite3.connect(database)) as rows:
        rows.execute("UPDATE wagtailcore_site SET port = ?", [port])
        rows.commit()
    for command in ("compile_catalogues", "collectstatic"):
        options = ["--noinput", "-v0"] if command == "collectstatic" else []
        subprocess.run(
            [sys.executable, ROOT / "manage.py", command, *options], env=environment, check=True
        )


@contextmanager
def serving(name: str = "site", **more: str) -> Iterator[Server]:
    """A server on a free port until the block ends; `more` are further settings."""
    folder, port = DATA_DIR / name, free_port()
    environment = {**os.environ, "DATA_DIR": str(folder), "PORT": str(port), **more}
    environment.pop("DATABASE_URL", None)
    environment.pop("REDIS_URL", None)
    lay_out(folder, port, environment)
    command = [sys.executable, ROOT / "manage.py", "serve"]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
    server = Server(f"http://127.0.0.1:{port}", folder, process.pid)
    try:
        wait_for(server, process)
        yield server
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(10)
        process.kill()
        process.wait()


def wait_for(server: Server, process: subprocess.Popen) -> None:
    for _try in range(PATIENCE * 20):
        if process.poll() is not None:
            break
        with suppress(URLError, ConnectionError), urlopen(f"{server.url}/healthz", timeout=5):
            return
        time.sleep(0.05)
    raise RuntimeError(f"The server did not start.\n{server.log}")
