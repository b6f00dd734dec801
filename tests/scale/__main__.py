"""python -m tests.scale: the suite on PostgreSQL and Redis, without what was told on SQLite."""

import os
import signal
import subprocess
import sys
from contextlib import ExitStack

from tests.scale.servers import postgres, programs, redis

WORKERS = 2


def main(arguments: list[str]) -> int:
    """Start the servers, run the tests, stop the servers."""
    signal.signal(signal.SIGTERM, lambda *_signal: sys.exit(143))  # servers go with us
    where = programs()
    with ExitStack() as stack:
        database = stack.enter_context(postgres(where))
        # one Redis for each worker: their threads have equal numbers, and Redis tells everybody
        caches = [stack.enter_context(redis(where)) for _worker in range(WORKERS)]
        print(f"PostgreSQL and {len(caches)} Redis are up.", flush=True)
        chosen = ["-n", str(WORKERS), "-m", "not browser and not once", *arguments]
        return subprocess.run(
            [sys.executable, "-m", "pytest", *chosen],
            env={**os.environ, "DATABASE_URL": database, "REDIS_URLS": ",".join(caches)},
            check=False,
        ).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
