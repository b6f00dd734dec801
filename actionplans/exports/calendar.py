"""Due dates as a calendar that a phone or an office program can take in."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from actionplans.models import Contribution
from actionplans.outline import MeasureRow
from actionplans.templatetags.actionplans import due_words, office

OVER = (Contribution.Status.COMPLETED, Contribution.Status.CANCELLED)


def calendar(name: str, rows: Iterable[MeasureRow]) -> bytes:
    """One event for each measure that is still to be done by a date."""
    whole = Calendar()
    whole.add("prodid", "-//Coalition of Sustainable Cities of Central Asia//Plans//RU")
    whole.add("version", "2.0")
    whole.add("x-wr-calname", name)
    for row in rows:
        if row.measure.due_on is not None and row.status not in OVER:
            whole.add_component(event(row, row.measure.due_on))
    return whole.to_ical()


def event(row: MeasureRow, due: date) -> Event:
    """The due date of one measure; its name in the calendar stays the same for ever."""
    measure, host = row.measure, urlsplit(settings.SITE_URL).hostname
    mark = _("Example.") + " " if measure.plan.is_example else ""
    one = Event()
    one.add("uid", f"measure-{measure.pk}@{host}")
    one.add("dtstamp", measure.changed_at)
    one.add("dtstart", due)
    one.add("dtend", due + timedelta(days=1))
    one.add("summary", f"{mark}{measure.code} {row.title}")
    one.add("description", _("Due: %(due)s. Lead: %(lead)s") % {
        "due": due_words(measure), "lead": office(row.lead) or "—",
    })  # fmt: skip
    one.add("url", settings.SITE_URL + row.url)
    one.add("transp", "TRANSPARENT")
    return one
