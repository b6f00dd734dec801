"""The secret links of a person's calendar."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction

from coalition import clock
from coalition.models import User
from coalition.models.journal import record
from workinggroups.models import CalendarLinks


@transaction.atomic
def renew_calendar_links(user: User, *, by: User) -> CalendarLinks:
    """Make one's calendar links anew: those given away before open nothing from now on."""
    if by.pk != user.pk:
        raise PermissionDenied
    links, _new = CalendarLinks.objects.select_for_update().get_or_create(
        user=user, defaults={"turned_at": clock.now()}
    )
    links.turn, links.turned_at = links.turn + 1, clock.now()
    links.save(update_fields=["turn", "turned_at"])
    record("calendar.links_renewed", by=by, subject=user)
    return links
