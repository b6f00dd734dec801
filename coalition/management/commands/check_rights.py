"""python manage.py check_rights: do the stored rights equal what follows from memberships?"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from coalition.databases import UNPREPARED, is_behind
from coalition.models import Place, PlaceUserRight
from coalition.projection import differences


class Command(BaseCommand):
    help = "Exit 0 when stored rights equal what follows from memberships; else list what differs."

    def handle(self, **_options: Any) -> None:
        if is_behind(connection):
            raise CommandError(UNPREPARED)
        found = PlaceUserRight.objects.count()
        for right in PlaceUserRight.objects.select_related("user", "content_object"):
            self.stdout.write(f"{right.content_object}: right given to {right.user} by hand")
        for place in Place.objects.all():
            for _role, group, missing, surplus in differences(place):
                found += len(missing) + len(surplus)
                for row in sorted(map(str, missing)):
                    self.stdout.write(f"{group.name}: missing {row}")
                for row in sorted(map(str, surplus)):
                    self.stdout.write(f"{group.name}: too much {row}")
        if found:
            raise CommandError(f"{found} rows differ from what follows from memberships.")
        self.stdout.write(f"Rights of {Place.objects.count()} places follow from memberships.")
