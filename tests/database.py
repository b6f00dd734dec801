"""Founding a database once, and copying it for each worker and test."""

import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import connection
from filelock import FileLock

ROOT = Path(__file__).resolve().parent.parent
MADE_BY = ("*/migrations/*.py", "*/founding/**/*", "coalition/vocabularies/*",
           "**/verbs.py", "**/verbs/*.py", "**/models.py", "**/models/*.py",
           "coalition/projection.py", "cities/permissions.py", "home/permissions.py",
           "**/receivers.py", "**/provisioning.py",
           "requirements.txt", "tests/conftest.py")  # fmt: skip


@cache
def fingerprint() -> str:
    """A name for everything that decides what the founded database holds."""
    digest = hashlib.sha256(os.environ["FROZEN_TODAY"].encode())
    for pattern in MADE_BY:
        for file in sorted(ROOT.glob(pattern)):
            if file.is_file() and ".venv" not in file.parts and "__pycache__" not in file.parts:
                digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def found(environment: dict[str, str]) -> None:
    """Run the product's own commands on an empty database."""
    for command in (["migrate", "-v0"], ["found_coalition", "--demo"]):
        subprocess.run(
            [sys.executable, ROOT / "manage.py", *command],
            env={**os.environ, **environment, "RHYTHM": "1"},
            check=True,
            stdout=subprocess.DEVNULL,
        )


def founded_template() -> str:
    """The founded database: a file, or the name of a database of PostgreSQL."""
    shared = settings.DATA_DIR.parent
    shared.mkdir(parents=True, exist_ok=True)
    name = f"founded_{fingerprint()}"
    with FileLock(shared / f"{name}.lock", timeout=300):
        return _postgres(name) if os.environ.get("DATABASE_URL") else _sqlite(shared, name)


def _sqlite(shared: Path, name: str) -> str:
    template = shared / f"{name}.sqlite3"
    if not template.exists():
        building = shared / "building"
        shutil.rmtree(building, ignore_errors=True)
        found({"DATA_DIR": str(building)})
        with sqlite3.connect(building / "coalition.sqlite3") as made:
            made.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        media = shared / f"{name}.media"
        shutil.rmtree(media, ignore_errors=True)
        for folder in ("media", "private"):
            if (building / folder).exists():
                shutil.copytree(building / folder, media / folder)
        shutil.move(building / "coalition.sqlite3", template)
    return str(template)


def _maintenance(*statements: str) -> list[tuple]:
    import psycopg  # noqa: PLC0415 -- only where PostgreSQL is used

    rows = []
    url = os.environ["DATABASE_URL"].rsplit("/", 1)[0] + "/postgres"
    with psycopg.connect(url, autocommit=True) as server:
        for statement in statements:
            cursor = server.execute(statement)
            rows = cursor.fetchall() if cursor.description else []
    return rows


def _postgres(name: str) -> str:
    if not _maintenance(f"SELECT 1 FROM pg_database WHERE datname = '{name}'"):  # noqa: S608
        _maintenance(f'DROP DATABASE IF EXISTS "{name}_new"', f'CREATE DATABASE "{name}_new"')
        found({"DATABASE_URL": os.environ["DATABASE_URL"].rsplit("/", 1)[0] + f"/{name}_new"})
        _maintenance(f'ALTER DATABASE "{name}_new" RENAME TO "{name}"')
    return name


def copy_for_worker(template: str) -> None:
    """Lay a fresh copy under this worker's connection."""
    connection.close()
    if connection.vendor == "sqlite":
        path = Path(settings.DATA_DIR) / "test.sqlite3"
        for suffix in ("-wal", "-shm", "-journal"):
            Path(f"{path}{suffix}").unlink(missing_ok=True)
        shutil.copyfile(template, path)
        name = str(path)
    else:
        worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
        name = f"{template}_{worker}"
        pool = getattr(connection, "pool", None)
        if pool is not None:
            connection.close_pool()
        _maintenance(
            f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)',
            f'CREATE DATABASE "{name}" TEMPLATE "{template}"',
        )
    connection.settings_dict["NAME"] = settings.DATABASES["default"]["NAME"] = name
