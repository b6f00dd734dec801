"""A backup holds everything, also while people write; a damaged one changes nothing."""

import hashlib
import io
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tarfile
import threading
from contextlib import closing
from pathlib import Path

import pytest

from tests.database import ROOT, founded_template

pytestmark = pytest.mark.once


def manage(folder: Path, *command: str) -> subprocess.CompletedProcess:
    environment = {**os.environ, "DATA_DIR": str(folder)}
    environment.pop("DATABASE_URL", None)
    return subprocess.run(
        [sys.executable, ROOT / "manage.py", *command],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def digest_of_rows(database: Path) -> dict[str, str]:
    """A fingerprint of every row of every table."""
    with closing(sqlite3.connect(database)) as rows:
        tables = rows.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        return {
            name: hashlib.sha256(
                "\n".join(sorted(map(repr, rows.execute(f'SELECT * FROM "{name}"')))).encode()
            ).hexdigest()
            for (name,) in tables
        }


def digest_of_files(folder: Path) -> dict[str, bytes]:
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for name in ("media", "private")
        for file in (folder / name).rglob("*")
        if file.is_file()
    }


@pytest.fixture(scope="module")
def installation(tmp_path_factory) -> Path:
    """An installation with the founded database, a picture and a private file."""
    folder = tmp_path_factory.mktemp("installation")
    shutil.copyfile(founded_template(), folder / "coalition.sqlite3")
    for name, content in (("media/images/дом.png", b"\x89PNG"), ("private/ab/abcd", b"secret")):
        (folder / name).parent.mkdir(parents=True)
        (folder / name).write_bytes(content)
    (folder / "secret_key").write_text("the key of this installation")
    return folder


@pytest.fixture(scope="module")
def backup(installation, tmp_path_factory) -> Path:
    """A backup written while somebody writes pairs of rows, each pair in one transaction."""
    file = tmp_path_factory.mktemp("backup") / "all.tar.gz"
    enough = threading.Event()

    def write() -> None:
        with closing(sqlite3.connect(installation / "coalition.sqlite3", timeout=20)) as rows:
            rows.execute("CREATE TABLE left_hand (n)")
            rows.execute("CREATE TABLE right_hand (n)")
            number = 0
            while not enough.is_set():
                number += 1
                with rows:
                    rows.execute("INSERT INTO left_hand VALUES (?)", [number])
                    rows.execute("INSERT INTO right_hand VALUES (?)", [number])

    writer = threading.Thread(target=write)
    writer.start()
    try:
        done = manage(installation, "backup", str(file))
    finally:
        enough.set()
        writer.join()
    assert done.returncode == 0, done.stderr
    return file


@pytest.fixture(scope="module")
def restored(backup, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("restored")
    done = manage(folder, "restore", str(backup))
    assert done.returncode == 0, done.stderr
    assert "The tree of pages is sound." in done.stdout
    return folder


def test_a_backup_taken_while_people_write_is_of_one_moment(restored):
    with closing(sqlite3.connect(restored / "coalition.sqlite3")) as rows:
        left, right = (
            rows.execute(f"SELECT count(*), max(n) FROM {hand}").fetchone()
            for hand in ("left_hand", "right_hand")
        )
        sound = rows.execute("PRAGMA integrity_check").fetchone()

    assert left == right
    assert left[0] > 0
    assert sound == ("ok",)


def test_every_row_and_file_is_as_it_was(installation, restored):
    before = digest_of_rows(installation / "coalition.sqlite3")
    after = digest_of_rows(restored / "coalition.sqlite3")

    for hand in ("left_hand", "right_hand"):  # these went on after the backup
        del before[hand], after[hand]
    assert len(after) > 50
    assert after == before
    assert digest_of_files(restored) == digest_of_files(installation)


def test_the_key_of_the_installation_is_not_in_it(backup, installation):
    key = (installation / "secret_key").read_bytes()

    with tarfile.open(backup) as archive:
        for member in archive:
            assert "secret" not in member.name
            assert key not in archive.extractfile(member).read()


def test_a_backup_is_for_its_owner_alone(backup):
    assert backup.stat().st_mode & 0o077 == 0


def test_a_backup_tells_what_is_in_it(backup):
    with tarfile.open(backup) as archive:
        told = json.load(archive.extractfile("manifest.json"))
        database = archive.extractfile("database").read()

    assert told["files"]["database"] == hashlib.sha256(database).hexdigest()
    assert told["migrations"]["coalition"][:4].isdecimal()
    assert told["version"]
    assert set(told["files"]) == {"database", "media/images/дом.png", "private/ab/abcd"}


def repacked(backup: Path, target: Path, changed: dict[str, bytes]) -> Path:
    """The same backup with other content under some names."""
    with tarfile.open(backup) as source, tarfile.open(target, "w:gz") as made:
        for member in source:
            content = source.extractfile(member).read()
            content = changed.pop(member.name, content)
            member.size = len(content)
            made.addfile(member, fileobj=io.BytesIO(content))
        for name, content in changed.items():
            added = tarfile.TarInfo(name)
            added.size = len(content)
            made.addfile(added, fileobj=io.BytesIO(content))
    return target


def truncated(backup: Path, target: Path) -> Path:
    target.write_bytes(backup.read_bytes()[: backup.stat().st_size // 2])
    return target


def something_else(_backup: Path, target: Path) -> Path:
    target.write_bytes(b"a letter")
    return target


BROKEN = {
    "cut in the middle": (truncated, "damaged"),
    "no backup at all": (something_else, "damaged"),
    "a changed file": (
        lambda backup, target: repacked(backup, target, {"private/ab/abcd": b"other"}),
        "private/ab/abcd is not what was backed up",
    ),
    "a file that leads elsewhere": (
        lambda backup, target: repacked(backup, target, {"media/../../out": b"x"}),
        "damaged",
    ),
    "a file that is not there": (lambda _backup, target: target, "There is no file"),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_a_broken_backup_is_refused_and_leaves_nothing(kind, backup, tmp_path):
    breaks, sentence = BROKEN[kind]
    file, folder = breaks(backup, tmp_path / "broken.tar.gz"), tmp_path / "new"

    done = manage(folder, "restore", str(file))

    assert done.returncode == 1
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr
    # asking for the settings makes the folder and, without SECRET_KEY, a key
    assert [found.name for found in folder.rglob("*") if found.name != "secret_key"] == []
    assert not (tmp_path / "out").exists()


def test_a_backup_is_not_laid_over_an_installation_in_use(backup, restored):
    before = digest_of_rows(restored / "coalition.sqlite3")

    done = manage(restored, "restore", str(backup))

    assert done.returncode == 1
    assert "holds data already" in done.stderr
    assert digest_of_rows(restored / "coalition.sqlite3") == before


def test_a_backup_does_not_replace_a_file(backup, installation):
    before = backup.read_bytes()

    done = manage(installation, "backup", str(backup))

    assert done.returncode == 1
    assert "exists already" in done.stderr
    assert backup.read_bytes() == before


def test_a_backup_that_cannot_be_written_says_so(installation):
    done = manage(installation, "backup", str(installation / "no" / "such" / "folder.tar.gz"))

    assert done.returncode == 1
    assert "could not be written" in done.stderr
    assert "Traceback" not in done.stderr


def test_nothing_is_not_backed_up(tmp_path):
    done = manage(tmp_path / "new", "backup", str(tmp_path / "all.tar.gz"))

    assert done.returncode == 1
    assert "nothing here to back up" in done.stderr
    assert not (tmp_path / "all.tar.gz").exists()
