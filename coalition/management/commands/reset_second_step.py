"""python manage.py reset_second_step EMAIL: when nobody is left who could do it on the pages."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from coalition.models import Place, User
from coalition.verbs import reset_second_step


class Command(BaseCommand):
    help = "Takes a lost second step of sign-in away; the person is signed out and gets a letter."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")

    def handle(self, *, email: str, **_options: Any) -> None:
        user = User.objects.filter(email__iexact=email, is_active=True).first()
        if user is None:
            raise CommandError("There is no such person.")
        try:
            reset_second_step(user, by=User.system(), place=Place.coalition())
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from None
        self.stdout.write(f"The second step of {email} is taken away.")
