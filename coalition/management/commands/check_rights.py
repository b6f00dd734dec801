"""python manage.py check_rights: do the stored rights equal what follows from memberships?"""

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import Group
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from coalition.databases import UNPREPARED, is_behind
from coalition.models import Place, PlaceUserRight, User
from coalition.projection import differences
from coalition.roles import roles_of


class Command(BaseCommand):
    help = "Exit 0 when stored rights equal what follows from memberships; else list what differs."

    def handle(self, **_options: Any) -> None:
        if is_behind(connection):
            raise CommandError(UNPREPARED)
        found = PlaceUserRight.objects.count()
        for right in PlaceUserRight.objects.select_related("user", "content_object"):
            self.stdout.write(f"{right.content_object}: right given to {right.user} by hand")
        places = list(Place.objects.order_by("kind", "key"))
        for difference in differences(places):
            found += len(difference.missing) + len(difference.surplus)
            for row in sorted(map(str, difference.missing)):
                self.stdout.write(f"{difference.group_name}: missing {row}")
            for row in sorted(map(str, difference.surplus)):
                self.stdout.write(f"{difference.group_name}: too much {row}")
        for sentence in _beside_roles():
            found += 1
            self.stdout.write(sentence)
        if found:
            raise CommandError(f"{found} rows differ from what follows from memberships.")
        self.stdout.write(f"Rights of {len(places)} places follow from memberships.")


def _beside_roles() -> Iterator[str]:
    """Rights that come from no role at all: a superuser, a permission or a group by hand."""
    for user in User.objects.filter(is_superuser=True):
        yield f"{user}: a superuser"
    for user in User.objects.filter(user_permissions__isnull=False).distinct():
        yield f"{user}: permissions of their own"
    known = {
        place.group_name(role.key) for place in Place.objects.all() for role in roles_of(place.kind)
    }
    for name, email in Group.objects.filter(user__isnull=False).values_list("name", "user__email"):
        if name not in known:
            yield f"{email}: in the group {name}, which is no role's"
