"""Taking over what a colleague of the city had in the plan."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from actionplans.belongings import drafts_of, imports_of, parts_of, watches_of
from actionplans.models import MeasureWatch, PlanImport
from actionplans.models.drafts import Draft
from coalition.handover import Held
from coalition.models import Place, User
from coalition.models.journal import record
from coalition.permissions import require


@transaction.atomic
def take_over_in_plans(place: Place, *, leaver: User, successor: User, by: User) -> list[Held]:
    """Give a person's waiting drafts, files and own list of measures to a colleague.

    Who reported and who adopted stays as it was: that is the record.
    """
    if not by.is_system:
        require(by, "administer", place)
    if place.kind != Place.Kind.CITY:
        return []
    drafts: list[Draft] = [*drafts_of(place, leaver), *parts_of(place, leaver)]
    files, watches = list(imports_of(place, leaver)), list(watches_of(place, leaver))
    moving: list[Draft | PlanImport] = [*drafts, *files]
    for one in moving:
        one.by = successor
        one.save(update_fields=["by"])
        record("work.handed_over", by=by, subject=one, place=place, successor=str(successor))
    for watch in watches:
        MeasureWatch.objects.get_or_create(user=successor, contribution=watch.contribution)
        watch.delete()
    return [
        Held(_("Drafts that wait"), [(str(one), "") for one in drafts]),
        Held(_("Files with a plan, not accepted yet"), [(one.name, "") for one in files]),
        Held(_("Own list of measures"), [(str(one.contribution.measure), "") for one in watches]),
    ]
