"""The same backup from and into PostgreSQL."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.database import ROOT, founded_template, maintenance, server_url
from tests.environment import WORKER

pytestmark = [
    pytest.mark.scale,
    pytest.mark.skipif("DATABASE_URL" not in os.environ, reason="needs PostgreSQL"),
]


def manage(folder: Path, database: str, *command: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, ROOT / "manage.py", *command],
        env={**os.environ, "DATA_DIR": str(folder), "DATABASE_URL": server_url(database)},
        capture_output=True,
        text=True,
        check=False,
    )


def digest_of_rows(database: str) -> dict[str, str]:
    import psycopg  # noqa: PLC0415 -- only where PostgreSQL is used

    with psycopg.connect(server_url(database)) as rows:
        tables = rows.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        ).fetchall()
        return {
            name: hashlib.sha256(
                "\n".join(sorted(map(repr, rows.execute(f'SELECT * FROM "{name}"')))).encode()
            ).hexdigest()
            for (name,) in tables
        }


@pytest.fixture
def databases():
    """A copy of the founded database, and an empty one."""
    live, empty = f"live_{WORKER}", f"empty_{WORKER}"
    for name in (live, empty):
        maintenance(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    maintenance(f'CREATE DATABASE "{live}" TEMPLATE "{founded_template()}"')
    maintenance(f'CREATE DATABASE "{empty}"')
    yield live, empty
    for name in (live, empty):
        maintenance(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def test_every_row_comes_back(databases, tmp_path):
    live, empty = databases
    file = tmp_path / "all.tar.gz"

    written = manage(tmp_path / "old", live, "backup", str(file))
    laid = manage(tmp_path / "new", empty, "restore", str(file))

    assert (written.returncode, laid.returncode) == (0, 0), written.stderr + laid.stderr
    assert "The tree of pages is sound." in laid.stdout
    assert digest_of_rows(empty) == digest_of_rows(live)
    again = manage(tmp_path / "new", empty, "restore", str(file))
    assert "holds data already" in again.stderr
