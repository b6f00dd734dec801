"""A real server process on a copy of the founded database, for tests of the whole way."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.database import ROOT, founded_template


@dataclass
class Served:
    """Where a server answers, which process it is and where its data lie."""

    url: str
    process: subprocess.Popen
    folder: Path

    def memory(self) -> int:
        """The most memory the process has held until now, in bytes."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) * 1024


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def environment(folder: Path, port: int, **more: str) -> dict[str, str]:
    """What the product reads, pointed at a folder and a port of this test."""
    inherited = {
        name: value
        for name, value in os.environ.items()
        if name not in ("DATABASE_URL", "REDIS_URL", "SITE_URL", "PORT", "DATA_DIR", "DEMO")
    }
    return {**inherited, "DATA_DIR": str(folder), "PORT": str(port), **more}


def lay_data(folder: Path) -> Path:
    """A data folder as a founded platform has it."""
    template = Path(founded_template())
    shutil.copyfile(template, folder / "coalition.sqlite3")
    for kept in template.with_suffix(".media").glob("*"):
        shutil.copytree(kept, folder / kept.name)
    return folder


def manage(folder: Path, port: int, *arguments: str, **more: str) -> subprocess.CompletedProcess:
    """One command of the platform, to its end."""
    return subprocess.run(
        [sys.executable, ROOT / "manage.py", *arguments],
        env=environment(folder, port, **more),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@contextmanager
def serving(folder: Path, **more: str) -> Iterator[Served]:
    """`manage.py serve` on a free port until the block ends."""
    port = free_port()
    with (folder / "server.log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, ROOT / "manage.py", "serve"],
            env=environment(folder, port, **more),
            stdout=log,
            stderr=log,
        )
    url = f"http://127.0.0.1:{port}"
    try:
        for _try in range(200):
            if process.poll() is not None:
                raise RuntimeError((folder / "server.log").read_text())
            try:
                urllib.request.urlopen(f"{url}/healthz", timeout=1)
                break
            except OSError:
                time.sleep(0.1)
        yield Served(url, process, folder)
    finally:
        process.terminate()
        process.wait(10)
