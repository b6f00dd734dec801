"""python manage.py found_coalition [--demo] [--declaration FILE]: founding content, again safe."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from django.utils import translation

from actionplans.founding.plans import found_demo_plans
from actionplans.founding.project import found_project
from coalition import clock
from coalition.databases import UNPREPARED, is_behind
from coalition.models import Letter, Place
from coalition.projection import project
from home.founding.applications import found_applications
from home.founding.documents import found_declaration, found_documents
from home.founding.members import found_cities
from home.founding.pages import found_pages
from home.founding.people import found_people
from home.founding.vocabularies import found_vocabularies
from workinggroups.founding import found_demo_groups, found_groups
from workinggroups.founding.meetings import found_calendar, found_demo_meetings


class Command(BaseCommand):
    help = "Founds the Coalition: vocabularies, pages, the five cities; --demo adds examples."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--demo", action="store_true", help="invented people, plans, threads")
        parser.add_argument("--declaration", metavar="FILE", help="its authentic text, UTF-8")

    @transaction.atomic
    def handle(self, *, demo: bool, declaration: str | None = None, **_options: Any) -> None:
        if is_behind(connection):
            raise CommandError(UNPREPARED)
        with translation.override("ru"):
            terms = found_vocabularies()
            found_pages()
            cities = found_cities()
            found_groups()
            found_calendar()
            found_project()
            if declaration:
                found_declaration(Path(declaration))
            if demo:
                found_people()
                found_demo_groups()
                found_demo_meetings()
                found_applications()
                found_documents()
                found_demo_plans()
                # letters of the examples are addressed to nobody: they are not sent
                Letter.objects.filter(sent_at=None, to__endswith=".invalid").update(
                    sent_at=clock.now()
                )
            for place in [Place.coalition(), *Place.objects.all()]:
                project(place)
        self.stdout.write(f"Founded: {len(cities)} cities, {terms} terms of vocabularies.")
