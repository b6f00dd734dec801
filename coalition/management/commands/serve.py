"""python manage.py serve: the one way to run the server."""

from __future__ import annotations

import socket
from argparse import ArgumentParser
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from filelock import FileLock, Timeout

from coalition.databases import UNPREPARED, is_behind
from coalition.models import User


class Command(BaseCommand):
    help = "Runs the platform: pages, live threads and repeated jobs, in one process."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=settings.PORT)

    def handle(self, *, host: str, port: int, **_options: Any) -> None:
        if is_behind(connection):
            raise CommandError(UNPREPARED)
        self.refuse_demonstration_to_a_network(host)
        lock = self.lock_the_file()
        self.refuse_a_taken_port(host, port)

        from coalition.server import run  # noqa: PLC0415 -- installs the event loop

        self.stdout.write(f"The platform is at {settings.SITE_URL}/ (stop: Ctrl+C)")
        try:
            run(host, port)
        finally:
            if lock:
                lock.release()

    def refuse_demonstration_to_a_network(self, host: str) -> None:
        """Everybody knows the password of a demonstration account."""
        reached_at = {host, urlsplit(settings.SITE_URL).hostname}
        if settings.DEMO or reached_at <= {"127.0.0.1", "localhost", "::1"}:
            return
        if User.objects.filter(is_demo=True, is_active=True).exists():
            raise CommandError(
                "There are demonstration accounts with a known password, and this address "
                "faces a network. Remove them, or set DEMO=1 for a public demonstration."
            )

    def lock_the_file(self) -> FileLock | None:
        """Two servers on one SQLite file would not hear each other's threads."""
        if connection.vendor != "sqlite":
            return None
        lock = FileLock(settings.DATA_DIR / "server.lock")
        try:
            lock.acquire(timeout=0)
        except Timeout:
            raise CommandError(
                "A server already uses this data folder. Stop it, or set DATA_DIR and PORT; "
                "several servers need DATABASE_URL (PostgreSQL) and REDIS_URL."
            ) from None
        return lock

    def refuse_a_taken_port(self, host: str, port: int) -> None:
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError:
                raise CommandError(f"Port {port} is taken. Choose another: PORT=8001") from None
