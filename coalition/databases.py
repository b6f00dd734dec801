"""A database as one file: copied while people write, and laid down again."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from typing import Any

from django.db.migrations.executor import MigrationExecutor

UNPREPARED = "The database is not prepared for this version. First run: python manage.py migrate"


class BackupError(Exception):
    """Why a backup could not be written or restored, in a sentence for the person who asked."""


def is_empty(connection: Any) -> bool:
    """Whether the database has no tables yet; asking does not make a file."""
    if connection.vendor == "sqlite" and not Path(connection.settings_dict["NAME"]).exists():
        return True
    with connection.cursor() as cursor:
        return not connection.introspection.table_names(cursor)


def is_behind(connection: Any) -> bool:
    """Whether `manage.py migrate` has something to do."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def copy_of(connection: Any, folder: Path) -> Path:
    """The whole database at one moment, as a file in `folder`."""
    target = folder / "database"
    if connection.vendor == "sqlite":
        _copy_sqlite(Path(connection.settings_dict["NAME"]), target)
    else:
        _run(connection, "pg_dump", "--format=custom", "--no-owner", f"--file={target}")
    return target


def lay_down(connection: Any, source: Path) -> None:
    """Make the empty database hold what the file holds, whole or not at all."""
    if connection.vendor == "sqlite":
        _check_sqlite(source)
        connection.close()
        place = Path(connection.settings_dict["NAME"])
        for suffix in ("-wal", "-shm"):
            place.with_name(place.name + suffix).unlink(missing_ok=True)
        source.replace(place)
    else:
        name = connection.settings_dict["NAME"]
        options = ("--single-transaction", "--exit-on-error", "--no-owner", f"--dbname={name}")
        _run(connection, "pg_restore", *options, str(source))


def _copy_sqlite(place: Path, target: Path) -> None:
    with closing(sqlite3.connect(place)) as live, closing(sqlite3.connect(target)) as copy:
        # in one step: in several, every write of somebody else would make it begin again
        live.backup(copy, pages=-1)
        copy.execute("PRAGMA journal_mode=DELETE")  # so that it is one file


def _check_sqlite(file: Path) -> None:
    try:
        with closing(sqlite3.connect(file)) as found:
            sound = found.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            astray = found.execute("PRAGMA foreign_key_check").fetchone()
    except sqlite3.DatabaseError:
        sound, astray = False, None
    if not sound or astray:
        raise BackupError("The database in the backup is damaged.")


def _run(connection: Any, program: str, *options: str) -> None:
    """One of PostgreSQL's own programs, on this connection's database."""
    found = shutil.which(program)
    if found is None:
        raise BackupError(f"{program} is not installed (Debian: postgresql-client).")
    told = connection.settings_dict
    where = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD",
             "PGDATABASE": "NAME"}  # fmt: skip
    environment = {name: str(told[key]) for name, key in where.items() if told[key]}
    answer = subprocess.run(
        [found, *options],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    if answer.returncode:
        last = (answer.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise BackupError(f"{program} did not succeed: {last}")
