"""python manage.py backup FILE: everything the platform holds, in one file, while it runs."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from coalition.backup import write_backup
from coalition.databases import BackupError


class Command(BaseCommand):
    help = "Writes the database and all files into one file (tar.gz); the platform may be running."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *, file: Path, **_options: Any) -> None:
        try:
            manifest = write_backup(file)
        except BackupError as trouble:
            raise CommandError(str(trouble)) from trouble
        files = len(manifest["files"]) - 1
        self.stdout.write(
            f"{file}: the database and {files} files, {file.stat().st_size / 1e6:.1f} MB.\n"
            "It holds data of people: keep it locked away. SECRET_KEY is not in it."
        )
