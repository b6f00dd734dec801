"""A founded platform of its own in a temporary folder, and servers with their processor time."""

from __future__ import annotations

import http.client
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TICK = os.sysconf("SC_CLK_TCK")
PATIENCE = 60  # seconds until a server must answer


def environment(folder: Path, port: int) -> dict[str, str]:
    """The environment of every process here: own data; what is compiled stays for the next."""
    inherited = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "REDIS_URL")}
    inherited.pop("PYTHONDONTWRITEBYTECODE", None)
    return {
        **inherited,
        "DATA_DIR": str(folder / "data"),
        "PORT": str(port),
        "SITE_URL": "",
        "FROZEN_TODAY": "",
        "RHYTHM": "1",
        "POSTS_PER_MINUTE": "1000000",  # one author writes what many would
        "PYTHONPATH": str(ROOT),
    }


def found(env: dict[str, str]) -> None:
    """Lay the demonstration into an empty folder with the product's own commands."""
    Path(env["DATA_DIR"]).mkdir()
    for command in ("migrate -v0", "found_coalition --demo", "collectstatic --noinput -v0"):
        manage(command, env)


def found_as_tests(env: dict[str, str]) -> None:
    """The same from what the tests have founded once, if they have; on the day that they chose."""
    output = subprocess.run(
        [sys.executable, "-m", "benchmarks.founded", env["DATA_DIR"]],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    env.update(json.loads(output.stdout))
    manage("collectstatic --noinput -v0", env)


def manage(command: str, env: dict[str, str]) -> None:
    """One of the product's own commands."""
    subprocess.run(
        [sys.executable, ROOT / "manage.py", *command.split()],
        env=env,
        check=True,
        stdout=subprocess.DEVNULL,
    )


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Running:
    """A server process: what it has used."""

    def __init__(self, process: subprocess.Popen, port: int, seconds: float) -> None:
        self.pid, self.port, self.seconds = process.pid, port, seconds

    def cpu(self) -> float:
        """Seconds of processor time so far, of all its threads."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICK

    def megabytes(self) -> float:
        """Memory it holds now."""
        for line in Path(f"/proc/{self.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS"):
                return int(line.split()[1]) / 1024
        return 0.0


@contextmanager
def server(command: list[str], port: int, env: dict[str, str], path: str) -> Iterator[Running]:
    """Start a server, wait for its first answer, stop it at the end."""
    began = time.perf_counter()
    process = subprocess.Popen(command, env=env, cwd=ROOT, stdout=subprocess.DEVNULL)
    try:
        while not answers(port, path):
            if process.poll() is not None or time.perf_counter() - began > PATIENCE:
                raise SystemExit(f"{' '.join(map(str, command))} does not answer")
            time.sleep(0.02)
        yield Running(process, port, time.perf_counter() - began)
    finally:
        process.terminate()
        process.wait(timeout=20)


def answers(port: int, path: str) -> bool:
    """Whether a page comes."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def platform(port: int, env: dict[str, str]) -> list[str]:
    """The command that runs the platform."""
    return [sys.executable, str(ROOT / "manage.py"), "serve", "--port", str(port)]
