"""python manage.py appoint_secretariat EMAIL: the first person with rights."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import connection

from coalition.databases import UNPREPARED, is_behind
from coalition.models import Place, User
from coalition.verbs import invite


class Command(BaseCommand):
    help = "Invites a person to the secretariat; the link is printed where mail is not set up."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")

    def handle(self, *, email: str, **_options: Any) -> None:
        if is_behind(connection):
            raise CommandError(UNPREPARED)
        try:
            validate_email(email)
            _invitation, secret = invite(
                email, by=User.system(), place=Place.coalition(), role="secretariat"
            )
        except ValidationError:
            raise CommandError(f"{email[:80]} is not an e-mail address.") from None
        if settings.EMAIL_URL:
            self.stdout.write(f"An invitation is on its way to {email}.")
        else:
            self.stdout.write(f"{settings.SITE_URL}/accounts/invitation/{secret}/")
