"""Held public meetings of a period with those who took part, as values and evidence to choose."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count, Q
from django.urls import reverse

from actionplans.models.project import Group
from actionplans.project.spans import Span
from workinggroups.models import Attendance, Meeting

THERE = Q(attendance__how__in=(Attendance.How.PRESENT, Attendance.How.REMOTE))


@dataclass(frozen=True)
class Held:
    """A public meeting that took place, and how many took part in it."""

    meeting: Meeting
    people: int
    women: int
    men: int

    @property
    def title(self) -> str:
        """How evidence names it."""
        return f"{self.meeting.group.name}: {self.meeting.title}"[:300]

    @property
    def url(self) -> str:
        path = reverse("public_meeting", args=[self.meeting.group.slug, self.meeting.pk])
        return settings.SITE_URL + path


def held_meetings(span: Span) -> list[Held]:
    """The public meetings held in a period, the earliest first; one query."""
    rows = (
        Meeting.objects.public()
        .filter(state=Meeting.State.HELD, starts_at__date__range=(span.starts_on, span.as_of))
        .select_related("group", "city")
        .annotate(
            people=Count("attendance", filter=THERE),
            women=Count("attendance", filter=THERE & Q(attendance__sex=Attendance.Sex.WOMAN)),
            men=Count("attendance", filter=THERE & Q(attendance__sex=Attendance.Sex.MAN)),
        )
        .order_by("starts_at", "pk")
    )
    return [Held(one, one.people, one.women, one.men) for one in rows]  # type: ignore[attr-defined]


def proposed(meetings: Iterable[Held]) -> dict[str, int]:
    """What these meetings add up to, for the form of a value: participations, not persons."""
    chosen = list(meetings)
    return {
        "value": sum(one.people for one in chosen),
        f"people_{Group.WOMEN.value}": sum(one.women for one in chosen),
        f"people_{Group.MEN.value}": sum(one.men for one in chosen),
    }
