"""python -m tests.scale: the long faults on SQLite, then the suite on PostgreSQL and Redis.

What is drawn of what was read, papers, and what never asks a database was told on SQLite. With
`--core` only servers, and what a database decides, are repeated.
"""

import os
import signal
import subprocess
import sys
from contextlib import ExitStack

from tests.scale.servers import postgres, programs, redis

WORKERS = 2
WHOLE, CORE = "not browser and not once", "(server or scale or stored) and not browser and not once"


def tested(chosen: str, arguments: list[str], **environment: str) -> int:
    """Run the tests of some marks; returns what pytest returns."""
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-n", str(WORKERS), "-m", chosen, *arguments],
        env={**os.environ, **environment},
        check=False,
    ).returncode


def main(arguments: list[str]) -> int:
    """Start the servers, run the tests, stop the servers."""
    signal.signal(signal.SIGTERM, lambda *_signal: sys.exit(143))  # servers go with us
    where, core = programs(), arguments == ["--core"]
    arguments = [] if core else arguments
    if not arguments and (failed := tested("long", [])):
        return failed
    with ExitStack() as stack:
        database = stack.enter_context(postgres(where))
        # one Redis for each worker: their threads have equal numbers, and Redis tells everybody
        caches = [stack.enter_context(redis(where)) for _worker in range(WORKERS)]
        print(f"PostgreSQL and {len(caches)} Redis are up.", flush=True)
        return tested(
            CORE if core else WHOLE,
            arguments,
            DATABASE_URL=database,
            REDIS_URLS=",".join(caches),
        )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
