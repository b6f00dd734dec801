"""Taking over what a colleague of the city had in working groups."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from cities.models import City
from coalition import clock
from coalition.handover import Held
from coalition.models import Membership, Place, User
from coalition.models.journal import record
from coalition.permissions import require
from workinggroups.belongings import seats_of, tasks_of
from workinggroups.models import Seat
from workinggroups.verbs.seats import seat_delegate


@transaction.atomic
def take_over_in_groups(place: Place, *, leaver: User, successor: User, by: User) -> list[Held]:
    """Give the tasks and seats of a city's person to a colleague.

    A task of a group in which the successor is not becomes the city's own.
    """
    if not by.is_system:
        require(by, "administer", place)
    if place.kind != Place.Kind.CITY:
        return []
    city = City.objects.get(place=place)
    seats = [seat for seat in seats_of(place, leaver) if _reseat(seat, successor, by=by)]
    tasks = list(tasks_of(place, leaver))
    inside = set(
        Membership.objects.filter(user=successor)
        .in_force(clock.today())
        .values_list("place_id", flat=True)
    )
    for task in tasks:
        task.user = successor if task.place_id in inside else None
        task.city = task.city or (None if task.user else city)
        task.save(update_fields=["user", "city"])
        record(
            "task.handed_over", by=by, subject=task, place=place, successor=str(task.user or city)
        )
    return [
        Held(_("Tasks in working groups"), [(task.thread.group.name, "") for task in tasks]),
        Held(_("Speaks for the city"), [(seat.group.name, "") for seat in seats]),
    ]


def _reseat(seat: Seat, successor: User, *, by: User) -> bool:
    """Whether the successor could take the seat; one that cannot be taken ends with the role."""
    sits = Seat.objects.open().filter(group=seat.group, city=seat.city, user=successor)
    if seat.is_alternate and sits.exists():
        return False
    try:
        with transaction.atomic():
            seat_delegate(
                seat.group, by=by, city=seat.city, user=successor, until=seat.until,
                is_alternate=seat.is_alternate, document=seat.document,
            )  # fmt: skip
    except ValidationError:
        return False
    return True
