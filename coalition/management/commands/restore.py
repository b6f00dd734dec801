"""python manage.py restore FILE: the content of a backup in an empty installation."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from wagtail.models import Page

from coalition.backup import files_missing, restore_backup
from coalition.databases import BackupError, is_behind


class Command(BaseCommand):
    help = "Lays a backup into an empty installation, after checking every file in it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *, file: Path, **_options: Any) -> None:
        try:
            manifest = restore_backup(file)
        except BackupError as trouble:
            raise CommandError(str(trouble)) from trouble
        self.stdout.write(
            f"Restored: the database of {manifest['made_at'][:16].replace('T', ' ')} UTC "
            f"and {len(manifest['files']) - 1} files."
        )
        missing = files_missing()
        self.stdout.write(f"Files that rows point at and the backup lacks: {len(missing)}.")
        for name in missing[:20]:
            self.stdout.write(f"  {name}")
        if any(Page.find_problems()):
            self.stdout.write("The tree of pages has gaps; run: manage.py fixtree")
        else:
            self.stdout.write("The tree of pages is sound.")
        if is_behind(connection):
            self.stdout.write("The backup is of an older version; run: manage.py migrate")
