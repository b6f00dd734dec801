"""One file with everything the platform holds, and the way back from it.

The database is copied in one step while people write, then the files: a file nobody points at yet
does no harm, a missing one would. The key of the installation stays out: whoever finds a backup
must not be able to sign sessions with it.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tarfile
import tempfile
import tomllib
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, Any

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import FileField
from django.utils import timezone

from coalition.databases import BackupError, copy_of, is_empty, lay_down

FORMAT = 1
MANIFEST = "manifest.json"
DAMAGED = "The file is damaged, or it is not a backup of this platform."

Manifest = dict[str, Any]


def folders() -> dict[str, Path]:
    """What lies beside the database: public pictures and documents, private attachments."""
    return {"media": Path(settings.MEDIA_ROOT), "private": Path(settings.PRIVATE_ROOT)}


def version() -> str:
    """The version of the code."""
    project = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text("utf-8"))
    return str(project["project"]["version"])


def applied_migrations() -> dict[str, str]:
    """The last migration of each app that the database has seen."""
    return dict(sorted(MigrationRecorder(connection).applied_migrations()))


class Hashed:
    """A file that is fingerprinted while it is read."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file, self.digest = file, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self.file.read(size)
        self.digest.update(data)
        return data


def write_backup(target: Path) -> Manifest:
    """Write everything into one file; it appears under its name only when it is whole."""
    if target.exists():
        raise BackupError(f"{target} exists already; name another file.")
    if is_empty(connection):
        raise BackupError("There is nothing here to back up; look at DATA_DIR and DATABASE_URL.")
    manifest: Manifest = {
        "format": FORMAT,
        "made_at": timezone.now().isoformat(),
        "version": version(),
        "engine": connection.vendor,
        "migrations": applied_migrations(),
        "files": {},
    }
    unfinished = target.with_name(f"{target.name}.part")
    try:
        unfinished.touch(mode=0o600)
        with (
            tempfile.TemporaryDirectory(dir=settings.DATA_DIR) as folder,
            tarfile.open(unfinished, "w:gz", compresslevel=6) as archive,
        ):
            _add(archive, "database", copy_of(connection, Path(folder)), manifest)
            for name, root in folders().items():
                for file in sorted(root.rglob("*")):
                    if file.is_file():
                        _add(archive, f"{name}/{file.relative_to(root).as_posix()}", file, manifest)
            told = Path(folder) / MANIFEST
            told.write_text(json.dumps(manifest, indent=1, sort_keys=True), "utf-8")
            archive.add(told, MANIFEST)
        unfinished.replace(target)
    except OSError as trouble:
        raise BackupError(f"{target} could not be written: {trouble.strerror}.") from trouble
    finally:
        unfinished.unlink(missing_ok=True)
    return manifest


def _add(archive: tarfile.TarFile, name: str, file: Path, manifest: Manifest) -> None:
    with file.open("rb") as opened:
        described = archive.gettarinfo(arcname=name, fileobj=opened)
        described.uname = described.gname = ""
        hashed = Hashed(opened)
        archive.addfile(described, hashed)  # type: ignore[arg-type]
    manifest["files"][name] = hashed.digest.hexdigest()


def restore_backup(source: Path) -> Manifest:
    """Lay the content of a backup into this empty installation, or leave it as it was."""
    refuse_unless_empty()
    with unpacked(source) as folder:
        manifest = checked(folder)
        try:
            for name, root in folders().items():
                if (folder / name).exists():
                    shutil.copytree(folder / name, root, dirs_exist_ok=True)
            lay_down(connection, folder / "database")
        except BaseException:
            for root in folders().values():  # they were empty
                shutil.rmtree(root, ignore_errors=True)
            raise
    return manifest


def refuse_unless_empty() -> None:
    """A backup never mixes with what is there."""
    files = [file for root in folders().values() for file in root.rglob("*") if file.is_file()]
    if files or not is_empty(connection):
        raise BackupError(
            "This installation holds data already. Restore into an empty one: "
            "set DATA_DIR to a new folder (and DATABASE_URL to an empty database)."
        )


@contextmanager
def unpacked(source: Path) -> Iterator[Path]:
    """The files of a backup in a folder that goes away afterwards."""
    with tempfile.TemporaryDirectory(dir=settings.DATA_DIR) as name:
        folder = Path(name)
        try:
            with tarfile.open(source, "r:gz") as archive:
                for member in archive:
                    _unpack(archive, member, folder)
        except FileNotFoundError:
            raise BackupError(f"There is no file {source}.") from None
        except (tarfile.TarError, zlib.error, EOFError, OSError) as trouble:
            raise BackupError(DAMAGED) from trouble
        yield folder


def _unpack(archive: tarfile.TarFile, member: tarfile.TarInfo, folder: Path) -> None:
    path = PurePosixPath(member.name)
    known = member.name in ("database", MANIFEST) or path.parts[0] in folders()
    if not (known and member.isfile()) or path.is_absolute() or ".." in path.parts:
        raise BackupError(DAMAGED)
    target = folder / path
    target.parent.mkdir(parents=True, exist_ok=True)
    opened = archive.extractfile(member)
    with target.open("wb") as written:
        shutil.copyfileobj(opened, written)  # type: ignore[arg-type]


def checked(folder: Path) -> Manifest:
    """The manifest, once every file is what it says and this code can read the database."""
    try:
        manifest: Manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
        expected, engine = manifest["files"], manifest["engine"]
    except (OSError, ValueError, KeyError, TypeError):
        raise BackupError(DAMAGED) from None
    if manifest.get("format") != FORMAT:
        raise BackupError("The file was written by another version of the platform.")
    if engine != connection.vendor:
        raise BackupError(f"The backup is of {engine}; this installation uses {connection.vendor}.")
    found = {
        file.relative_to(folder).as_posix(): _fingerprint(file)
        for file in folder.rglob("*")
        if file.is_file() and file.name != MANIFEST
    }
    for name in sorted(expected.keys() | found.keys()):
        if expected.get(name) != found.get(name):
            raise BackupError(f"The file is damaged: {name} is not what was backed up.")
    on_disk = MigrationLoader(None).disk_migrations
    unknown = [app for app, name in manifest["migrations"].items() if (app, name) not in on_disk]
    if unknown:
        raise BackupError(
            f"The backup is of a newer version ({manifest['version']}) of the platform; "
            f"this one does not know its {', '.join(sorted(unknown))}. Update first."
        )
    return manifest


def _fingerprint(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def files_missing() -> list[str]:
    """Files that rows point at and that are not there."""
    missing = []
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, FileField):
                names = model._base_manager.values_list(field.name, flat=True).distinct()
                missing += [
                    f"{model._meta.label}: {name}"
                    for name in names
                    if name and not field.storage.exists(name)
                ]
    return missing
