"""The meetings at which a group announced something: begun by now, and not called off."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from coalition import clock
from workinggroups.models import Meeting, WorkingGroup


def meetings_begun(group: WorkingGroup) -> QuerySet[Meeting]:
    """What can be named as the meeting of an announcement, the last one first."""
    begun = Meeting.objects.filter(group=group, starts_at__lte=clock.now())
    return begun.exclude(state=Meeting.State.CANCELLED).order_by("-starts_at", "-pk")


def check_meeting(meeting: Meeting, field: str, *, group: WorkingGroup) -> None:
    """Refuse a meeting of others, one that was called off, and one that has not begun."""
    if not meetings_begun(group).filter(pk=meeting.pk).exists():
        raise ValidationError({field: _("Choose a meeting of this group that has begun.")})
