"""Founding a database once, and copying it for each worker and test."""

import hashlib
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from functools import cache
from itertools import count
from pathlib import Path

from django.conf import settings
from django.db import connection, connections
from filelock import FileLock

from tests.environment import DATA_DIR, SHARED, WORKER

ROOT = Path(__file__).resolve().parent.parent
STAGE = Path(__file__)
APPS = ("coalition", "cities", "workinggroups", "actionplans", "home")
# the modules of an app that decide what the founded database holds
MAKERS = re.compile(
    r"/(migrations|founding|vocabularies|verbs|models|provisioning)/"
    r"|/(verbs|models|receivers|provisioning|projection|permissions|roles|apps|text|clock|alike)\.py$"
)
FOLDERS = ("media", "private")
KEPT_DAYS = 3
COPIES = count()


def digest(made_by: list[Path]) -> str:
    """A name for the contents of files."""
    found = hashlib.sha256(os.environ["FROZEN_TODAY"].encode())
    for file in sorted(made_by):
        if file.is_file() and "__pycache__" not in file.parts:
            found.update(file.read_bytes())
    return found.hexdigest()[:16]


@cache
def fingerprint() -> str:
    """A name for everything that decides what the founded database holds."""
    made_by = [STAGE, ROOT / "requirements.txt", ROOT / "coalition" / "settings.py"]
    for app in APPS:
        made_by += [file for file in (ROOT / app).rglob("*.*") if MAKERS.search(file.as_posix())]
    return digest(made_by)


def manage(environment: dict[str, str], *command: str) -> None:
    """Run one of the product's own commands, an hour before the tests begin."""
    before = str(float(os.environ["FROZEN_SINCE"]) + 3600)
    subprocess.run(
        [sys.executable, ROOT / "manage.py", *command],
        env={**os.environ, **environment, "RHYTHM": "1", "FROZEN_SINCE": before},
        check=True,
        stdout=subprocess.DEVNULL,
    )


def migrated(building: Path) -> None:
    """Lay an empty database with all its tables; they change less often than what is founded."""
    made_by = [file for app in APPS for file in (ROOT / app / "migrations").glob("*.py")]
    kept = SHARED / f"founded_on_{digest([ROOT / 'requirements.txt', *made_by])}.sqlite3"
    laid = building / "coalition.sqlite3"
    if not kept.exists():
        manage({"DATA_DIR": str(building)}, "migrate", "-v0")
        settled(laid)
        shutil.copyfile(laid, building / "kept")
        (building / "kept").replace(kept)
    else:
        shutil.copyfile(kept, laid)


def settled(database: Path) -> None:
    """Everything that was written stands in the file itself."""
    with closing(sqlite3.connect(database)) as made:
        made.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def founded_template() -> str:
    """The founded database: a file, or the name of a database of PostgreSQL."""
    SHARED.mkdir(parents=True, exist_ok=True)
    name = f"founded_{fingerprint()}"
    on_postgres = bool(os.environ.get("DATABASE_URL"))
    with FileLock(SHARED / f"{name}.lock", timeout=300):
        return _postgres(name) if on_postgres else _sqlite(name)


def _sqlite(name: str) -> str:
    template = SHARED / f"{name}.sqlite3"
    if not template.exists():
        forget_old_ones()
        building = _founded(name, {})
        settled(building / "coalition.sqlite3")
        shutil.move(building / "coalition.sqlite3", template)
        shutil.rmtree(building)
    return str(template)


def _postgres(name: str) -> str:
    if not maintenance(f"SELECT 1 FROM pg_database WHERE datname = '{name}'"):
        maintenance(f'DROP DATABASE IF EXISTS "{name}_new"', f'CREATE DATABASE "{name}_new"')
        shutil.rmtree(_founded(name, {"DATABASE_URL": server_url(f"{name}_new")}))
        maintenance(f'ALTER DATABASE "{name}_new" RENAME TO "{name}"')
    return name


def _founded(name: str, environment: dict[str, str]) -> Path:
    """A folder in which the platform was founded; its files are kept beside the database."""
    building = SHARED / f"{name}.building"
    shutil.rmtree(building, ignore_errors=True)
    building.mkdir()
    if not environment:
        migrated(building)
    environment = {"DATA_DIR": str(building), **environment}
    manage(environment, "migrate", "-v0")
    manage(environment, "found_coalition", "--demo")
    kept = SHARED / f"{name}.files"
    shutil.rmtree(kept, ignore_errors=True)
    kept.mkdir()
    for folder in FOLDERS:
        if (building / folder).exists():
            shutil.copytree(building / folder, kept / folder)
    return building


def copy_files(folder: Path) -> None:
    """The files that belong to the founded database: pictures, documents, attachments."""
    shutil.copytree(SHARED / f"founded_{fingerprint()}.files", folder, dirs_exist_ok=True)


def forget_old_ones() -> None:
    """Founded databases of a few days ago are of code that has changed since."""
    for old in SHARED.glob("founded_*"):
        if old.stat().st_mtime < time.time() - KEPT_DAYS * 86400:
            shutil.rmtree(old) if old.is_dir() else old.unlink(missing_ok=True)


def server_url(name: str) -> str:
    """The address of another database on the same PostgreSQL."""
    return os.environ["DATABASE_URL"].rsplit("/", 1)[0] + f"/{name}"


def maintenance(*statements: str) -> list[tuple]:
    """What is asked of PostgreSQL itself; the rows of the last statement."""
    import psycopg  # noqa: PLC0415 -- only where PostgreSQL is used

    rows = []
    with psycopg.connect(server_url("postgres"), autocommit=True) as server:
        for statement in statements:
            cursor = server.execute(statement)
            rows = cursor.fetchall() if cursor.description else []
    return rows


def close_everything() -> None:
    """Let go of the database, also of connections that a pool keeps."""
    connections.close_all()
    if connection.vendor == "postgresql":
        connection.close_pool()


def copy_for_worker(template: str) -> None:
    """Lay a fresh copy under this worker's connection."""
    close_everything()
    if connection.vendor == "sqlite":
        DATA_DIR.mkdir(parents=True, exist_ok=True)
        # a name of its own: a thread of the test before that still closes its connection would
        # take the log of a new file of the same name with it
        for old in DATA_DIR.glob("test-*.sqlite3*"):
            old.unlink(missing_ok=True)
        path = DATA_DIR / f"test-{next(COPIES)}.sqlite3"
        shutil.copyfile(template, path)
        name = str(path)
    else:
        name = f"{template}_{WORKER}"
        maintenance(
            f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)',
            f'CREATE DATABASE "{name}" TEMPLATE "{template}"',
        )
    connection.settings_dict["NAME"] = settings.DATABASES["default"]["NAME"] = name
