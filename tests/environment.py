"""What every test runs under, set before the settings are read: a chosen day, files of its own.

Loaded by `-p tests.environment` (pyproject.toml): a conftest would come too late, because
pytest-django reads the settings before any conftest.
"""

import os
import shutil
import tempfile
import time
from pathlib import Path

TODAY = "2026-11-21"
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")


def scratch() -> Path:
    """A disk in memory where there is one: nothing of a test outlives it."""
    memory = Path("/dev/shm")  # noqa: S108
    if os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > 500_000_000:
        return memory
    return Path(tempfile.gettempdir())


SHARED = scratch() / f"coalition-{os.getuid()}"
if WORKER == "main":  # the workers of one run read the same variable
    os.environ["TEST_RUN"] = str(os.getpid())
    os.environ["FROZEN_SINCE"] = str(time.time())
DATA_DIR = SHARED / f"run-{os.environ['TEST_RUN']}-{WORKER}"
if "REDIS_URLS" in os.environ:  # of `make test-scale`: one for each worker
    own = 0 if WORKER == "main" else int(WORKER.removeprefix("gw"))
    os.environ["REDIS_URL"] = os.environ["REDIS_URLS"].split(",")[own]

(DATA_DIR / "static").mkdir(parents=True, exist_ok=True)  # whitenoise warns without it
os.environ.update(
    FROZEN_TODAY=TODAY,
    DATA_DIR=str(DATA_DIR),
    RHYTHM=os.environ.get("RHYTHM", "0.1"),
    SECRET_KEY="of tests only",
    DEMO="",
    DEBUG="",
    PORT="8000",
    SITE_URL="",
    EMAIL_URL="",
    ALLOWED_HOSTS="",
    DJANGO_ALLOW_ASYNC_UNSAFE="",
)
(DATA_DIR / "static").mkdir(parents=True, exist_ok=True)  # nothing is collected; it is asked for


def pytest_unconfigure() -> None:
    """Take away this worker's files; the founded databases stay for the next run."""
    shutil.rmtree(DATA_DIR, ignore_errors=True)
