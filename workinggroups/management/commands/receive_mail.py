"""Post an answer by e-mail: the mail server pipes each letter into this command."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import OperationalError

from coalition.models import User
from workinggroups.verbs import TooFast, receive_letter

LARGEST = 30_000_000  # bytes; what follows is the end of an attachment
TRY_LATER = 75  # EX_TEMPFAIL: the mail server keeps the letter and comes again


class Command(BaseCommand):
    """Read one letter (RFC 822) from standard input and post it in its author's name."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--recipient", default="", help="the address the letter came to, as the server knows it"
        )

    def handle(self, *_args: Any, recipient: str, **_options: Any) -> None:
        raw = sys.stdin.buffer.read(LARGEST)
        try:
            post = receive_letter(raw, by=User.system(), recipient=recipient)
        except (OperationalError, TooFast) as trouble:
            self.stderr.write(f"Later: {trouble}")
            raise SystemExit(TRY_LATER) from None
        self.stdout.write(f"Posted: {post.thread_id}/{post.number}" if post else "Not posted.")
